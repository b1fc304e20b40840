"""What is done with a trial: steps, joining, papers, totals, stopping."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assistive_tech.forms import ReasonForm
from assistive_tech.permissions import (
    boroughs_to_try_for,
    can_join_trial,
    can_record_for_borough,
    can_run_trial,
)
from assistive_tech.trial_forms import LeaveForm, MonthForm, PapersForm
from assistive_tech.trial_gates import GateNotPassed
from assistive_tech.trial_rows import DONE_WORDS, months_since
from assistive_tech.views.trial_editing import ONLY_LEADS
from assistive_tech.views.trials import found_trial, trial_page
from members.models import Borough
from procurement_portal.lib.workflow import MoveNotPossible

ONLY_OWN = "Only this borough’s assistive technology lead, its lead or CIO can do this."
LEAD_STOPS = (
    "Your borough leads this trial and people are joining it, so it cannot leave. It can stop the "
    "trial, with a reason."
)
COUNTS_STAY = "What your borough has counted so far stays in the totals, and it records no more."


def _sent(request):
    """What was sent, an empty form too; None when the page is only read."""
    return request.POST if request.method == "POST" else None


@require_POST
def advance_trial(request, reference):
    """The next step from the state that the person saw."""
    trial = found_trial(request, reference)
    if not can_run_trial(request.user, trial):
        raise PermissionDenied(ONLY_LEADS)
    verb = trial.next_verb
    if not verb or request.POST.get("seen") != trial.status:
        raise MoveNotPossible(trial, verb or "advance")
    try:
        trial.take_next_step(by=request.user)
    except GateNotPassed as gate:
        return trial_page(request, trial, refused=gate.missing, status=409)
    messages.success(request, DONE_WORDS[verb])
    return redirect(trial.case_study or trial)


def stop_trial(request, reference):
    trial = found_trial(request, reference)
    if not can_run_trial(request.user, trial):
        raise PermissionDenied(ONLY_LEADS)
    if not trial.can_move("stop"):
        raise MoveNotPossible(trial, "stop")
    form = ReasonForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        trial.stop(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "The trial is stopped. Its reason stands on its page.")
        return redirect(trial)
    action = reverse("assistive_tech:stop_trial", args=[reference])
    context = {"study": trial, "form": form, "action": action, "words": "Stop the trial"}
    return render(request, "assistive_tech/reason.html", context)


@require_POST
def join_trial(request, reference):
    trial = found_trial(request, reference)
    if not can_join_trial(request.user):
        raise PermissionDenied(ONLY_LEADS)
    own = Borough.objects.filter(gss__in=boroughs_to_try_for(request.user))
    asked = request.POST.get("borough", "")[:20].replace("\x00", "")
    borough = own.filter(gss=asked).first() or own.first()
    trial.join(borough, by=request.user)
    messages.success(request, f"{borough.short_name} takes part in the trial.")
    return redirect(trial)


def _place(request, reference, slug):
    """The borough's place, for its own people; 404 where it has none."""
    trial = found_trial(request, reference)
    place = get_object_or_404(trial.places.select_related("trial", "borough"), borough__slug=slug)
    if not can_record_for_borough(request.user, place):
        raise PermissionDenied(ONLY_OWN)
    return place


def trial_leave(request, reference, slug):
    """With a reason. Who leads a trial that people join stops it instead."""
    place = _place(request, reference, slug)
    trial = place.trial
    if trial.can_move("leave") and not trial.can_lose(place) and not place.left_at:
        raise PermissionDenied(LEAD_STOPS)
    if not trial.can_lose(place):
        raise MoveNotPossible(trial, "leave")
    form = LeaveForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        trial.leave(place, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{place.borough.short_name} has left the trial.")
        return redirect(trial)
    action = reverse("assistive_tech:trial_leave", args=[reference, slug])
    words = f"Leave for {place.borough.short_name}"
    context = {"study": trial, "form": form, "action": action, "words": words}
    context["intro"] = "" if trial.status in trial.BEFORE else COUNTS_STAY
    return render(request, "assistive_tech/reason.html", context)


def trial_papers(request, reference, slug):
    """The agreement and the impact assessment of one borough."""
    place = _place(request, reference, slug)
    if not place.can_record("record_papers"):
        raise MoveNotPossible(place.trial, "record_papers")
    form = PapersForm(_sent(request), instance=place)
    if request.method == "POST" and form.is_valid():
        place.record_papers(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(place.trial)
    return _ask(request, place, form, f"Papers of {place.borough.short_name}")


def trial_month(request, reference, slug):
    """Totals of one month of one borough."""
    place = _place(request, reference, slug)
    if not place.can_record("record_month"):
        raise MoveNotPossible(place.trial, "record_month")
    months = months_since(place.trial.opened_at, timezone.localdate())
    form = MonthForm(_sent(request), months=months)
    if request.method == "POST" and form.is_valid() and _recorded(request, place, form):
        messages.success(request, "Saved.")
        return redirect(place.trial)
    return _ask(request, place, form, f"Totals of {place.borough.short_name}")


def _recorded(request, place, form) -> bool:
    """Whether the totals were taken; what stands in the way is put on the form."""
    try:
        place.record_month(by=request.user, **form.values)
    except GateNotPassed as gate:
        form.add_error(None, f"First record {' and '.join(m.words for m in gate.missing)}.")
    except ValueError:
        form.add_error("completed", "More people would have finished than began")
    return form.is_valid()


def _ask(request, place, form, heading: str):
    context = {"trial": place.trial, "place": place, "form": form, "heading": heading}
    context["months"] = list(place.months.all())
    return render(request, "assistive_tech/trial_place.html", context)
