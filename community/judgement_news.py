"""What another borough said of a pair with one of ours: told once, in the next digest.

Only of two records that every member may read: a judgement of a sealed one is its owner's alone.
"""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from community.lines import Item, Kind, Line
from needs.models import Contract, Judgement


def judgement_lines(
    boroughs: set[str], floor: datetime.datetime, ends: datetime.datetime
) -> Iterator[Line]:
    """One line a judgement given after `floor`, up to `ends`, for the borough on the other side."""
    given = Judgement.objects.open_to_members().given().about_boroughs(boroughs)
    given = (
        given.filter(judged_at__gt=floor, judged_at__lte=ends)
        .with_records()
        .select_related("borough")
    )
    for judgement in given:
        records = judgement.records
        mine, theirs = records if records[1].borough_id == judgement.borough_id else records[::-1]
        if mine.borough_id in boroughs and mine.borough_id != judgement.borough_id:
            item = judgement_item(judgement, mine, theirs)
            yield Line(("borough", mine.borough_id), item, judgement.judged_at)


def judgement_item(judgement: Judgement, mine, theirs) -> Item:
    borough = judgement.borough.short_name
    dismissed = judgement.status == Judgement.Status.DISMISSED
    said = "is not like" if dismissed else "is the same kind of thing as"
    reason = f" Why: {judgement.reason}." if dismissed else ""
    again = " If you see it otherwise, say so and it comes back to your lists." if dismissed else ""
    return Item(
        Kind.OVERLAP,
        mine.title,
        reverse("needs:judged_pairs"),
        f"{borough} says that this {said} its “{theirs.title}”.{reason}{again}",
        f"Your borough’s {'contract' if isinstance(mine, Contract) else 'need'}",
        (1, mine.reference),
        f"{borough} says that “{mine.title}” {said} one of its own",
    )
