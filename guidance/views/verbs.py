from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.forms import PublishForm, ScheduleForm, SendBackForm
from guidance.models import OWN_TEXT, Guide, GuideVersion
from guidance.permissions import can_edit_guide, can_publish_version, can_submit_version
from guidance.views.editing import ONLY_MODERATORS
from procurement_portal.lib.formatting import format_uk_time


def _version(user, slug, number):
    if not can_submit_version(user):
        raise PermissionDenied(ONLY_MODERATORS)
    return get_object_or_404(
        GuideVersion.objects.visible_to(user).select_related("guide"),
        guide__slug=slug,
        number=number,
    )


@require_POST
def submit(request, slug, number):
    version = _version(request.user, slug, number)
    version.submit(by=request.user)
    messages.success(request, "Submitted. Another moderator reviews it.")
    return redirect(version)


@require_POST
def send_back(request, slug, number):
    version = _version(request.user, slug, number)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        context = {"version": version, "guide": version.guide, "form": form}
        return render(request, "guidance/send_back.html", context)
    version.send_back(by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Sent back. The author sees your reason.")
    return redirect("guidance:review", slug=slug, number=number)


def _read_again(request, version):
    messages.error(request, "The text changed after you opened it. Read it again.")
    return redirect("guidance:review", slug=version.guide.slug, number=version.number)


@require_POST
def publish(request, slug, number):
    version = _version(request.user, slug, number)
    if not can_publish_version(request.user, version):
        raise PermissionDenied(OWN_TEXT)
    form = PublishForm(request.POST)
    if not form.is_valid() or form.cleaned_data["seen"] != version.version:
        return _read_again(request, version)
    version.publish(by=request.user)
    messages.success(request, f"Published “{version.title}”.")
    return redirect(version.guide)


@require_POST
def schedule(request, slug, number):
    """Approved, to be published by the clock."""
    version = _version(request.user, slug, number)
    if not can_publish_version(request.user, version):
        raise PermissionDenied(OWN_TEXT)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        context = {"version": version, "guide": version.guide, "form": form}
        return render(request, "guidance/schedule.html", context)
    if form.cleaned_data["seen"] != version.version:
        return _read_again(request, version)
    publish_at = form.cleaned_data["publish_at"]
    version.schedule(by=request.user, publish_at=publish_at)
    messages.success(request, f"To be published on {format_uk_time(publish_at)}.")
    return redirect("guidance:review", slug=slug, number=number)


@require_POST
def take_back(request, slug, number):
    version = _version(request.user, slug, number)
    version.take_back(by=request.user)
    messages.success(request, "Taken back. It waits for a review again.")
    return redirect("guidance:review", slug=slug, number=number)


@require_POST
def confirm(request, slug):
    """The published text still holds; its review date moves on."""
    if not can_edit_guide(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    guide = get_object_or_404(
        Guide.objects.visible_to(request.user), slug=slug, published_version__isnull=False
    )
    guide.confirm(by=request.user)
    messages.success(request, "Confirmed. The next review is due in 12 months.")
    return redirect(guide)
