"""Decisions ahead, category by category: who must act by when, and when each can move."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from needs import exports, sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import Landscape, Row, coverage_of, landscape_for
from needs.permissions import can_see_overlap
from needs.views.overlap_tables import capability_href, filter_context, row_lines
from needs.windows import add_months
from procurement_portal.lib.filter_links import address
from procurement_portal.lib.formatting import format_uk_date

FEW_CATEGORIES = 8
FEW_ROWS = 5  # of one category
AXIS_MONTHS = 48


def overlap_timeline(request):
    """Categories by their first decide-by date, each with its rows; CSV of every dated row.

    The first few of each are shown; `show=all` shows everything, as for printing.
    """
    if not can_see_overlap(request.user):
        raise PermissionDenied
    path = reverse("needs:overlap_timeline")
    filters = OverlapFilters(request.GET)
    landscape = filters.narrow(landscape_for(request.user))
    rows = dated(landscape)
    if request.GET.get("format") == "csv":
        return exports.csv_file("overlap-timeline", exports.ROW_HEADINGS, exports.record_rows(rows))
    ahead = [row for row in rows if row.decide_by and row.decide_by >= landscape.today]
    groups = by_category(ahead)
    everything = "all" in request.GET.getlist("show")
    shown = groups if everything else groups[:FEW_CATEGORIES]
    kept = list(filters.chosen.items())
    context = {
        **filter_context(filters, path),
        "sentence": sentences.of_timeline(ahead, rows),
        "groups": [
            group_block(group, landscape, filters, limit=None if everything else FEW_ROWS)
            for group in shown
        ],
        "categories": len(groups),
        "more": len(groups) - len(shown),
        "everything": everything,
        "all_href": address(path, [*kept, ("show", "all")]),
        "few_href": address(path, kept),
        "passed": len(rows) - len(ahead),
        "undated": len(landscape.counting) - len(rows),
        "axis_start": landscape.today,
        "axis_end": add_months(landscape.today, AXIS_MONTHS),
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_timeline.html", context)


def dated(landscape: Landscape) -> list[Row]:
    """The rows that have a first day to move, the earliest to decide first."""
    rows = [row for row in landscape.counting if row.window.opens]
    return sorted(rows, key=lambda row: (row.decide_by or row.window.opens, row.side))


def by_category(rows: list[Row]) -> list[list[Row]]:
    """The rows of each category together, in the order in which each first appears."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.capability, []).append(row)
    return list(groups.values())


def group_block(
    rows: list[Row], landscape: Landscape, filters: OverlapFilters, limit: int | None
) -> dict:
    """One category: its name, who must decide first, and its rows, at most `limit` of them."""
    first = rows[0]
    boroughs = sentences.count(len({row.borough for row in rows}), "borough")
    more = max(0, len(rows) - limit) if limit else 0
    return {
        "slug": first.capability,
        "name": first.capability_name,
        "href": capability_href(first.capability) + filters.rows_query,
        "text": f"{boroughs}. The first to decide is {first.borough}, "
        f"by {format_uk_date(first.decide_by)}.",
        "lines": row_lines(rows[:limit], landscape.today),
        "more": sentences.count(more, "other", "others") if more else "",
    }
