"""Overlaps that are new to a borough: one line for each of its own needs and contracts.

A pair is news when it was found, or when the other borough's need was published: needs are
compared when they are submitted, days before anybody else may read them.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from community.lines import Item, Kind, Line
from needs.models import Judgement, Overlap, OverlapSide, without_dismissed
from needs.models.visibility import OPEN_TO_MEMBERS
from procurement_portal.lib.formatting import format_count

WORTH_A_LINE = (Overlap.Label.SAME, Overlap.Label.SIMILAR)
MOST = 20_000  # pairs read for one batch, the most alike first
NAMED = 3  # boroughs named before "and 4 more"
_RECORD = ("reference", "title", "visibility")
_SIDE = ("borough_id", *(f"need__{f}" for f in (*_RECORD, "published_at", "status")))
FIELDS = (
    "score",
    "label",
    "found_at",
    *(
        f"side_{letter}__{name}"
        for letter in "ab"
        for name in (*_SIDE, *(f"contract__{f}" for f in _RECORD))
    ),
    "borough_a__short_name",
    "borough_b__short_name",
)


def overlap_lines(
    boroughs: set[str], floor: datetime.datetime, ends: datetime.datetime
) -> Iterator[Line]:
    """Lines for these boroughs about pairs that became news after `floor`, up to `ends`."""
    found = defaultdict(list)
    for pair in new_pairs(boroughs, floor, ends):
        for mine, theirs, name in (
            (pair.side_a, pair.side_b, pair.borough_b.short_name),
            (pair.side_b, pair.side_a, pair.borough_a.short_name),
        ):
            at = news_at(pair, theirs)
            if mine.borough_id in pair.dismissed_by:
                continue
            if mine.borough_id in boroughs and is_open(theirs) and floor < at <= ends:
                found[mine].append((pair, theirs, name, at))
    for mine, others in found.items():
        yield Line(("borough", mine.borough_id), overlap_item(mine, others), others_at(others))


def new_pairs(boroughs, floor, ends):
    news = Q(found_at__gt=floor, found_at__lte=ends)
    for side in ("side_a", "side_b"):
        news |= Q(
            **{f"{side}__need__published_at__gt": floor, f"{side}__need__published_at__lte": ends}
        )
    counting = OverlapSide.objects.counting().values("pk")
    pairs = Overlap.objects.of_boroughs(boroughs).filter(news, label__in=WORTH_A_LINE)
    pairs = without_dismissed(pairs.filter(side_a__in=counting, side_b__in=counting), [])
    dismissed = Judgement.objects.filter(
        status=Judgement.Status.DISMISSED, pair_key=OuterRef("pair_key")
    )
    pairs = pairs.annotate(dismissed_by=ArraySubquery(dismissed.values("borough")))
    related = [f"side_{letter}__{kind}" for letter in "ab" for kind in ("need", "contract")]
    pairs = pairs.select_related(*related, "borough_a", "borough_b").only(*FIELDS)
    return pairs.order_by("-score", "pk")[:MOST]


def is_open(side: OverlapSide) -> bool:
    """Whether every member may read the record; that it is shared `counting` has seen to."""
    return side.record.visibility in OPEN_TO_MEMBERS


def news_at(pair: Overlap, theirs: OverlapSide) -> datetime.datetime:
    published = theirs.need.published_at if theirs.need else None
    return max(pair.found_at, published) if published else pair.found_at


def others_at(others: list) -> datetime.datetime:
    return max(at for *_, at in others)


def overlap_item(mine: OverlapSide, others: list) -> Item:
    """One line about one of a borough's records; `others` come the most alike first."""
    record = mine.record
    pair, theirs, name, _ = others[0]
    names = list(dict.fromkeys(name for _, _, name, _ in others))
    alike = pair.get_label_display().lower()
    text = f"{and_list(names)} {'has' if len(names) == 1 else 'have'} something like it. "
    text += f"Closest: {name}’s “{theirs.record.title}” ({alike})."
    count = format_count(len(names), "borough has", "boroughs have")
    return Item(
        Kind.OVERLAP,
        record.title,
        record.get_absolute_url(),
        text,
        f"Your borough’s {'need' if mine.need_id else 'contract'}",
        (-pair.score, record.reference),
        f"{count} something like your “{record.title}”",
    )


def and_list(names: list[str]) -> str:
    """ "Brent", "Brent and Camden", "Brent, Camden, Ealing and 4 more"."""
    shown = names[:NAMED]
    if len(names) > NAMED:
        return f"{', '.join(shown)} and {len(names) - NAMED} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
