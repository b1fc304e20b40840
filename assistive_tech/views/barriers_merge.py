from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assistive_tech.barrier_forms import BarrierReasonForm, DeclineForm, MergeForm
from assistive_tech.barrier_likeness import similar_barriers
from assistive_tech.models import Barrier
from assistive_tech.permissions import can_answer_merge, can_moderate_barrier
from assistive_tech.views.barriers_found import ask, barrier_or_404
from assistive_tech.views.barriers_verbs import ONLY_MODERATORS
from procurement_portal.lib.workflow import MoveNotPossible

ONLY_ITS_BOROUGH = (
    "The assistive technology lead of the borough that raised it agrees to a merge or not. Where "
    "LOTI raised it, another moderator than the one who proposed does."
)


def propose_merge(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    others = Barrier.objects.visible_to(request.user).open().exclude(pk=barrier.pk)
    alike = similar_barriers(request.user, barrier.title, barrier.text, limit=2)
    nearest = next((one.barrier.reference for one in alike if one.barrier.pk != barrier.pk), None)
    form = MergeForm(request.POST or None, others=others.defer("search"), initial={"into": nearest})
    if request.method == "POST" and form.is_valid():
        if not barrier.is_open:
            raise MoveNotPossible(barrier, "merge")
        if barrier.merges.filter(status="proposed").exists():
            form.add_error(None, "A merge of this barrier is proposed already.")
        else:
            _propose(barrier, by=request.user, **form.cleaned_data)
            messages.success(request, f"Proposed. {_decider(barrier)} decides.")
            return redirect(barrier)
    intro = (
        f"{barrier.raiser} raised it and {_decider(barrier)} decides. Its boroughs, case studies, "
        "trials, files and actions would go to the other one, and its address would lead there."
    )
    return ask(request, barrier, form, "Propose a merge", intro=intro)


def _decider(barrier) -> str:
    return barrier.borough.short_name if barrier.borough else "another moderator"


def _propose(barrier, *, by, into, reason) -> None:
    merge = barrier.merges.create(into=into, reason=reason)
    merge.events.create(verb="propose", from_status="", to_status=merge.status, by=by)


def _to_answer(request, reference):
    """The barrier and the merge that waits for its borough, which is None when none does."""
    barrier = barrier_or_404(request.user, reference)
    merge = _proposed(barrier)
    if not can_answer_merge(request.user, barrier, merge):
        raise PermissionDenied(ONLY_ITS_BOROUGH)
    return barrier, merge


def _proposed(barrier):
    merges = barrier.merges.filter(status="proposed")
    return merges.select_related("barrier__borough", "into__borough").first()


@require_POST
def accept_merge(request, reference):
    barrier, merge = _to_answer(request, reference)
    if merge is None:
        raise MoveNotPossible(barrier, "merge")
    merge.accept(by=request.user)
    messages.success(request, f"Merged. This is “{merge.into}” now.")
    return redirect(merge.into)


def decline_merge(request, reference):
    barrier, merge = _to_answer(request, reference)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if merge is None:
            raise MoveNotPossible(barrier, "merge")
        merge.decline(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Declined. LOTI reads your reason.")
        return redirect(barrier)
    return ask(request, barrier, form, "Decline the merge")


@require_POST
def take_back_merge(request, reference):
    """A moderator no longer proposes it."""
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    merge = _proposed(barrier)
    if merge is None:
        raise MoveNotPossible(barrier, "merge")
    merge.take_back(by=request.user)
    messages.success(request, "No longer proposed.")
    return redirect(barrier)


def undo_merge(request, reference):
    """Named by what was merged away; within 30 days."""
    barrier = barrier_or_404(request.user, reference)
    if not can_moderate_barrier(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    form = BarrierReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        merge = barrier.merges.filter(status="accepted").first()
        if merge is None:
            raise MoveNotPossible(barrier, "merge")
        merge.undo(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Undone: it is a barrier of its own again.")
        return redirect(merge.barrier)
    intro = "What came from it goes back to it: boroughs, case studies, trials, files and actions."
    return ask(request, barrier, form, "Undo the merge", intro=intro)
