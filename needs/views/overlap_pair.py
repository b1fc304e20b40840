"""Two records that are alike, and why: the parts that add up to the score."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from members.permissions import borough_ids, is_moderator
from needs.judging import changed_records, found_pair
from needs.labels import agreements
from needs.landscape import href_of
from needs.models import Contract, Judgement, Overlap
from needs.models.record_pair import pair_key
from needs.overlap import parts_from_json, with_timing
from needs.permissions import can_judge_pair, can_see_overlap
from needs.profiles import window_of
from procurement_portal.lib.formatting import format_count, format_uk_date


def overlap_pair(request, first, second):
    """Why these two: each reason with its points, today's dates included, and what was said."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    pairs = Overlap.objects.visible_to(request.user).live().with_records()
    pair = get_object_or_404(found_pair(pairs, first, second))
    records = [pair.side_a.record, pair.side_b.record]
    score = score_today(pair)
    capability = pair.side_a.capability or pair.side_b.capability
    given = judgements_of(request.user, pair)
    context = {
        "pair": pair,
        "records": [record_card(record) for record in records],
        "boroughs": " and ".join(record.borough.short_name for record in records),
        "label": pair.get_label_display(),
        "parts": [{"points": whole(p.points), "sentence": p.sentence} for p in score.parts],
        "total": whole(score.score),
        "back_href": back_href(capability),
        "said": said_of(request.user, pair, given),
        "agreement": agreement_line(pair),
        **judging_links(request.user, pair, given),
    }
    return render(request, "needs/overlap_pair.html", context)


def judgements_of(user, pair) -> list[Judgement]:
    given = Judgement.objects.visible_to(user).given().filter(pair_key=pair.pair_key)
    return list(given.with_records().select_related("borough"))


def judging_links(user, pair, given: list[Judgement]) -> dict:
    """Where to send what one's borough says; empty for people of other boroughs."""
    if not can_judge_pair(user, pair):
        return {}
    records = pair.pair_key.split()
    own = {j.status for j in given if j.borough_id in borough_ids(user)}
    names = {Judgement.Status.CONFIRMED: "confirm", Judgement.Status.DISMISSED: "dismiss"}
    links = {
        f"{verb}_href": reverse(f"needs:{verb}_pair", args=records)
        for status, verb in names.items()
        if status not in own
    }
    if own:
        links["undo_href"] = reverse("needs:undo_judgement", args=records)
    return {**links, "may_judge": True}


def said_of(user, pair, given: list[Judgement]) -> list[dict]:
    """What each borough said of the pair; why, for the two boroughs and the moderators."""
    told = can_judge_pair(user, pair) or is_moderator(user)
    return [
        {
            "borough": judgement.borough.short_name,
            "dismissed": judgement.status == Judgement.Status.DISMISSED,
            "reason": judgement.reason if told else "",
            "at": judgement.judged_at,
            "changed": ", ".join(str(record) for record in changed_records(judgement)),
        }
        for judgement in given
    ]


def agreement_line(pair) -> str:
    """How many judged pairs with this one's label were confirmed; "" when none was judged."""
    row = next(row for row in agreements() if row.label == pair.label)
    if not row.judged:
        return ""
    return (
        f"Of {format_count(row.judged, 'pair', 'pairs')} called “{row.text.lower()}” that boroughs"
        f" have judged, they agreed with {row.agreed}."
    )


def pair_href(one, other) -> str:
    """The page of two records, whichever comes first."""
    return reverse("needs:overlap_pair", args=pair_key(one.reference, other.reference).split())


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
        rows.insert(2, {"key": "Supplier", "value": record.supplier_name})
    return rows


def pair_lines(pairs) -> list[dict]:
    """Pairs as a list prints them: both records, the label, the score and the reasons."""
    lines = []
    for pair in pairs:
        score = score_today(pair)
        lines.append(
            {
                "href": pair_href(pair.side_a.record, pair.side_b.record),
                "a": pair.side_a.record,
                "b": pair.side_b.record,
                "label": pair.get_label_display(),
                "score": f"{score.score:g}",
                "is_example": pair.side_a.record.is_example or pair.side_b.record.is_example,
                "reasons": [part.sentence for part in score.parts if part.points],
            }
        )
    return lines
