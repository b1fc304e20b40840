from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assistive_tech import gap_rows
from assistive_tech.gap_rows import AXIS_WORDS, GapMap, matrix_of
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import can_propose_trial
from assistive_tech.vocabulary import OutcomeArea, Population
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value
from procurement_portal.lib.form_rendering import GovukForm

PAGE_SIZE = 20
NAMED = 5  # of the emptiest, in words


class GapFilters(GovukForm):
    """Which two things are held against each other, and what that is narrowed to."""

    axis = forms.ChoiceField(
        label="Technology against",
        required=False,
        choices=[("", AXIS_WORDS["outcome"]), ("population", AXIS_WORDS["population"])],
    )
    technology = forms.ChoiceField(label="Kind of technology", required=False)
    outcome = forms.ChoiceField(
        label="Outcome sought", required=False, choices=[("", "Any"), *OutcomeArea.choices]
    )
    population = forms.ChoiceField(
        label="Who it was for", required=False, choices=[("", "Any"), *Population.choices]
    )

    def __init__(self, data, technologies: dict[str, str]):
        super().__init__(data)
        self.fields["technology"].choices = [("", "Any"), *technologies.items()]


def _map(request) -> tuple[GapFilters, GapMap]:
    """The filters, and the map that they leave: of the library, the same to everyone."""
    technologies = gap_rows.kinds()
    filters = GapFilters(request.GET, technologies)
    filters.is_valid()
    chosen = dict(filters.cleaned_data)
    axis = chosen.pop("axis", "") or "outcome"
    studies = gap_rows.studies_of(CaseStudy.objects.visible_to(request.user).listed())
    return filters, GapMap(studies, technologies, axis, chosen)


def _kept(request, filters: GapFilters) -> list[tuple[str, str]]:
    return kept(request.GET, filters) if filters.is_valid() else []


def _context(request, filters: GapFilters, gap_map: GapMap) -> dict:
    pairs = _kept(request, filters)
    return {
        "form": filters,
        "chips": chips_of(filters, pairs, request.path),
        "sentence": gap_map.sentence(),
        "coverage": gap_map.coverage(),
        "list_href": address(reverse("assistive_tech:gaps"), pairs),
        "matrix_href": address(reverse("assistive_tech:gap_matrix"), pairs),
        "csv_href": address(reverse("assistive_tech:export_gaps"), pairs),
    }


@login_not_required
def gaps(request):
    """Every pair, the emptiest first: as words, and as the table that is the matrix's twin."""
    filters, gap_map = _map(request)
    pairs, ranked = _kept(request, filters), gap_map.ranked()
    page = Paginator(ranked, PAGE_SIZE).get_page(request.GET.get("page"))
    context = _context(request, filters, gap_map) | {
        "page": page,
        "axis_words": AXIS_WORDS[gap_map.axis],
        "emptiest": [gap_map.pair_words(cell) for cell in ranked if cell.is_empty][:NAMED],
        "lines": [_line(gap_map, cell) for cell in page],
        "may_propose": can_propose_trial(request.user),
        "previous_href": _page(request, pairs, page, -1) if page.has_previous() else "",
        "next_href": _page(request, pairs, page, 1) if page.has_next() else "",
    }
    return render(request, "assistive_tech/gaps.html", context)


def _page(request, pairs, page, step: int) -> str:
    return address(request.path, with_value(pairs, "page", str(page.number + step)))


def _line(gap_map: GapMap, cell) -> dict:
    """A cell as a row of the table."""
    return {
        "technology": gap_map.technologies[cell.technology],
        "column": gap_map.columns[cell.column],
        "words": gap_map.pair_words(cell),
        "studies": cell.studies,
        "claims": cell.claims,
        "level": gap_rows.level_of(cell),
        "confidence": gap_rows.confidence_of(cell),
        "gap": gap_rows.gap_of(cell),
        "href": gap_map.library_href(cell) if cell.studies else "",
        "propose_href": gap_map.proposal_href(cell),
    }


@login_not_required
def gap_matrix(request):
    filters, gap_map = _map(request)
    context = _context(request, filters, gap_map)
    context["matrix"] = matrix_of(gap_map, can_propose_trial(request.user))
    return render(request, "assistive_tech/gap_matrix.html", context)


@login_not_required
def export_gaps(request):
    """Every pair with the filters in use, as CSV."""
    _, gap_map = _map(request)
    response = HttpResponse(gap_map.csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="evidence-gaps.csv"'
    return response
