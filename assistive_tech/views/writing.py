import hashlib

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assistive_tech.forms import OutcomeFormSet, outcomes_as_typed, outcomes_of, section_form
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import (
    can_edit_case_study,
    can_submit_case_study,
    owns_case_study,
)
from assistive_tech.reading import outcome_rows
from assistive_tech.residents import Sign, signs_in
from assistive_tech.template import (
    BY_SLUG,
    LABELS,
    SECTIONS,
    completeness,
    state_of,
    what_is_needed,
    words_of,
)
from assistive_tech.views.begin import ONLY_AT_LEADS
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import StaleEdit

NOT_NOW = (
    "A borough’s assistive technology lead can change a case study while it is a draft. "
    "Ask a LOTI moderator to send it back or to correct it."
)
RESULTS = "results"


def _study(request, slug, late: bool = False) -> tuple[CaseStudy, bool]:
    """The study, and whether it may still be changed.

    With `late`, its AT lead gets in although it may not: so what was typed is not lost.
    """
    study = get_object_or_404(
        CaseStudy.objects.visible_to(request.user)
        .select_related("technology_class", "borough")
        .prefetch_related("outcomes"),
        slug=slug,
    )
    owns, allowed = owns_case_study(request.user, study), can_edit_case_study(request.user, study)
    if not allowed and not (owns and late):
        raise PermissionDenied(NOT_NOW if owns else ONLY_AT_LEADS)
    return study, allowed


def edit(request, slug):
    """The eight sections, each with how far it is."""
    study, _ = _study(request, slug)
    tasks = [
        {
            "text": section.title,
            "href": _address(study, section.slug),
            "status": state_of(study, section, section.slug in study.answered),
            "done": state_of(study, section, section.slug in study.answered) == "Completed",
        }
        for section in SECTIONS
    ]
    context = {
        "study": study,
        "tasks": tasks,
        "done": sum(task["done"] for task in tasks),
        "next_href": next((task["href"] for task in tasks if not task["done"]), ""),
        "complete": completeness(study)[0],
        "last_event": study.events.select_related("by").last(),
    }
    return render(request, "assistive_tech/edit.html", context)


def _address(study, section: str) -> str:
    return reverse("assistive_tech:edit_section", args=[study.slug, section])


def edit_section(request, slug, section):
    """One section on one page; the results have a form for each outcome."""
    study, allowed = _study(request, slug, late=request.method == "POST")
    if section not in BY_SLUG:
        raise Http404
    with_outcomes = section == RESULTS
    if request.method != "POST":
        form = section_form(section, instance=study, initial={"started_from": study.version})
        kept = OutcomeFormSet(initial=outcomes_as_typed(study), prefix="outcomes")
        return _page(request, study, section, form, kept if with_outcomes else None)
    form = section_form(section, request.POST)
    outcomes = OutcomeFormSet(request.POST, prefix="outcomes") if with_outcomes else None
    if not form.is_valid() or (with_outcomes and not outcomes.is_valid()):
        return _page(request, study, section, form, outcomes)
    signs = _signs(form, outcomes)
    if signs and request.POST.get("checked") != _fingerprint(signs):
        context = {"signs": signs, "fingerprint": _fingerprint(signs)}
        return _page(request, study, section, form, outcomes, **context)
    if not allowed:  # submitted or withdrawn while this was being typed
        return _conflict(request, form, outcomes, study, section)
    return _save(request, study, section, form, outcomes)


def _signs(form, outcomes) -> list[Sign]:
    """What in the texts looks as if it named a resident; the source's own names do not count."""
    texts = [value for name, value in form.answers.items() if not name.startswith("source_")]
    texts += (
        [value for each in outcomes_of(outcomes) for value in each.values()] if outcomes else []
    )
    return _signs_in(texts)


def _signs_in(texts: list) -> list[Sign]:
    lines = [each if isinstance(each, list) else [each] for each in texts]
    words = [text for line in lines for text in line if isinstance(text, str)]
    return list(dict.fromkeys(sign for text in words for sign in signs_in(text)))


def _fingerprint(signs: list[Sign]) -> str:
    """Of what was found, so that a tick holds for these words and no others."""
    found = "\n".join(sorted(sign.text for sign in signs))
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def _save(request, study, section, form, outcomes):
    for name, value in form.answers.items():
        setattr(study, name, value)
    try:
        study.save_edit(
            by=request.user,
            started_from=form.cleaned_data["started_from"],
            outcomes=outcomes_of(outcomes) if outcomes else None,
            section=section,
        )
    except StaleEdit as stale:
        return _conflict(request, form, outcomes, stale.record, section)
    if "another" in request.POST:
        return redirect(_address(study, section))
    messages.success(request, "Saved. The version before is kept in the history.")
    return redirect(_next(request, study, section))


def _next(request, study, section: str) -> str:
    """Where saving leads: back to checking, the list of sections, or the next section."""
    if request.GET.get("next") == "check":
        return reverse("assistive_tech:check", args=[study.slug])
    slugs = list(BY_SLUG)
    place = slugs.index(section) + 1
    if "later" in request.POST or place == len(slugs):
        return reverse("assistive_tech:edit", args=[study.slug])
    return _address(study, slugs[place])


def _conflict(request, form, outcomes, theirs, section):
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.history.select_related("history_user").first()
    context = {
        "conflict": differences(CaseStudy, theirs, form.answers),
        "changed_by": latest.history_user if latest else None,
        "changed_at": latest.history_date if latest else None,
    }
    again = section_form(section, typed)
    return _page(request, theirs, section, again, outcomes, status=409, **context)


def _page(request, study, section, form, outcomes, *, status=200, **context):
    slugs = list(BY_SLUG)
    faulty = bool(form.errors or (outcomes is not None and outcomes.total_error_count()))
    context |= {
        "study": study,
        "section": BY_SLUG[section],
        "number": slugs.index(section) + 1,
        "total": len(slugs),
        "form": form,
        "outcomes": outcomes,
        "has_errors": form.is_bound and faulty,
    }
    return render(request, "assistive_tech/edit_section.html", context, status=status)


def check(request, slug):
    """Every answer with a link to change it, and what is still needed before submitting."""
    study, _ = _study(request, slug)
    groups = [
        {
            "title": section.title,
            "rows": [_answer(study, section, name) for name in section.fields if name != "borough"],
            "is_results": section.slug == RESULTS,
        }
        for section in SECTIONS
    ]
    needed = [
        {"text": message, "href": f"{_address(study, slug)}?next=check"}
        for slug, message in what_is_needed(study)
    ]
    texts = [getattr(study, name) for name in LABELS if not name.startswith("source_")]
    context = {
        "study": study,
        "signs": _signs_in(texts),
        "groups": groups,
        "outcomes": outcome_rows(study),
        "results_href": f"{_address(study, RESULTS)}?next=check",
        "needed": needed,
        "errors": needed if "submit" in request.GET else [],
        "complete": completeness(study)[0],
        "may_submit": study.can_move("submit") and can_submit_case_study(request.user, study),
    }
    return render(request, "assistive_tech/check.html", context)


def _answer(study, section, name: str) -> dict:
    href = f"{_address(study, section.slug)}?next=check"
    return {
        "key": section.labels[name],
        "value": words_of(study, name),
        "typed": True,
        "actions": [{"text": "Change", "href": href}],
    }
