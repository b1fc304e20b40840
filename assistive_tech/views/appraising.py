"""Scoring a case study alone, settling what two found, and publishing what another settled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistive_tech.appraisal_forms import AppraisalForm, ReconcileForm
from assistive_tech.appraisal_reading import (
    by_design,
    current_pair,
    facts_to_score,
    facts_to_transfer,
    kappa_words,
    names_of,
    side_by_side,
    transfer_rows,
)
from assistive_tech.appraising import RULE
from assistive_tech.models import Appraisal, CaseStudy
from assistive_tech.permissions import (
    can_appraise_case_study,
    can_publish_case_study,
    can_reconcile_case_study,
    can_refresh_case_study,
    can_review_case_study,
)
from procurement_portal.lib.workflow import MoveNotPossible

ONLY_MODERATORS = "Only LOTI’s moderators appraise case studies."
OWN_TEXT = (
    "You wrote, changed or submitted this case study, so somebody else has to appraise it. "
    "Any other LOTI moderator can."
)
OWN_SETTLING = "You reconciled this, so another LOTI moderator has to publish it."


def _study(request, slug):
    """The record, to a moderator who did not write it."""
    study = get_object_or_404(CaseStudy.objects.visible_to(request.user), slug=slug)
    if not can_review_case_study(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    if not can_appraise_case_study(request.user, study):
        raise PermissionDenied(OWN_TEXT)
    return study


def _own(user, study) -> Appraisal | None:
    """This person's appraisal of the round; never anybody else's."""
    return Appraisal.objects.visible_to(user).current().filter(study=study, scorer=user).first()


def appraise(request, slug):
    study = _study(request, slug)
    own = _own(request.user, study)
    if own and own.status == Appraisal.Status.HANDED_IN:
        return _handed_in(request, study, own)
    if not study.can_move("appraise"):
        raise MoveNotPossible(study, "appraise")
    handing_in = request.POST.get("action") == "hand_in"
    typed = request.POST if request.method == "POST" else None
    form = AppraisalForm(typed, instance=own, handing_in=handing_in)
    if request.method != "POST" or not form.is_valid():
        return _scoring(request, study, own, form)
    own = own or Appraisal.begin(study, by=request.user)
    if handing_in:
        own.hand_in(by=request.user, values=form.cleaned_data)
        messages.success(request, f"Your appraisal of “{study.title}” is handed in.")
        return redirect("moderation_appraisals")
    own.save_draft(form.cleaned_data)
    messages.success(request, "Saved. Nobody else sees it before you have both handed in.")
    return redirect("assistive_tech:appraise", slug=slug)


def _scoring(request, study, own, form):
    context = {
        "study": study,
        "own": own,
        "form": form,
        "rule": RULE,
        "facts": facts_to_score(study),
        "transfer_facts": facts_to_transfer(study),
    }
    return render(request, "assistive_tech/appraise.html", context)


def _handed_in(request, study, own):
    """One's own answers, to read: they cannot be changed any more."""
    if own.pair_id:
        return redirect("assistive_tech:reconcile", slug=study.slug)
    if request.method == "POST":
        raise MoveNotPossible(own, "hand_in")
    form = AppraisalForm(instance=own)
    rows = [{"key": field.label, "value": _said(own, field.name), "typed": True} for field in form]
    context = {"study": study, "own": own, "rows": rows}
    return render(request, "assistive_tech/appraised.html", context)


def _said(own: Appraisal, name: str) -> str:
    shown = getattr(own, f"get_{name}_display", None)
    return str((shown() if shown else getattr(own, name)) or "None")


@require_POST
def give_up_appraisal(request, slug):
    """Give the place back to somebody else."""
    study = _study(request, slug)
    own = _own(request.user, study)
    if own is None:
        raise MoveNotPossible(study, "appraise")
    own.give_up()
    messages.success(request, f"You no longer appraise “{study.title}”.")
    return redirect("moderation_appraisals")


def _pair(request, study, verb: str):
    pair = current_pair(request.user, study)
    if pair is None or not study.can_move(verb):
        raise MoveNotPossible(study, verb)
    return pair


def reconcile(request, slug):
    study = _study(request, slug)
    if not can_reconcile_case_study(request.user, study):
        raise PermissionDenied(OWN_TEXT)
    pair = _pair(request, study, "reconcile")
    names = names_of(request.user, pair)
    typed = request.POST if request.method == "POST" else None
    form = ReconcileForm(typed, pair=pair, names=names)
    if request.method == "POST" and form.is_valid():
        pair.settle(by=request.user, note=form.cleaned_data["note"], **form.agreed)
        messages.success(request, "Reconciled. Another moderator publishes it.")
        return redirect(study)
    first, second = pair.both()
    rows = side_by_side(pair)
    context = {
        "study": study,
        "pair": pair,
        "form": form,
        "names": names,
        "levels": (first.level, second.level),
        "rows": rows,
        "same": sum(row["same"] for row in rows),
        "kappa": kappa_words(pair.kappa),
        "by_design": by_design(study),
        "notes": [(names[n], each.notes) for n, each in enumerate((first, second)) if each.notes],
        "transfer": transfer_rows(pair, names),
        "changed": {each.study_version for each in (first, second)} != {study.version},
    }
    return render(request, "assistive_tech/reconcile.html", context)


@require_POST
def publish(request, slug):
    study = _study(request, slug)
    pair = _pair(request, study, "publish")
    if not can_publish_case_study(request.user, study, pair):
        raise PermissionDenied(OWN_SETTLING)
    pair.publish(by=request.user)
    messages.success(request, f"“{study.title}” counts as appraised.")
    return redirect(study)


@require_POST
def refresh(request, slug):
    """Its facts were read again, so both appraisals begin anew."""
    study = get_object_or_404(CaseStudy.objects.visible_to(request.user), slug=slug)
    if not can_refresh_case_study(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    study.refresh(by=request.user)
    messages.success(request, f"“{study.title}” waits for two new appraisals.")
    return redirect(study)
