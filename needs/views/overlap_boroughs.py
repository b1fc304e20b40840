"""Overlap seen by borough: every two boroughs against each other, and the map."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from members.boundaries import paths_of
from members.models import Borough
from needs import exports, sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import coverage_of, landscape_for
from needs.permissions import can_see_overlap
from needs.ranking import MatrixRow, borough_by_borough, shared_capabilities
from needs.views.overlap_tables import filter_context

NARROWING = ("group", "category", "horizon", "supplier")


def overlap_boroughs(request):
    """How many categories every two boroughs share; CSV of the same."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    filters = OverlapFilters(request.GET, only=("group", "horizon", "supplier"))
    whole = landscape_for(request.user)
    landscape = filters.narrow(whole)
    rows = borough_by_borough(whole, landscape, filters.boroughs)
    if request.GET.get("format") == "csv":
        headings = ["Borough", *(name for _, name in filters.boroughs)]
        return exports.csv_file("overlap-boroughs", headings, exports.matrix_rows(rows))
    context = {
        **filter_context(filters, reverse("needs:overlap_boroughs")),
        "sentence": sentences.of_borough_pairs(rows),
        "matrix": boroughs_table(rows, filters),
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_boroughs.html", context)


def boroughs_table(rows: list[MatrixRow], filters: OverlapFilters) -> dict:
    """The table as `heat_matrix` draws it: a number leads to the categories behind it."""
    return {
        "id": "boroughs",
        "caption": "Categories that two boroughs both have something in",
        "corner": "Borough",
        "columns": [{"text": name} for _, name in filters.boroughs],
        "rows": [{"text": row.borough, "cells": _cells(row, filters)} for row in rows],
    }


def _cells(row: MatrixRow, filters: OverlapFilters) -> list[dict]:
    page, cells = reverse("needs:overlap"), []
    for number, (slug, name) in zip(row.counts, filters.boroughs, strict=True):
        alone = slug == row.slug
        chosen = filters.chosen | {"borough": row.slug} | ({} if alone else {"other": slug})
        both = f"{row.borough} and {'any other' if alone else name}"
        cells.append(
            {
                "count": number,
                "href": f"{page}?{urlencode(chosen)}" if number else "",
                "label": f"{sentences.count(number or 0, 'category', 'categories')}: {both}",
            }
        )
    return cells


def overlap_map(request):
    """How many categories each borough shares with others: the list, and the map beside it."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    filters = OverlapFilters(request.GET, only=NARROWING)
    whole = landscape_for(request.user)
    landscape = filters.narrow(whole)
    shares = shared_capabilities(landscape)
    sharing = {row.borough_slug for row in (*whole.counting, *whole.stale)}
    boroughs = list(Borough.objects.all())
    rows = [map_row(b, len(shares[b.slug]), b.slug in sharing, filters) for b in boroughs]
    paths, view_box = paths_of({b.gss: b.boundary for b in boroughs if b.boundary})
    context = {
        **filter_context(filters, reverse("needs:overlap_map")),
        "sentence": sentences.of_map(rows),
        "rows": sorted(rows, key=lambda row: (-(row["count"] or 0), row["name"])),
        "shapes": [
            {"path": paths[borough.gss], **row}
            for borough, row in zip(boroughs, rows, strict=True)
            if borough.gss in paths
        ],
        "view_box": view_box,
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_map.html", context)


def map_row(borough: Borough, number: int, has_shared: bool, filters: OverlapFilters) -> dict:
    """A borough as the list and the map show it; count None where it has shared nothing."""
    query = urlencode(filters.chosen | {"borough": borough.slug})
    return {
        "name": borough.short_name,
        "href": f"{reverse('needs:overlap')}?{query}",
        "count": number if has_shared else None,
    }
