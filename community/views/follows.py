from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from community.permissions import can_follow_capability
from needs.models import Capability


@require_POST
def follow(request, slug):
    capability = _capability(request, slug)
    request.user.follows.get_or_create(capability=capability)
    messages.success(request, f"You follow {capability}. Your digest tells you of new needs in it")
    return redirect(_back(request, capability))


@require_POST
def unfollow(request, slug):
    capability = _capability(request, slug)
    request.user.follows.filter(capability=capability).delete()
    messages.success(request, f"You no longer follow {capability}")
    return redirect(_back(request, capability))


def _capability(request, slug) -> Capability:
    if not can_follow_capability(request.user):
        raise PermissionDenied
    return get_object_or_404(Capability, slug=slug)


def _back(request, capability: Capability) -> str:
    """The page it was pressed on, when it is one of ours; else the capability's."""
    page = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if ours else capability.get_absolute_url()
