"""Changing what was noted of a candidate while it waits."""

from django.contrib import messages
from django.shortcuts import redirect, render

from assistive_tech.candidate_forms import EditCandidateForm
from assistive_tech.duplicates import Known
from assistive_tech.models import Candidate
from assistive_tech.views.candidates import found_candidate
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import MoveNotPossible, StaleEdit


def edit_candidate(request, reference):
    one = found_candidate(request.user, reference)
    if not one.can_move("edit"):
        raise MoveNotPossible(one, "edit")
    if request.method != "POST":
        form = EditCandidateForm(instance=one, initial={"started_from": one.version})
        return _editor(request, one, form)
    form = EditCandidateForm(request.POST, instance=one, known=Known(request.user))
    if not form.is_valid():
        return _editor(request, one, form)
    started_from = form.cleaned_data["started_from"]
    try:
        one.save_edit(by=request.user, started_from=started_from, values=form.texts)
    except StaleEdit as stale:
        return _conflict(request, form, stale.record)
    messages.success(request, "Saved.")
    return redirect(one)


def _conflict(request, form, theirs: Candidate):
    """Both texts, and the form once more on top of what stands now."""
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.events.select_related("by").last()
    context = {
        "conflict": differences(Candidate, theirs, form.texts),
        "changed_by": latest.by if latest else None,
        "changed_at": latest.at if latest else None,
    }
    again = EditCandidateForm(typed, instance=theirs, known=Known(request.user))
    return _editor(request, theirs, again, status=409, **context)


def _editor(request, one: Candidate, form, status=200, **context):
    context |= {"candidate": one, "form": form}
    return render(request, "assistive_tech/edit_candidate.html", context, status=status)
