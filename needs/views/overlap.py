"""Overlap across boroughs: ranked categories and the matrix."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from needs import exports, sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import coverage_of, landscape_for
from needs.permissions import can_see_overlap
from needs.ranking import borough_matrix, figures_by_capability, shared
from needs.views.overlap_tables import capability_lines, filter_context, matrix_table


def overlap(request):
    """Categories that two boroughs or more have, the widest shared first; CSV of the same."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    filters = OverlapFilters(request.GET)
    landscape = filters.narrow(landscape_for(request.user))
    figures = shared(figures_by_capability(landscape))
    if request.GET.get("format") == "csv":
        headings, rows = exports.RANKING_HEADINGS, exports.ranking_rows(figures)
        return exports.csv_file("overlap", headings, rows)
    context = {
        **filter_context(filters, reverse("needs:overlap")),
        "sentence": sentences.of_ranking(figures),
        "lines": capability_lines(figures, filters.rows_query),
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap.html", context)


def overlap_matrix(request):
    """Boroughs down, categories across, and in every cell how many records there are."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    filters = OverlapFilters(request.GET, only=("group", "horizon", "supplier"))
    whole = landscape_for(request.user)
    landscape = filters.narrow(whole)
    figures = figures_by_capability(landscape)
    rows = borough_matrix(whole, figures, filters.boroughs)
    if request.GET.get("format") == "csv":
        headings = ["Borough", *(figure.name for figure in figures)]
        return exports.csv_file("overlap-matrix", headings, exports.matrix_rows(rows))
    context = {
        **filter_context(filters, reverse("needs:overlap_matrix")),
        "sentence": sentences.of_matrix(rows, figures),
        "matrix": matrix_table(rows, figures, filters),
        "figures": figures,
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_matrix.html", context)
