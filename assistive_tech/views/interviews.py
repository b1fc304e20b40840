"""Interviews with boroughs' leads: the guide, the notes, the draft, and the lead's confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistive_tech.candidate_forms import ExtractForm
from assistive_tech.interview_forms import InterviewForm, NotesForm
from assistive_tech.interview_guide import GUIDE
from assistive_tech.models import CaseStudy, Interview
from assistive_tech.permissions import can_confirm_case_study, can_interview

ONLY_MODERATORS = "Only LOTI’s moderators hold interviews."
ONLY_ITS_LEAD = "Only the borough’s own assistive technology lead can confirm what was said."


def _must_interview(user) -> None:
    if not can_interview(user):
        raise PermissionDenied(ONLY_MODERATORS)


def interviews(request):
    _must_interview(request.user)
    rows = Interview.objects.visible_to(request.user).select_related(
        "borough", "lead", "case_study"
    )
    return render(request, "assistive_tech/interviews.html", {"interviews": list(rows[:100])})


def interview_guide(request):
    """The questions alone, to print and take along."""
    _must_interview(request.user)
    return render(request, "assistive_tech/interview_guide.html", {"guide": GUIDE})


def new_interview(request):
    _must_interview(request.user)
    form = InterviewForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "assistive_tech/new_interview.html", {"form": form})
    membership = form.cleaned_data["lead"]
    interview = Interview(
        borough=membership.borough,
        lead=membership.user,
        interviewer=request.user,
        held_on=form.cleaned_data["held_on"],
    )
    interview.save()
    return redirect(interview)


def _interview(user, reference) -> Interview:
    _must_interview(user)
    rows = Interview.objects.visible_to(user).select_related("borough", "lead", "case_study")
    return get_object_or_404(rows, reference=reference)


def interview(request, reference):
    one = _interview(request.user, reference)
    form = NotesForm(request.POST if request.method == "POST" else None, initial=one.notes)
    if request.method == "POST" and form.is_valid():
        one.save_notes(form.notes)
        messages.success(request, "Notes saved.")
        return redirect(one)
    return _page(request, one, form, ExtractForm())


def _page(request, one, notes, draft):
    faulty = draft if draft.is_bound else notes
    context = {
        "interview": one,
        "notes": notes,
        "draft": draft,
        "form": faulty,
        "may_draft": one.can_move("draft"),
        "said": [
            {"key": question.text, "value": one.notes[question.field], "typed": True}
            for _, questions in GUIDE
            for question in questions
            if question.field in one.notes
        ],
    }
    return render(request, "assistive_tech/interview.html", context)


@require_POST
def draft_interview(request, reference):
    one = _interview(request.user, reference)
    form = ExtractForm(request.POST)
    if not form.is_valid():
        return _page(request, one, NotesForm(initial=one.notes), form)
    study = one.draft(by=request.user, **form.cleaned_data)
    messages.success(request, f"A draft for {one.borough.short_name}, whose lead confirms it.")
    return redirect(study)


@require_POST
def confirm_draft(request, slug):
    """The borough's lead says that the text made from an interview is right."""
    study = get_object_or_404(CaseStudy.objects.visible_to(request.user), slug=slug)
    if not can_confirm_case_study(request.user, study):
        raise PermissionDenied(ONLY_ITS_LEAD)
    interview = get_object_or_404(Interview.objects.visible_to(request.user), case_study=study)
    if request.POST.get("seen") != str(study.version):
        messages.error(request, "The text changed after you opened it. Read it again.")
        return redirect(study)
    interview.confirm(by=request.user, version=study.version)
    messages.success(request, "Confirmed. A LOTI moderator can now put it in the library.")
    return redirect(study)
