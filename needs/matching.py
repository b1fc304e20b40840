"""Sides and pairs kept true to the needs and contracts they come from.

A pair is kept when each side is a candidate of the other and the score is worth a line; both are
worked out from the two sides alone. So matching one record again gives what a full rebuild would
give (docs/adr/0005). All writing happens under one lock, held for some tens of milliseconds.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from members.permissions import main_borough
from needs.models import Capability, Contract, Need, Overlap, OverlapSide
from needs.overlap import KEEP, SCORER_VERSION, Part, Profile, Score, score_pair
from needs.profiles import profile_of, side_facts, side_of_text
from needs.suggestions import Suggestion, suggest_capabilities

__all__ = [
    "Similar",
    "Suggestion",
    "match_waiting",
    "rebuild",
    "refresh_side",
    "rematch",
    "similar_records",
    "suggest_capabilities",
    "waiting",
]

LOCK = 0x0E71A9  # any number, the same in every process
BATCH = 500


@dataclass(frozen=True)
class Similar:
    """Another borough's need or contract, how alike it is (0 to 100), and why."""

    record: Need | Contract
    score: float
    label: str
    parts: tuple[Part, ...]


def matched_needs():
    """Needs that take part: drafts change with every answer and wait until they are submitted."""
    return Need.objects.exclude(status=Need.Status.DRAFT)


def whole(records):
    """A queryset with all that a side is made from."""
    related = ["capability", "terms"]
    related += ["supplier"] if records.model is Contract else ["terms__current_contract__supplier"]
    return records.select_related(*related)


def lock() -> None:
    """Hold the one matching lock until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _key(record: Need | Contract) -> dict:
    return {"contract": record} if isinstance(record, Contract) else {"need": record}


def refresh_side(record: Need | Contract) -> OverlapSide | None:
    """Bring the record's side up to date; None, and none left behind, for a draft."""
    if isinstance(record, Need) and record.status == Need.Status.DRAFT:
        OverlapSide.objects.filter(need=record).delete()
        return None
    side, _ = OverlapSide.objects.update_or_create(**_key(record), defaults=side_facts(record))
    return side


@transaction.atomic
def rematch(record: Need | Contract) -> int:
    """Refresh the record's side and replace its pairs; the number of pairs it has now."""
    lock()
    record = whole(type(record).objects.filter(pk=record.pk)).first()
    side = refresh_side(record) if record else None
    if side is None:
        return 0
    before = Overlap.objects.filter(Q(side_a=side) | Q(side_b=side))
    known = found_before(before)
    before.delete()
    mine = profile_of(side)
    pairs = [
        pair
        for other in candidates(side).iterator(chunk_size=BATCH)
        if (pair := pair_of(side, mine, other, profile_of(other)))
    ]
    Overlap.objects.bulk_create(since(known, pairs), batch_size=BATCH)
    OverlapSide.objects.filter(pk=side.pk).update(matched_at=timezone.now())
    return len(pairs)


def found_before(pairs) -> dict[tuple[int, int], datetime.datetime]:
    """When each of these pairs was first found."""
    return {(a, b): found for a, b, found in pairs.values_list("side_a", "side_b", "found_at")}


def since(known: dict, pairs: Iterable[Overlap]) -> Iterator[Overlap]:
    """The pairs, those that were there before keeping the day they were found."""
    for pair in pairs:
        pair.found_at = known.get((pair.side_a_id, pair.side_b_id), pair.found_at)
        yield pair


def candidates(side: OverlapSide):
    """Sides of other boroughs worth scoring: the same family of capability, or a rare word shared.

    Each condition holds both ways round, so that a pair does not depend on which side asks.
    """
    alike = Q(terms__overlap=side.terms) if side.terms else Q(pk__in=[])
    if side.capability_id:
        alike |= Q(capability=side.capability_id) | Q(capability__parent=side.capability_id)
        if side.capability.parent_id:
            alike |= Q(capability=side.capability.parent_id)
    sides = OverlapSide.objects.filter(alike).exclude(borough=side.borough_id)
    return sides.exclude(pk=side.pk).select_related("capability__parent")


def pair_of(
    side: OverlapSide, profile: Profile, other: OverlapSide, theirs: Profile
) -> Overlap | None:
    """The pair, unsaved, its sides in order; None when it is not worth a line."""
    score = score_pair(profile, theirs)
    if score.score < KEEP:
        return None
    a, b = sorted((side, other), key=lambda s: s.pk)
    return Overlap(
        side_a=a,
        side_b=b,
        borough_a_id=a.borough_id,
        borough_b_id=b.borough_id,
        score=score.score,
        parts=score.as_json(),
        label=score.label,
        scorer_version=SCORER_VERSION,
    )


@transaction.atomic
def rebuild() -> int:
    """Every side and every pair anew, in one transaction; the number of pairs."""
    lock()
    for record in every_record():
        refresh_side(record)
    OverlapSide.objects.filter(need__status=Need.Status.DRAFT).delete()
    known = found_before(Overlap.objects.all())
    Overlap.objects.all().delete()
    Overlap.objects.bulk_create(since(known, all_pairs()), batch_size=BATCH)
    OverlapSide.objects.update(matched_at=timezone.now())
    return Overlap.objects.count()


def every_record() -> Iterator[Need | Contract]:
    yield from whole(matched_needs()).iterator(chunk_size=BATCH)
    yield from whole(Contract.objects.all()).iterator(chunk_size=BATCH)


def all_pairs() -> Iterator[Overlap]:
    """Every pair worth keeping, each once, by an index of what makes candidates."""
    sides = list(OverlapSide.objects.select_related("capability__parent").order_by("pk"))
    profiles = [profile_of(side) for side in sides]
    by_key: dict[tuple, list[int]] = defaultdict(list)
    for place, side in enumerate(sides):
        near = {earlier for key in asked_by(side) for earlier in by_key.get(key, ())}
        for earlier in sorted(near):
            other = sides[earlier]
            if other.borough_id != side.borough_id:
                pair = pair_of(side, profiles[place], other, profiles[earlier])
                if pair:
                    yield pair
        for key in offered_by(side):
            by_key[key].append(place)


def asked_by(side: OverlapSide) -> Iterator[tuple]:
    """The keys under which this side's candidates stand; the same rule as `candidates`."""
    yield from (("term", term) for term in side.terms)
    if side.capability_id:
        yield "capability", side.capability_id
        yield "parent", side.capability_id
        if side.capability.parent_id:
            yield "capability", side.capability.parent_id


def offered_by(side: OverlapSide) -> Iterator[tuple]:
    """The keys under which others find this side."""
    yield from (("term", term) for term in side.terms)
    if side.capability_id:
        yield "capability", side.capability_id
        if side.capability.parent_id:
            yield "parent", side.capability.parent_id


def similar_records(
    user, *, title: str, text: str = "", capability: Capability | None = None, borough=None, limit=5
) -> list[Similar]:
    """Other boroughs' live needs and contracts like these words, that this person may see.

    `borough` is the one that asks (the person's own when not given). Reads only; the closest
    first. Stored sides are compared, so a record posted a second ago appears once it is matched.
    """
    borough = borough or main_borough(user)
    draft = side_of_text(title, text, capability, borough.gss if borough else "")
    mine = profile_of(draft)
    found = []
    for side in candidates(draft).filter(pk__in=OverlapSide.objects.visible_to(user).counting()):
        score = score_pair(mine, profile_of(side))
        if score.score >= KEEP:
            found.append((score, side))
    found.sort(key=lambda item: (-item[0].score, item[1].pk))
    return _with_records(found[:limit])


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


def waiting() -> Iterable[Need | Contract]:
    """Records whose side is missing or older than they are: what a lost task left behind."""
    outdated = (
        Q(side__isnull=True)
        | Q(side__matched_at__isnull=True)
        | ~Q(side__record_version=F("version"))
        | ~Q(side__scorer_version=SCORER_VERSION)
    )
    yield from whole(matched_needs().filter(outdated)).iterator(chunk_size=BATCH)
    yield from whole(Contract.objects.filter(outdated)).iterator(chunk_size=BATCH)


def match_waiting(limit: int = 200) -> int:
    """Match what is waiting, at most `limit` records; how many were."""
    done = 0
    for record in list(waiting())[:limit]:
        rematch(record)
        done += 1
    return done
