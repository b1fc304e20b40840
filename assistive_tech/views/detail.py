from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from assistive_tech.evidence import CLAIM_IN_WORDS, OURS
from assistive_tech.forms import ReasonForm
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import (
    can_accept_case_study,
    can_edit_case_study,
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


@login_not_required
def detail(request, slug, buying=()):
    """One case study in its eight sections.

    `buying`: text and href of what other rooms know of buying this kind of technology.
    """
    study = get_object_or_404(
        CaseStudy.objects.visible_to(request.user)
        .select_related("technology_class", "borough", "confirmed_by")
        .prefetch_related("outcomes"),
        slug=slug,
    )
    parts = parts_of(study)
    complete, lacking = completeness(study)
    context = {
        "study": study,
        "claim": claim_of(study),
        "claim_in_words": CLAIM_IN_WORDS.get(study.evidence_level, ""),
        "parts": parts,
        "contents": [{"id": part["id"], "text": part["title"]} for part in parts],
        "outcomes": outcome_rows(study),
        "level": level_words(study),
        "strength": strength_rows(study),
        "complete": complete,
        "lacking": lacking,
        "buying": buying,
        "missing": missing_words(study),
        "judgement": OURS,
        "related": _related(request.user, study),
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
    }
    if not any(allowed.values()):
        return {}
    last = study.events.select_related("by").last()
    return {**allowed, "may_do": True, "last_event": last, "reason_form": ReasonForm()}


def history(request, slug):
    """What was saved when; for its borough and moderators, since drafts are part of it."""
    study = get_object_or_404(CaseStudy.objects.visible_to(request.user), slug=slug)
    if not can_see_history(request.user, study):
        raise PermissionDenied("Only its borough and LOTI’s moderators see earlier texts.")
    context = {"study": study, "saves": saves(study)}
    return render(request, "assistive_tech/history.html", context)
