from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from assistive_tech.forms import CaseStudyForm, OutcomeFormSet, outcomes_of
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import (
    boroughs_to_write_for,
    can_create_case_study,
    can_edit_case_study,
    owns_case_study,
)
from members.models import Borough
from members.permissions import borough_ids
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import StaleEdit

ONLY_AT_LEADS = (
    "A borough’s assistive technology lead writes its case studies. Your borough’s lead can "
    "give somebody that role."
)
NOT_NOW = (
    "A borough’s assistive technology lead can change a case study while it is a draft. "
    "Ask a LOTI moderator to send it back or to correct it."
)


def mine(request):
    """Every case study of the person's own boroughs, drafts among them."""
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied("Only accepted members of a borough see this page.")
    studies = (
        CaseStudy.objects.visible_to(request.user)
        .filter(borough__in=own)
        .select_related("borough", "technology_class")
        .defer("search")
    )
    context = {"studies": list(studies), "may_create": can_create_case_study(request.user)}
    return render(request, "assistive_tech/mine.html", context)


def _boroughs(user):
    return Borough.objects.filter(gss__in=boroughs_to_write_for(user))


def new(request):
    if not can_create_case_study(request.user):
        raise PermissionDenied(ONLY_AT_LEADS)
    boroughs = _boroughs(request.user)
    if request.method != "POST":
        initial = {"started_from": 0, "borough": boroughs.first()}
        form = CaseStudyForm(initial=initial, boroughs=boroughs)
        return _editor(request, CaseStudy(), form, OutcomeFormSet(prefix="outcomes"))
    form = CaseStudyForm(request.POST, boroughs=boroughs)
    outcomes = OutcomeFormSet(request.POST, prefix="outcomes")
    if not (form.is_valid() & outcomes.is_valid()):
        return _editor(request, CaseStudy(), form, outcomes)
    study = CaseStudy(**form.texts)
    study.slug = slugify(f"{study.title[:100]}-{study.code}")
    study.save_edit(by=request.user, started_from=0, outcomes=outcomes_of(outcomes))
    messages.success(request, "Saved as a draft. Submit it when it is ready.")
    return redirect(study)


def edit(request, slug):
    study = get_object_or_404(
        CaseStudy.objects.visible_to(request.user).prefetch_related("outcomes"), slug=slug
    )
    owns = owns_case_study(request.user, study)
    allowed = can_edit_case_study(request.user, study)
    if not allowed and not (owns and request.method == "POST"):
        raise PermissionDenied(NOT_NOW if owns else ONLY_AT_LEADS)
    if request.method != "POST":
        form = CaseStudyForm(instance=study, initial={"started_from": study.version})
        kept = [
            {name: getattr(outcome, name) for name in OutcomeFormSet.form.base_fields}
            for outcome in study.outcomes.all()
        ]
        return _editor(request, study, form, OutcomeFormSet(initial=kept, prefix="outcomes"))
    form = CaseStudyForm(request.POST)
    outcomes = OutcomeFormSet(request.POST, prefix="outcomes")
    if not (form.is_valid() & outcomes.is_valid()):
        return _editor(request, study, form, outcomes)
    if not allowed:  # submitted or withdrawn while this was being typed
        return _conflict(request, form, outcomes, study)
    return _save(request, study, form, outcomes)


def _save(request, study, form, outcomes):
    for name, value in form.texts.items():
        setattr(study, name, value)
    try:
        study.save_edit(
            by=request.user,
            started_from=form.cleaned_data["started_from"],
            outcomes=outcomes_of(outcomes),
        )
    except StaleEdit as stale:
        return _conflict(request, form, outcomes, stale.record)
    messages.success(request, "Saved. The version before is kept in the history.")
    return redirect(study)


def _conflict(request, form, outcomes, theirs):
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.history.select_related("history_user").first()
    context = {
        "conflict": differences(CaseStudy, theirs, form.texts),
        "changed_by": latest.history_user if latest else None,
        "changed_at": latest.history_date if latest else None,
    }
    return _editor(request, theirs, CaseStudyForm(typed), outcomes, status=409, **context)


def _editor(request, study, form, outcomes, status=200, **context):
    context |= {
        "study": study,
        "form": form,
        "outcomes": outcomes,
        "has_errors": form.is_bound and bool(form.errors or outcomes.total_error_count()),
    }
    return render(request, "assistive_tech/edit.html", context, status=status)
