"""One category: who has it, when they can move, and who could move together."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from members.permissions import borough_ids
from needs import sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import coverage_of, landscape_for
from needs.models import Capability, Overlap, without_dismissed
from needs.permissions import can_see_overlap
from needs.ranking import figures_by_capability
from needs.views.overlap_pair import pair_lines
from needs.views.overlap_tables import filter_context, row_lines
from needs.windows import add_months, best_windows
from procurement_portal.lib.formatting import format_uk_date

PAIRS_SHOWN = 20
AXIS_MONTHS = 48


def overlap_capability(request, slug):
    """The sentence, the rows with their bars, the windows, and the pairs with reasons."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    capability = get_object_or_404(Capability, slug=slug)
    filters = OverlapFilters(request.GET, only=("horizon", "borough", "supplier"))
    whole = landscape_for(request.user, capability=slug)
    landscape = filters.narrow_rows(whole)
    figures = figures_by_capability(landscape)
    today = landscape.today
    sides = [row.side for row in filters.narrow_sides(whole).counting]
    pairs = Overlap.objects.visible_to(request.user).live().with_records()
    pairs = pairs.filter(side_a__in=sides, side_b__in=sides)
    if "borough" in filters.chosen:
        pairs = pairs.of_borough_slug(filters.chosen["borough"])
    pairs = without_dismissed(pairs, borough_ids(request.user))
    context = {
        **filter_context(filters, reverse("needs:overlap_capability", kwargs={"slug": slug})),
        "capability": capability,
        "sentence": sentences.of_capability(figures[0]) if figures else "",
        "contracts": row_lines(_ordered(landscape, is_contract=True), today),
        "needs": row_lines(_ordered(landscape, is_contract=False), today),
        "windows": [
            window_block(window)
            for window in best_windows([row.as_mover() for row in landscape.counting], today)
        ],
        "rows_csv_href": f"{reverse('needs:overlap_timeline')}?category={slug}&format=csv",
        "pairs": pair_lines(pairs.order_by("-score", "pk")[:PAIRS_SHOWN]),
        "axis_start": today,
        "axis_end": add_months(today, AXIS_MONTHS),
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_capability.html", context)


def _ordered(landscape, *, is_contract: bool):
    rows = [row for row in landscape.counting if row.is_contract == is_contract]
    return sorted(rows, key=lambda row: (row.moves_on is None, row.moves_on, row.side))


def window_block(window) -> dict:
    """One window as the page tells it: dates, then each borough's place in it."""
    places = [*window.inside, *window.joining]
    places.sort(key=lambda place: (place.decide_by, place.mover.borough))
    return {
        "dates": _between(window.opens, window.closes),
        "boroughs": len(window.boroughs),
        "decide_by": format_uk_date(window.decide_by),
        "places": [
            {
                "borough": place.mover.borough,
                "title": place.mover.key.title,
                "href": place.mover.key.href,
                "how": _how(place),
                "decide_by": format_uk_date(place.decide_by),
            }
            for place in places
        ],
        "outside": sentences.join_names(_names(window.outside), limit=33),
        "unknown": sentences.join_names(_names(window.unknown), limit=33),
    }


def _names(movers) -> list[str]:
    return sorted({mover.borough for mover in movers})


def _between(opens, closes) -> str:
    if opens == closes:
        return format_uk_date(opens)
    return f"{format_uk_date(opens)} to {format_uk_date(closes)}"


def _how(place) -> str:
    if not place.extensions:
        return "In as it stands"
    used = sentences.count(place.extensions, "extension")
    return f"Can join by using {used}, to {format_uk_date(place.extends_to)}"
