from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from guidance.changes import changes_between
from guidance.forms import CompareForm
from guidance.models import Guide, GuideVersion
from guidance.views.guide import roles_of
from members.permissions import is_member
from procurement_portal.lib.markdown import sanitised


def _versions(user, slug):
    guide = get_object_or_404(Guide.objects.visible_to(user), slug=slug)
    found = GuideVersion.objects.visible_to(user).filter(
        guide=guide, status__in=GuideVersion.FINISHED
    )
    return guide, found


@login_not_required
def versions(request, slug):
    guide, found = _versions(request.user, slug)
    rows = list(found.select_related("author", "published_by").defer("body", "html"))
    context = {
        "guide": guide,
        "versions": rows,
        "form": CompareForm(versions=rows) if len(rows) > 1 else None,
        "show_names": is_member(request.user),
    }
    return render(request, "guidance/versions.html", context)


@login_not_required
def version(request, slug, number):
    guide, found = _versions(request.user, slug)
    shown = get_object_or_404(found, number=number)
    context = {
        "guide": guide,
        "version": shown,
        "body": sanitised(shown.html),
        "roles": roles_of(shown),
        "is_current": shown.pk == guide.published_version_id,
        "has_earlier": found.filter(number__lt=number).exists(),
    }
    return render(request, "guidance/version.html", context)


@login_not_required
def compare(request, slug):
    """Two versions side by side in one text: what was taken out and what was put in."""
    guide, found = _versions(request.user, slug)
    rows = list(found)
    if not rows:
        raise Http404
    form = CompareForm(request.GET or None, versions=rows)
    older, newer = _pair(form, rows)
    context = {
        "guide": guide,
        "form": form,
        "older": older,
        "newer": newer,
        "changes": changes_between(older, newer),
        "between": [row for row in rows if older.number < row.number <= newer.number],
    }
    return render(request, "guidance/compare.html", context)


def _pair(form, rows):
    """The two versions asked for, or the newest and the one before it."""
    by_number = {row.number: row for row in rows}
    if form.is_bound and form.is_valid():
        numbers = (form.cleaned_data["older"], form.cleaned_data["newer"])
        return tuple(by_number[int(number)] for number in sorted(numbers, key=int))
    return rows[min(1, len(rows) - 1)], rows[0]
