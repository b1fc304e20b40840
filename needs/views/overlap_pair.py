"""Two records that are alike, and why: the parts that add up to the score."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from needs.landscape import href_of
from needs.models import Contract, Overlap
from needs.overlap import parts_from_json, with_timing
from needs.permissions import can_see_overlap
from needs.profiles import window_of
from procurement_portal.lib.formatting import format_uk_date


def overlap_pair(request, pk):
    """Why these two: each reason with its points, today's dates included."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    pairs = Overlap.objects.visible_to(request.user).live().with_records()
    pair = get_object_or_404(pairs, pk=pk)
    records = [pair.side_a.record, pair.side_b.record]
    score = score_today(pair)
    capability = pair.side_a.capability or pair.side_b.capability
    context = {
        "pair": pair,
        "records": [record_card(record) for record in records],
        "boroughs": " and ".join(record.borough.short_name for record in records),
        "label": pair.get_label_display(),
        "parts": [{"points": whole(p.points), "sentence": p.sentence} for p in score.parts],
        "total": whole(score.score),
        "back_href": back_href(capability),
    }
    return render(request, "needs/overlap_pair.html", context)


def whole(points: float) -> int | float:
    """Points as printed: "30" and "12.5"."""
    return int(points) if points == int(points) else points


def score_today(pair):
    """The stored parts and today's timing, adding up."""
    windows = [window_of(side.record) for side in (pair.side_a, pair.side_b)]
    dates = [(window.opens, window.closes) for window in windows]
    return with_timing(parts_from_json(pair.parts), *dates)


def back_href(capability) -> str:
    if capability is None:
        return reverse("needs:overlap")
    return reverse("needs:overlap_capability", kwargs={"slug": capability.slug})


def record_card(record) -> dict:
    kind = "contract" if isinstance(record, Contract) else "need"
    return {
        "title": str(record),
        "href": href_of(kind, record.reference),
        "rows": record_facts(record),
    }


def record_facts(record) -> list[dict]:
    window = window_of(record)
    is_contract = isinstance(record, Contract)
    dates = ("Ends its current term", "Ends with every extension")
    opens, closes = dates if is_contract else ("Earliest start", "Latest start")
    rows = [
        {"key": "Borough", "value": record.borough.short_name},
        {"key": "Kind", "value": "Contract" if is_contract else "Need"},
        {"key": opens, "value": format_uk_date(window.opens)},
        {"key": closes, "value": format_uk_date(window.closes)},
        {"key": "Last confirmed", "value": format_uk_date(record.last_confirmed_on)},
    ]
    if record.is_example:
        rows.append({"key": "Example", "value": "Invented for the demonstration"})
    if is_contract:
        rows.insert(2, {"key": "Supplier", "value": str(record.supplier or "")})
    return rows


def pair_lines(pairs) -> list[dict]:
    """Pairs as a list prints them: both records, the label, the score and the reasons."""
    lines = []
    for pair in pairs:
        score = score_today(pair)
        lines.append(
            {
                "href": reverse("needs:overlap_pair", kwargs={"pk": pair.pk}),
                "a": pair.side_a.record,
                "b": pair.side_b.record,
                "label": pair.get_label_display(),
                "score": f"{score.score:g}",
                "is_example": pair.side_a.record.is_example or pair.side_b.record.is_example,
                "reasons": [part.sentence for part in score.parts if part.points],
            }
        )
    return lines
