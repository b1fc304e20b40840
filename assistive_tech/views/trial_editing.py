"""Writing trials: proposing one from a gap, its design, its findings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from assistive_tech.models import Trial
from assistive_tech.permissions import boroughs_to_try_for, can_propose_trial, can_run_trial
from assistive_tech.residents import signs_in
from assistive_tech.trial_forms import DesignForm, ProgressForm, ProposalForm
from assistive_tech.views.trials import found_trial
from members.models import Borough
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import MoveNotPossible, StaleEdit

ONLY_LEADS = "A borough’s assistive technology lead, its lead or CIO, or LOTI can do this."
GAP = ("technology_class", "outcome", "population")


def propose_trial(request):
    """From a cell of the gap map, which the address names."""
    if not can_propose_trial(request.user):
        raise PermissionDenied(ONLY_LEADS)
    boroughs = Borough.objects.filter(gss__in=boroughs_to_try_for(request.user))
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in GAP}
        asked["technology_class"] = request.GET.get("technology", "")[:60].replace("\x00", "")
        form = ProposalForm(initial=asked | {"borough": boroughs.first()}, boroughs=boroughs)
        return _proposal(request, form)
    form = ProposalForm(request.POST, boroughs=boroughs)
    if not form.is_valid():
        return _proposal(request, form)
    trial = Trial(**form.values)
    trial.propose(by=request.user, borough=form.cleaned_data.get("borough"))
    messages.success(request, "The trial is proposed. Members of every borough can see it.")
    _warn_of_residents(request, form.values)
    return redirect(trial)


def _proposal(request, form):
    return render(request, "assistive_tech/propose_trial.html", {"form": form})


def edit_trial(request, reference):
    trial = found_trial(request, reference)
    if not can_run_trial(request.user, trial):
        raise PermissionDenied(ONLY_LEADS)
    if not trial.can_move("edit"):
        raise MoveNotPossible(trial, "edit")
    kind = DesignForm if trial.status in Trial.BEFORE else ProgressForm
    if request.method != "POST":
        form = kind(instance=trial, initial={"started_from": trial.version})
        return _editor(request, trial, form)
    form = kind(request.POST, instance=trial)
    if not form.is_valid():
        return _editor(request, trial, form)
    return _save(request, trial, form)


def _save(request, trial, form):
    started_from = form.cleaned_data["started_from"]
    try:
        trial.save_edit(by=request.user, started_from=started_from, values=form.values)
    except StaleEdit as stale:
        return _conflict(request, form, stale.record)
    messages.success(request, "Saved.")
    _warn_of_residents(request, form.values)
    return redirect(trial)


def _warn_of_residents(request, values: dict) -> None:
    """A soft warning where a text looks as if it names somebody: whoever writes decides."""
    texts = [value for value in values.values() if isinstance(value, str)]
    signs = list(dict.fromkeys(str(sign) for text in texts for sign in signs_in(text)))
    if signs:
        found = ", ".join(signs)
        messages.warning(request, f"Nothing here may point to one resident. Check this: {found}.")


def _conflict(request, form, theirs):
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.events.select_related("by").last()
    context = {
        "conflict": differences(Trial, theirs, form.values),
        "changed_by": latest.by if latest else None,
        "changed_at": latest.at if latest else None,
    }
    return _editor(request, theirs, type(form)(typed, instance=theirs), status=409, **context)


def _editor(request, trial, form, status=200, **context):
    context |= {"trial": trial, "form": form}
    return render(request, "assistive_tech/edit_trial.html", context, status=status)
