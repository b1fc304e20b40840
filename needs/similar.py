"""Other boroughs' records like words that somebody is writing: found in SQL, then scored."""

from dataclasses import dataclass

from django.db.models import F, FloatField, Func, Value

from members.permissions import main_borough
from needs.models import Capability, Contract, Need, OverlapSide
from needs.overlap import KEEP, Part, Score, score_pair
from needs.profiles import profile_of, side_of_text
from procurement_portal.lib.vectors import as_literal

CANDIDATES = 200  # scored exactly; the nearest in meaning of those that share a key


@dataclass(frozen=True)
class Similar:
    """Another borough's need or contract, how alike it is (0 to 100), and why."""

    record: Need | Contract
    score: float
    label: str
    parts: tuple[Part, ...]


def similar_records(
    user, *, title: str, text: str = "", capability: Capability | None = None, borough=None, limit=5
) -> list[Similar]:
    """Other boroughs' live needs and contracts like these words, that this person may see.

    `borough` is the one that asks (the person's own when not given). Reads only; the closest
    first. Stored sides are compared, so a record posted a second ago appears once it is matched.
    """
    borough = borough or main_borough(user)
    draft = side_of_text(title, text, capability, borough)
    mine = profile_of(draft)
    visible = OverlapSide.objects.visible_to(user).counting()
    found = []
    for side in candidates(draft).filter(pk__in=visible)[:CANDIDATES]:
        score = score_pair(mine, profile_of(side))
        if score.score >= KEEP:
            found.append((score, side))
    found.sort(key=lambda item: (-item[0].score, item[1].pk))
    return _with_records(found[:limit])


def candidates(side: OverlapSide):
    """Sides of other boroughs that share a key with this one, those of its capability first.

    Within that, the nearest in meaning; without an encoder, the newest.
    """
    sides = OverlapSide.objects.filter(keys__overlap=side.keys).exclude(borough=side.borough_id)
    sides = sides.select_related("capability__parent")
    if side.meaning is None:
        return sides.order_by("-pk")
    return sides.order_by(_distance(side.meaning).asc(nulls_last=True), "pk")


def _distance(meaning) -> Func:
    """The negative inner product with a stored meaning, as pgvector works it out."""
    vector = Func(Value(as_literal(meaning)), template="%(expressions)s::halfvec")
    return Func(
        F("meaning"),
        vector,
        arg_joiner=" <#> ",
        template="(%(expressions)s)",
        output_field=FloatField(),
    )


def _with_records(found: list[tuple[Score, OverlapSide]]) -> list[Similar]:
    """The sides' records, in two queries."""
    needs = Need.objects.select_related("borough", "capability").in_bulk(
        [side.need_id for _, side in found if side.need_id]
    )
    contracts = Contract.objects.select_related("borough", "capability", "supplier").in_bulk(
        [side.contract_id for _, side in found if side.contract_id]
    )
    return [
        Similar(
            needs.get(side.need_id) or contracts[side.contract_id],
            score.score,
            score.label_text,
            score.parts,
        )
        for score, side in found
    ]
