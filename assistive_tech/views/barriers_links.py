from django.contrib import messages
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistive_tech.barrier_forms import StudySearchForm
from assistive_tech.models import Barrier, CaseStudy
from assistive_tech.permissions import can_work_on_barrier
from assistive_tech.views.barriers_actions import ONLY_SHARING
from assistive_tech.views.barriers_found import barrier_or_404

SHOWN = 20


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
    linked = barrier.links.values_list("case_study", flat=True)
    studies = CaseStudy.objects.visible_to(request.user).listed().exclude(pk__in=linked)
    if words:
        query = SearchQuery(words, search_type="websearch", config="english")
        studies = studies.filter(search=query)
    elif barrier.technology_classes.exists():
        studies = studies.filter(technology_class__in=barrier.technology_classes.all())
    context = {
        "barrier": barrier,
        "form": form,
        "words": words,
        "linked": barrier.links.select_related("case_study"),
        "studies": studies.select_related("technology_class").defer("search")[:SHOWN],
    }
    return render(request, "assistive_tech/barrier_links.html", context)


def _study(request) -> CaseStudy:
    slug = request.POST.get("study", "").replace("\0", "")
    return get_object_or_404(CaseStudy.objects.visible_to(request.user).listed(), slug=slug)


@require_POST
def link_study(request, reference):
    barrier = _mine_to_link(request, reference)
    study = _study(request)
    barrier.links.get_or_create(case_study=study, defaults={"by": request.user})
    messages.success(request, f"Linked: {study}")
    return redirect("assistive_tech:barrier_links", reference=reference)


@require_POST
def unlink_study(request, reference):
    barrier = _mine_to_link(request, reference)
    study = _study(request)
    barrier.links.filter(case_study=study).delete()
    messages.success(request, f"No longer linked: {study}")
    return redirect("assistive_tech:barrier_links", reference=reference)
