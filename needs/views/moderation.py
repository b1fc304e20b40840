"""Reviewing a need: one screen with what changed, what to look at, and the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from members.models import Membership
from members.permissions import is_moderator
from needs.alike import overlaps_of
from needs.checks import remarks
from needs.facts import COMPARED, differences, label, words
from needs.forms.verbs import SendBackForm, VersionForm
from needs.journey import missing_steps, terms_of
from needs.models import Need, NeedClaim
from needs.permissions import can_moderate_need
from needs.tasks import tell_author
from needs.timeline import timeline
from needs.views.found import found_need
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.lib.workflow import MoveNotPossible
from procurement_portal.lib.working_days import add_working_days

WORKING_DAYS = 2  # what authors are promised


def _moderated_need(request, reference) -> Need:
    """The need, for a moderator who did not write it; says who else can."""
    if not is_moderator(request.user):
        raise PermissionDenied("Only LOTI’s moderators can review needs.")
    need = found_need(request, reference)
    if not can_moderate_need(request.user, need):
        raise PermissionDenied(
            f"You wrote or changed this need, so another moderator reviews it: {_others(request)}."
        )
    return need


def _others(request) -> str:
    """The other moderators by name."""
    others = (
        Membership.objects.visible_to(request.user)
        .filter(role=Membership.Role.MODERATOR, status=Membership.Status.ACTIVE)
        .exclude(user=request.user)
        .select_related("user")
        .order_by("user__name")
    )
    return ", ".join(str(m.user) for m in others) or "there is no other one yet"


def moderate(request, reference):
    need = _moderated_need(request, reference)
    if need.status not in (Need.Status.SUBMITTED, Need.Status.PUBLISHED):
        raise MoveNotPossible(need, "review")
    form = SendBackForm(initial={"version": need.version})
    return render(request, "needs/moderate.html", _context(request, need, form))


def _context(request, need, form) -> dict:
    reviewed = None
    if need.reviewed_version is not None:
        reviewed = (
            need.history.filter(version=need.reviewed_version).order_by("-history_id").first()
        )
    changes = differences(reviewed, need) if reviewed else []
    return {
        "need": need,
        "form": form,
        "waiting": need.status == Need.Status.SUBMITTED,
        "due": add_working_days(need.submitted_at, WORKING_DAYS) if need.submitted_at else None,
        "first_time": reviewed is None,
        "changes": changes,
        "facts": [
            {"key": label(name), "value": words(need, name), "typed": True} for name in COMPARED
        ],
        "missing": [step.missing for step in missing_steps(need)],
        "noticed": remarks(need, terms_of(need).current_supplier),
        "overlaps": overlaps_of(need, request.user, limit=5),
        "claim": NeedClaim.objects.visible_to(request.user).held().filter(need=need).first(),
        "events": timeline(need, request.user),
    }


@require_POST
def claim(request, reference):
    need = _moderated_need(request, reference)
    held = NeedClaim.take(need, by=request.user)
    if held.by_id == request.user.pk:
        messages.success(request, "You have claimed this need for four hours")
    else:
        messages.info(request, f"{held.by} claimed this need first")
    return redirect("needs:moderate", need.reference)


@require_POST
def unclaim(request, reference):
    need = _moderated_need(request, reference)
    NeedClaim.release(need)
    messages.success(request, "The need is free for another moderator")
    return redirect("moderation")


def _version(request, need, verb: str) -> int:
    """The version the moderator read; a form without one decides nothing."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise MoveNotPossible(need, verb)
    return form.cleaned_data["version"]


@require_POST
def publish(request, reference):
    need = _moderated_need(request, reference)
    need.publish(by=request.user, version=_version(request, need, "publish"))
    return _decided(request, need, f"Published: {need}")


@require_POST
def review(request, reference):
    need = _moderated_need(request, reference)
    need.review(by=request.user, version=_version(request, need, "review"))
    return _decided(request, need, f"Changes read: {need}")


@require_POST
def send_back(request, reference):
    need = _moderated_need(request, reference)
    if not need.can_move("send_back"):
        raise MoveNotPossible(need, "send_back")
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return render(request, "needs/moderate.html", _context(request, need, form))
    version = form.cleaned_data["version"]
    need.send_back(by=request.user, reason=form.reason(), version=version)
    return _decided(request, need, f"Sent back: {need}")


def _decided(request, need, done: str):
    """Let go of the claim, tell the author, and show the way to the next one."""
    NeedClaim.release(need)
    event = need.events.order_by("-pk").first()
    if event.verb in event.TOLD:
        enqueue_on_commit(tell_author, event.pk)
    waiting = Need.objects.visible_to(request.user).waiting_for_review()
    following = waiting.exclude(owner=request.user).exclude(submitted_by=request.user).first()
    if following is None:
        messages.success(request, done)
    else:
        link = '{}. <a class="govuk-notification-banner__link" href="{}">Next: {}</a>'
        url = reverse("needs:moderate", args=[following.reference])
        messages.success(request, format_html(link, done, url, following))
    return redirect("moderation")
