from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistive_tech.forms import ReasonForm
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import (
    can_accept_case_study,
    can_review_case_study,
    can_submit_case_study,
    can_withdraw_case_study,
)
from assistive_tech.template import what_is_needed
from assistive_tech.views.begin import ONLY_AT_LEADS

OWN_TEXT = (
    "You wrote, changed or submitted this case study, so somebody else has to accept it. "
    "Any other LOTI moderator can."
)
ONLY_MODERATORS = "Only LOTI’s moderators accept case studies and send them back."


def _study(user, slug):
    return get_object_or_404(CaseStudy.objects.visible_to(user), slug=slug)


@require_POST
def submit(request, slug):
    study = _study(request.user, slug)
    if not can_submit_case_study(request.user, study):
        raise PermissionDenied(ONLY_AT_LEADS)
    if study.can_move("submit") and what_is_needed(study):
        return redirect(f"{reverse('assistive_tech:check', args=[slug])}?submit=1")
    study.submit(by=request.user)
    messages.success(request, "Submitted. A LOTI moderator reviews it.")
    return redirect(study)


@require_POST
def withdraw(request, slug):
    study = _study(request.user, slug)
    if not can_withdraw_case_study(request.user, study):
        raise PermissionDenied(ONLY_AT_LEADS)
    return _with_reason(request, study, "withdraw", "Withdrawn. Its borough still sees it.")


@require_POST
def accept(request, slug):
    study = _study(request.user, slug)
    if not can_review_case_study(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    if not can_accept_case_study(request.user, study):
        raise PermissionDenied(OWN_TEXT)
    if request.POST.get("seen") != str(study.version):
        messages.error(request, "The text changed after you opened it. Read it again.")
        return redirect(study)
    if study.can_move("accept") and study.awaits_confirmation:
        messages.error(request, "The borough’s lead has to confirm it first: it is an interview.")
        return redirect(study)
    study.accept(by=request.user)
    messages.success(request, f"“{study.title}” is in the library, not yet appraised.")
    return redirect(study)


@require_POST
def send_back(request, slug):
    study = _study(request.user, slug)
    if not can_review_case_study(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    return _with_reason(request, study, "send_back", "Sent back. Its borough sees your reason.")


def _with_reason(request, study, verb: str, done: str):
    """Make a move that needs a reason; without one, ask again on a page of its own."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = {
            "study": study,
            "form": form,
            "action": reverse(f"assistive_tech:{verb}", args=[study.slug]),
            "words": verb.replace("_", " ").capitalize(),
        }
        return render(request, "assistive_tech/reason.html", context)
    getattr(study, verb)(by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, done)
    return redirect(study)
