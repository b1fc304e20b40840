"""Which of a person's boroughs a page is about."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from members.models import Borough
from members.permissions import main_borough


def own_borough(request) -> Borough:
    """The borough named by `?borough=`, else the person's main one.

    Raises PermissionDenied for somebody of no borough, Http404 for a borough that is not theirs.
    """
    main = main_borough(request.user)
    if main is None:
        raise PermissionDenied("Only people accepted by a borough can see its contracts register.")
    slug = request.GET.get("borough") or request.POST.get("borough")
    if not slug or slug == main.slug:
        return main
    for borough in _theirs(request.user):
        if borough.slug == slug:
            return borough
    raise Http404


def _theirs(user) -> list[Borough]:
    return [m.borough for m in user.active_memberships if m.borough_id]


def other_boroughs(request, borough: Borough) -> list[Borough]:
    """The person's other boroughs, to switch to."""
    return [other for other in dict.fromkeys(_theirs(request.user)) if other != borough]


def posted(request):
    """What a form is bound to: the data of a POST, even of an empty one."""
    return request.POST if request.method == "POST" else None
