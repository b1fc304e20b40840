from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assistive_tech.barrier_forms import BarrierReasonForm, PriorityForm
from assistive_tech.permissions import (
    can_join_barrier,
    can_moderate_barrier,
    can_resolve_barrier,
    can_validate_barrier,
    can_withdraw_barrier,
)
from assistive_tech.views.barriers_found import ask, barrier_or_404, link_trial_named
from members.models import Borough
from members.permissions import borough_ids
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.workflow import MoveNotPossible

ONLY_OFFICERS = "Accepted members of a borough say “us too” for it, and take it back."
ONLY_MODERATORS = "Only LOTI’s moderators do this. Ask LOTI if you see it otherwise."
ONLY_OWNERS = (
    "The assistive technology lead of the borough that raised it, and LOTI’s moderators, do this."
)
OWN_TEXT = "You raised or changed this barrier, so another LOTI moderator has to validate it."


def _borough(request) -> Borough:
    """The one they speak for: the one named, else their first."""
    own = Borough.objects.filter(gss__in=borough_ids(request.user))
    named = own.filter(slug=request.POST.get("borough", "").replace("\0", "")).first()
    return named or own.first()


@require_POST
def join_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_join_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_OFFICERS)
    borough = _borough(request)
    was = barrier.status
    barrier.join(borough, by=request.user)
    link_trial_named(request, barrier)
    said = f"{borough} has it too."
    if barrier.status != was:
        said += " With two boroughs it is validated, and everybody can read it."
    messages.success(request, said)
    return redirect(barrier)


@require_POST
def leave_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_join_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_OFFICERS)
    borough = _borough(request)
    barrier.leave(borough, by=request.user)
    messages.success(request, f"Taken back: {borough} is not in it.")
    return redirect(barrier)


@require_POST
def validate_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    if not can_validate_barrier(request.user, barrier):
        raise PermissionDenied(OWN_TEXT)
    if request.POST.get("seen") != str(barrier.version):
        messages.error(request, "The text changed after you opened it. Read it again.")
        return redirect(barrier)
    barrier.validate(by=request.user, reason="LOTI")
    messages.success(request, f"Validated. Everybody can read “{barrier}” now.")
    return redirect("moderation_barriers" if request.POST.get("from") == "queue" else barrier)


def prioritise_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    initial = {"priority": barrier.priority, "reason": barrier.priority_reason}
    form = PriorityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        barrier.prioritise(by=request.user, **form.cleaned_data)
        messages.success(request, f"Priority: {barrier.get_priority_display().lower()}.")
        return redirect(barrier)
    return ask(request, barrier, form, "Set the priority")


def resolve_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_resolve_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_OWNERS)
    return _with_reason(request, barrier, RESOLVE)


def accept_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    return _with_reason(request, barrier, ACCEPT)


def reopen_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    return _with_reason(request, barrier, REOPEN)


def withdraw_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_withdraw_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_OWNERS)
    return _with_reason(request, barrier, WITHDRAW)


@dataclass(frozen=True)
class End:
    """A move that needs a reason: its words on the page, and what is said when it is done."""

    verb: str
    words: str
    intro: str
    done: str


RESOLVE = End(
    "resolve",
    "Resolve",
    "It no longer gets in the way. Say what changed, so that others can do the same.",
    "Resolved.",
)
ACCEPT = End(
    "accept",
    "Accept",
    "Boroughs live with it and nothing more is done. It stays in the list.",
    "Accepted.",
)
REOPEN = End(
    "reopen", "Open again", "It gets in the way again. It is prioritised anew.", "Opened again."
)
WITHDRAW = End(
    "withdraw",
    "Withdraw",
    "It was raised by mistake. Only its borough and LOTI see it afterwards.",
    "Withdrawn.",
)


def _with_reason(request, barrier, end: End):
    """Make the move, or ask for the reason. Open actions end before the barrier does."""
    form = BarrierReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not barrier.can_move(end.verb):
            raise MoveNotPossible(barrier, end.verb)
        left = barrier.actions.filter(status="open").count()
        if not left:
            getattr(barrier, end.verb)(by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, end.done)
            return redirect(barrier)
        still = format_count(left, "action is", "actions are")
        form.add_error(None, f"{still} still open. Finish or drop what is open first.")
    variant = "warning" if end is WITHDRAW else ""
    return ask(request, barrier, form, end.words, intro=end.intro, variant=variant)
