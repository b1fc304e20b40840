from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from assistive_tech.appraisal_reading import current_pair, outcome_of
from assistive_tech.barrier_reading import following, in_the_way
from assistive_tech.evidence import CLAIM_IN_WORDS, OURS
from assistive_tech.forms import ReasonForm
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import (
    can_accept_case_study,
    can_appraise_case_study,
    can_confirm_case_study,
    can_edit_case_study,
    can_publish_case_study,
    can_reconcile_case_study,
    can_refresh_case_study,
    can_review_case_study,
    can_see_history,
    can_submit_case_study,
    can_withdraw_case_study,
)
from assistive_tech.reading import (
    claim_of,
    level_words,
    missing_words,
    outcome_rows,
    parts_of,
    strength_rows,
)
from assistive_tech.template import completeness
from procurement_portal.lib.field_changes import saves

RELATED = 5
APPRAISAL = {"id": "appraisal", "text": "How sure anybody can be"}


@login_not_required
def detail(request, slug, buying=()):
    """One case study in its eight sections.

    `buying`: text and href of what other rooms know of buying this kind of technology.
    """
    study = get_object_or_404(
        CaseStudy.objects.visible_to(request.user)
        .select_related("technology_class", "borough", "confirmed_by", "trial")
        .prefetch_related("outcomes"),
        slug=slug,
    )
    parts = parts_of(study)
    complete, lacking = completeness(study)
    at_the_end = [APPRAISAL] if study.is_listed else []
    context = {
        "study": study,
        "claim": claim_of(study),
        "claim_in_words": CLAIM_IN_WORDS.get(study.evidence_level, ""),
        "parts": parts,
        "contents": [{"id": part["id"], "text": part["title"]} for part in parts] + at_the_end,
        "outcomes": outcome_rows(study),
        "level": level_words(study),
        "strength": strength_rows(study),
        "complete": complete,
        "lacking": lacking,
        "buying": buying,
        "missing": missing_words(study),
        "judgement": OURS,
        "in_the_way": in_the_way(request.user, study.technology_class, study),
        "following": following(request.user, study.technology_class),
        "related": _related(request.user, study),
        **outcome_of(request.user, study),
        **what_may_be_done(request.user, study),
    }
    return render(request, "assistive_tech/detail.html", context)


def _related(user, study) -> list[CaseStudy]:
    listed = CaseStudy.objects.visible_to(user).listed()
    others = listed.filter(technology_class=study.technology_class_id)
    return list(others.exclude(pk=study.pk).only("title", "slug", "evidence_level")[:RELATED])


def what_may_be_done(user, study) -> dict:
    """Flags for the template, and the last reason given where it was sent back."""
    if not user.is_authenticated:
        return {}
    allowed = {
        "may_edit": can_edit_case_study(user, study),
        "may_submit": study.can_move("submit") and can_submit_case_study(user, study),
        "may_withdraw": study.can_move("withdraw") and can_withdraw_case_study(user, study),
        "may_send_back": study.can_move("send_back") and can_review_case_study(user),
        "may_accept": study.can_move("accept") and can_accept_case_study(user, study),
        "may_see_history": can_see_history(user, study),
        **_confirming(user, study),
        **_appraising(user, study),
    }
    if not any(allowed.values()):
        return {}
    last = study.events.select_related("by").last()
    return {**allowed, "may_do": True, "last_event": last, "reason_form": ReasonForm()}


def _confirming(user, study) -> dict:
    """Whether a text made from an interview waits for the borough's lead, and for this one."""
    early = study.status in (CaseStudy.Status.DRAFT, CaseStudy.Status.SUBMITTED)
    waits = early and study.awaits_confirmation
    return {
        "awaits_confirmation": waits,
        "may_confirm": waits and can_confirm_case_study(user, study),
    }


def _appraising(user, study) -> dict:
    """What a moderator may do about appraising it, where it has come so far."""
    if not can_review_case_study(user) or not study.is_listed:
        return {}
    allowed = can_appraise_case_study(user, study)
    pair = current_pair(user, study) if study.can_move("publish") else None
    return {
        "may_appraise": study.can_move("appraise") and allowed,
        "may_reconcile": study.can_move("reconcile") and can_reconcile_case_study(user, study),
        "may_publish": bool(pair) and can_publish_case_study(user, study, pair),
        "may_refresh": study.can_move("refresh") and can_refresh_case_study(user),
    }


def history(request, slug):
    """What was saved when; for its borough and moderators, since drafts are part of it."""
    study = get_object_or_404(CaseStudy.objects.visible_to(request.user), slug=slug)
    if not can_see_history(request.user, study):
        raise PermissionDenied("Only its borough and LOTI’s moderators see earlier texts.")
    context = {"study": study, "saves": saves(study)}
    return render(request, "assistive_tech/history.html", context)
