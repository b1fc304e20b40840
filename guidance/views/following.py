from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from guidance.models import Guide, GuideVersion
from guidance.permissions import can_follow_guide
from guidance.reading import mark_read


def _guide(request, slug) -> Guide:
    if not can_follow_guide(request.user):
        raise PermissionDenied("Members of a borough can follow guidance.")
    guides = Guide.objects.visible_to(request.user).select_related("published_version")
    return get_object_or_404(guides, slug=slug, published_version__isnull=False)


@require_POST
def follow(request, slug):
    guide = _guide(request, slug)
    request.user.followed_guides.get_or_create(guide=guide)
    messages.success(request, f"You follow “{guide}”. Your digest tells you when it changes.")
    return redirect(guide)


@require_POST
def unfollow(request, slug):
    guide = _guide(request, slug)
    request.user.followed_guides.filter(guide=guide).delete()
    messages.success(request, f"You no longer follow “{guide}”.")
    return redirect(guide)


@require_POST
def read(request, slug, number):
    """The version the reader had before them, which may have been replaced since."""
    guide = _guide(request, slug)
    versions = GuideVersion.objects.visible_to(request.user).filter(
        guide=guide, status__in=GuideVersion.FINISHED
    )
    mark_read(request.user, get_object_or_404(versions, number=number))
    messages.success(request, "Marked as read. This page will tell you what changes after this.")
    return redirect(guide)
