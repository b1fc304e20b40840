"""One category: who has it, when they can move, and who could move together."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from members.permissions import borough_ids
from needs import sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import Landscape, coverage_of, landscape_for
from needs.models import Capability, Conversation, Overlap, without_dismissed
from needs.permissions import can_see_overlap, can_start_conversation
from needs.ranking import figures_by_capability
from needs.views.overlap_pair import pair_lines
from needs.views.overlap_tables import filter_context, row_lines
from needs.views.window_blocks import window_context
from needs.windows import add_months
from procurement_portal.lib.filter_links import address

FEW_PAIRS = 6
MOST_PAIRS = 200
AXIS_MONTHS = 48


def overlap_capability(request, slug):
    """The sentence, the rows with their bars, the windows, and the pairs with reasons."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    capability = get_object_or_404(Capability, slug=slug)
    path = reverse("needs:overlap_capability", kwargs={"slug": slug})
    filters = OverlapFilters(request.GET, only=("horizon", "borough", "supplier"))
    whole = landscape_for(request.user, capability=slug)
    landscape = filters.narrow_rows(whole)
    figures = figures_by_capability(landscape)
    today = landscape.today
    kept = list(filters.chosen.items())
    context = {
        **filter_context(filters, path),
        "capability": capability,
        "sentence": sentences.of_capability(figures[0]) if figures else "",
        "contracts": row_lines(_ordered(landscape, is_contract=True), today),
        "needs": row_lines(_ordered(landscape, is_contract=False), today),
        **window_context(landscape.counting, today, request.GET, path, kept),
        **pair_context(request, filters, whole, path),
        "talks": Conversation.objects.visible_to(request.user)
        .filter(capability=capability)
        .select_related("borough", "capability"),
        "can_talk": can_start_conversation(request.user) and len(figures) > 0,
        "rows_csv_href": f"{reverse('needs:overlap_timeline')}?category={slug}&format=csv",
        "axis_start": today,
        "axis_end": add_months(today, AXIS_MONTHS),
        "coverage": coverage_of(landscape, filters.total_boroughs),
    }
    return render(request, "needs/overlap_capability.html", context)


def pair_context(request, filters: OverlapFilters, whole: Landscape, path: str) -> dict:
    """The closest pairs among the rows the filters leave; `show=pairs` shows them all."""
    sides = [row.side for row in filters.narrow_sides(whole).counting]
    pairs = Overlap.objects.visible_to(request.user).live().with_records()
    pairs = pairs.filter(side_a__in=sides, side_b__in=sides)
    if "borough" in filters.chosen:
        pairs = pairs.of_borough_slug(filters.chosen["borough"])
    pairs = without_dismissed(pairs, borough_ids(request.user))
    limit = MOST_PAIRS if "pairs" in request.GET.getlist("show") else FEW_PAIRS
    return {
        "pairs": pair_lines(pairs.order_by("-score", "pk")[:limit]),
        "more_pairs": max(0, min(pairs.count(), MOST_PAIRS) - limit),
        "more_pairs_href": f"{address(path, [*filters.chosen.items(), ('show', 'pairs')])}#pairs",
    }


def _ordered(landscape, *, is_contract: bool):
    rows = [row for row in landscape.counting if row.is_contract == is_contract]
    return sorted(rows, key=lambda row: (row.moves_on is None, row.moves_on, row.side))
