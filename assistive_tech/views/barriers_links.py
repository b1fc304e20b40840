"""Linking case studies and trials to the barrier they met, and taking links away."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistive_tech.barrier_forms import StudySearchForm, TrialSearchForm
from assistive_tech.models import Barrier, CaseStudy, Trial
from assistive_tech.permissions import can_work_on_barrier
from assistive_tech.views.barriers_actions import ONLY_SHARING
from assistive_tech.views.barriers_found import barrier_or_404
from procurement_portal.lib.workflow import MoveNotPossible

SHOWN = 20


@dataclass(frozen=True)
class Kind:
    """What can be linked: its words, its routes, and the field that names one."""

    heading: str
    nothing: str
    field: str
    key: str  # the attribute that names a record in its address
    all_route: str
    all_words: str

    def rows(self, records) -> list[dict]:
        return [
            {
                "record": record,
                "value": getattr(record, self.key),
                "technology": record.technology_class,
            }
            for record in records
        ]


STUDIES = Kind(
    heading="Case studies that met it",
    nothing="No other case study fits. Search for another word.",
    field="study",
    key="slug",
    all_route="assistive_tech:index",
    all_words="Look through the library",
)
TRIALS = Kind(
    heading="Trials that met it",
    nothing="No other trial fits. Search for another word.",
    field="trial",
    key="reference",
    all_route="assistive_tech:trials",
    all_words="See all trials",
)


def _mine_to_link(request, reference) -> Barrier:
    barrier = barrier_or_404(request.user, reference)
    if not can_work_on_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_SHARING)
    return barrier


def barrier_links(request, reference):
    """Case studies to link: those searched for, else those of the barrier's technology."""
    barrier = _mine_to_link(request, reference)
    form = StudySearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    seen = CaseStudy.objects.visible_to(request.user).select_related("technology_class")
    seen = seen.defer("search")
    others = seen.listed().exclude(barrier_links__barrier=barrier)
    linked = seen.filter(barrier_links__barrier=barrier)
    found = _fitting(others, barrier, words)
    return _page(request, barrier, STUDIES, form, linked=linked, others=found)


def barrier_trials(request, reference):
    """Trials to link: those searched for, else those of the barrier's technology."""
    barrier = _mine_to_link(request, reference)
    form = TrialSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    seen = Trial.objects.visible_to(request.user).select_related("technology_class")
    vector = SearchVector("title", "question", config="english")
    others = seen.exclude(barrier_links__barrier=barrier).annotate(search=vector)
    linked = seen.filter(barrier_links__barrier=barrier)
    found = _fitting(others, barrier, words)
    return _page(request, barrier, TRIALS, form, linked=linked, others=found)


def _fitting(records, barrier, words: str):
    if words:
        query = SearchQuery(words, search_type="websearch", config="english")
        return records.filter(search=query)
    kinds = list(barrier.technology_classes.all())
    return records.filter(technology_class__in=kinds) if kinds else records


def _page(request, barrier, kind: Kind, form, *, linked, others):
    about = {"reference": barrier.reference}
    context = {
        "barrier": barrier,
        "kind": kind,
        "form": form,
        "words": form.cleaned_data.get("q", ""),
        "linked": kind.rows(linked),
        "found": kind.rows(others[:SHOWN]),
        "link_href": reverse(f"assistive_tech:link_{kind.field}", kwargs=about),
        "unlink_href": reverse(f"assistive_tech:unlink_{kind.field}", kwargs=about),
        "all_href": reverse(kind.all_route),
    }
    return render(request, "assistive_tech/barrier_links.html", context)


def _named(request, field: str) -> str:
    return request.POST.get(field, "").replace("\0", "")


def _study(request) -> CaseStudy:
    studies = CaseStudy.objects.visible_to(request.user).listed()
    return get_object_or_404(studies, slug=_named(request, "study"))


def _trial(request) -> Trial:
    trials = Trial.objects.visible_to(request.user)
    return get_object_or_404(trials, reference=_named(request, "trial"))


@require_POST
def link_study(request, reference):
    barrier = _mine_to_link(request, reference)
    study = _study(request)
    barrier.links.get_or_create(case_study=study, defaults={"by": request.user})
    return _linked(request, study, "barrier_links", reference)


@require_POST
def unlink_study(request, reference):
    barrier = _mine_to_link(request, reference)
    study = _study(request)
    barrier.links.filter(case_study=study).delete()
    return _unlinked(request, study, "barrier_links", reference)


@require_POST
def link_trial(request, reference):
    """A barrier that was merged or withdrawn takes no more."""
    barrier = _mine_to_link(request, reference)
    trial = _trial(request)
    if barrier.status in barrier.GONE:
        raise MoveNotPossible(barrier, "link")
    barrier.trial_links.get_or_create(trial=trial, defaults={"by": request.user})
    return _linked(request, trial, "barrier_trials", reference)


@require_POST
def unlink_trial(request, reference):
    barrier = _mine_to_link(request, reference)
    trial = _trial(request)
    barrier.trial_links.filter(trial=trial).delete()
    return _unlinked(request, trial, "barrier_trials", reference)


def _linked(request, record, page: str, reference: str):
    messages.success(request, f"Linked: {record}")
    return redirect(f"assistive_tech:{page}", reference=reference)


def _unlinked(request, record, page: str, reference: str):
    messages.success(request, f"No longer linked: {record}")
    return redirect(f"assistive_tech:{page}", reference=reference)
