from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from assistive_tech.models import TechnologyClass
from community.permissions import can_follow_capability, can_follow_technology
from needs.models import Capability


@require_POST
def follow(request, slug):
    capability = _capability(request, slug)
    request.user.follows.get_or_create(capability=capability)
    messages.success(request, f"You follow {capability}. Your digest tells you of new needs in it")
    return redirect(_back(request, capability.get_absolute_url()))


@require_POST
def unfollow(request, slug):
    capability = _capability(request, slug)
    request.user.follows.filter(capability=capability).delete()
    messages.success(request, f"You no longer follow {capability}")
    return redirect(_back(request, capability.get_absolute_url()))


@require_POST
def follow_technology(request, slug):
    technology = _technology(request, slug)
    request.user.followed_technologies.get_or_create(technology_class=technology)
    messages.success(
        request, f"You follow {technology}. Your digest tells you of new evidence about it"
    )
    return redirect(_back(request, reverse("community:preferences")))


@require_POST
def unfollow_technology(request, slug):
    technology = _technology(request, slug)
    request.user.followed_technologies.filter(technology_class=technology).delete()
    messages.success(request, f"You no longer follow {technology}")
    return redirect(_back(request, reverse("community:preferences")))


def _technology(request, slug) -> TechnologyClass:
    if not can_follow_technology(request.user):
        raise PermissionDenied
    return get_object_or_404(TechnologyClass, slug=slug)


def _capability(request, slug) -> Capability:
    if not can_follow_capability(request.user):
        raise PermissionDenied
    return get_object_or_404(Capability, slug=slug)


def _back(request, otherwise: str) -> str:
    """The page it was pressed on, when it is one of ours; else this one."""
    page = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    # Only a path: other words would be looked up as the name of a route.
    return page if ours and page.startswith("/") else otherwise
