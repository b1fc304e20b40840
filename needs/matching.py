"""Sides and pairs kept true to the needs and contracts they come from.

Which pairs are kept follows from the sides alone (needs.nearest, docs/adr/0013), so matching one
record gives what a full rebuild would give. All writing happens under one lock.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from needs import scorer_versions
from needs.carrying import Carrying
from needs.models import Contract, Need, OverlapSide, Visibility
from needs.nearest import Matcher
from needs.overlap import SCORER_VERSION
from needs.profiles import day_facts, side_facts
from needs.rebuilding import replace_pairs
from needs.side_index import current_index, forget_index, knows_all_of_this
from needs.similar import Similar, similar_records
from needs.suggestions import Suggestion, suggest_capabilities
from needs.whole import whole, whole_one

__all__ = [
    "Similar",
    "Suggestion",
    "match_waiting",
    "put_in_use",
    "rebuild",
    "refresh_side",
    "rematch",
    "similar_records",
    "suggest_capabilities",
    "waiting",
]

LOCK = 0x0E71A9  # any number, the same in every process
BATCH = 500
FREED = "select id from needs_overlapside where matched_at is null order by id limit %s"
OLD_CHANGES = "delete from needs_overlapchange where at < now() - interval '1 day'"
MADE_BY_DAY = (
    "need", "contract", "certainty", "supplier", "supplier_key", "supplier_name", "product_key",
    "product_name", "window_from", "window_to", "decide_by", "notice_by", "standing",
)  # fmt: skip
OF_CONTRACT = ("end", "supplier_name", "product", "supplier__name", "supplier__aliases")
READ_BY_DAY = {
    "need": (
        "status", "review_by", "visibility", "earliest_start", "latest_start",
        "capability__lead_time_months", "terms__current_supplier", "terms__current_product",
        "terms__contract_ends", "terms__notice_months",
        *(f"terms__current_contract__{name}" for name in OF_CONTRACT),
    ),
    "contract": (
        "review_by", "visibility", "extensions", "latest_end", "capability_certainty",
        "capability__lead_time_months", "terms__notice_months", *OF_CONTRACT,
    ),
}  # fmt: skip
RELATED_BY_DAY = {
    "need": ("need__capability", "need__terms__current_contract__supplier"),
    "contract": ("contract__capability", "contract__terms", "contract__supplier"),
}
FREED_AT_ONCE = 50  # lists with a place free that one matching fills besides its own


def lock() -> None:
    """Hold the one matching lock until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _key(record: Need | Contract) -> dict:
    return {"contract": record} if isinstance(record, Contract) else {"need": record}


def is_left_out(record: Need | Contract) -> bool:
    """Drafts change with every answer: they wait until they are submitted."""
    return isinstance(record, Need) and record.status == Need.Status.DRAFT


def side_of(record: Need | Contract) -> OverlapSide | None:
    """The side it has, as it was read with the record."""
    return getattr(record, "side", None)


def refresh_side(
    record: Need | Contract, side: OverlapSide | None, matched_at: datetime | None = None
) -> OverlapSide:
    """Bring the side the record has up to date, or make one.

    Its pairs wait to be matched, unless that is done in this transaction (`matched_at`).
    """
    facts = {**side_facts(record, side), "matched_at": matched_at}
    if side is None:
        return OverlapSide.objects.create(**_key(record), **facts)
    for name, value in facts.items():
        setattr(side, name, value)
    side.save(update_fields=list(facts))
    return side


def rematch(record: Need | Contract) -> int:
    """Refresh the record's side and bring its pairs up to date; how many it has now.

    Nothing is matched while a new version of the scorer waits to be put in use.
    """
    is_alone = not connection.in_atomic_block
    try:
        with transaction.atomic():
            lock()
            if not scorer_versions.is_in_use():
                return 0
            pairs = _rematch(record)
            if found := freed():
                for side in OverlapSide.objects.filter(pk__in=found).order_by("pk"):
                    _rematch(side.record)
            if is_alone:
                knows_all_of_this()
            return pairs
    except BaseException:
        forget_index()  # it may hold what was undone
        raise


def freed() -> list[int]:
    """Sides that wait, such as those with a place free since a partner was deleted."""
    with connection.cursor() as cursor:
        cursor.execute(FREED, [FREED_AT_ONCE])
        return [side for (side,) in cursor.fetchall()]


def _rematch(record: Need | Contract) -> int:
    index = current_index()
    matcher = Matcher(index)
    record = whole_one(record, index.capabilities)
    side = side_of(record) if record else None
    was = side.standing if side else None
    if record is None or (side is None and is_left_out(record)):
        return 0
    if is_left_out(record):
        index.forget(side.pk)
        Carrying(matcher, side.pk, was).run()
        side.delete()
        return 0
    side = refresh_side(record, side, matched_at=timezone.now())
    index.put(side)
    matcher.know(side)
    return Carrying(matcher, side.pk, was).run()


def rebuild(processes: int = 1, say: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Every side up to date and every pair anew; the number of pairs.

    Readers see the old pairs until all new ones are there. Where a new version of the scorer
    waits, this puts it in use: `say` is told how many texts it has read, and of how many.
    """
    if not scorer_versions.is_in_use():
        scorer_versions.prepare(say)
    try:
        with transaction.atomic():
            lock()
            if not scorer_versions.is_in_use():
                scorer_versions.prepare(say)  # what changed meanwhile
                scorer_versions.take_over()
            with without_collecting():
                refresh_sides()
                forget_old_changes()
                forget_index()
                return replace_pairs(Matcher(current_index()), processes)
    finally:
        forget_index()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Millions of objects are made that stay or go by themselves: to look through them for circles
    again and again would take a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def put_in_use() -> None:
    """Put this version of the scorer in use where an older one is, unless somebody is at it."""
    if not scorer_versions.is_in_use():
        with scorer_versions.one_at_a_time() as is_mine:
            if is_mine:
                rebuild()


def refresh_sides() -> None:
    """Sides of records that changed, and what moves with the days on all others."""
    for record in waiting():
        if is_left_out(record):
            OverlapSide.objects.filter(need=record).delete()
        else:
            refresh_side(record, side_of(record))
    for record in ("need", "contract"):
        found = sides_by_day(record).iterator(chunk_size=BATCH)
        while some := list(islice(found, BATCH)):
            refresh_days(some)


def sides_by_day(record: str):
    """All sides of needs, or of contracts, with what `day_facts` reads and makes, and no more."""
    return (
        OverlapSide.objects.exclude(**{record: None})
        .select_related(*RELATED_BY_DAY[record])
        .only(*MADE_BY_DAY, *(f"{record}__{name}" for name in READ_BY_DAY[record]))
        .order_by("pk")
    )


def forget_old_changes() -> None:
    """Whoever holds sides in memory reads all of them again: the database notes that it must."""
    with connection.cursor() as cursor:
        cursor.execute(OLD_CHANGES)


def refresh_days(sides: Iterable[OverlapSide]) -> None:
    """Bring up to date what moves with the days; only what did is written."""
    moved, fields = [], set()
    for side in sides:
        facts = day_facts(side.record)
        fields = fields or set(facts)
        if any(getattr(side, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(side, name, value)
            moved.append(side)
    if moved:
        OverlapSide.objects.bulk_update(moved, sorted(fields), batch_size=BATCH)


def waiting() -> Iterator[Need | Contract]:
    """Records whose side is missing or is not what it should be: what a lost task left behind."""
    drafts = Q(status=Need.Status.DRAFT)
    needs = Need.objects.filter(Q(drafts, side__isnull=False) | (~drafts & _outdated(Need)))
    yield from whole(needs).order_by("pk").iterator(chunk_size=BATCH)
    contracts = Contract.objects.filter(_outdated(Contract))
    yield from whole(contracts).order_by("pk").iterator(chunk_size=BATCH)


def _outdated(model) -> Q:
    return (
        Q(side__isnull=True)
        | Q(side__matched_at__isnull=True)
        | ~Q(side__record_version=F("version"))
        | ~Q(side__scorer_version=SCORER_VERSION)
        | ~Q(side__standing=_standing(model))
    )


def _standing(model) -> Case:
    """A record's standing today, as needs.profiles.standing_of has it."""
    today = timezone.localdate()
    if model is Need:
        counts = Q(status__in=Need.LIVE, review_by__gte=today)
    else:
        counts = Q(review_by__gte=today) & (Q(latest_end=None) | Q(latest_end__gte=today))
    standing = OverlapSide.Standing
    return Case(
        When(counts & Q(visibility=Visibility.SEALED), then=Value(standing.SEALED)),
        When(counts, then=Value(standing.OPEN)),
        default=Value(standing.OUT),
    )


def match_waiting(limit: int = 200) -> int:
    """Match what is waiting, at most `limit` records; how many were."""
    if not scorer_versions.is_in_use():
        return 0
    done = 0
    for record in list(islice(waiting(), limit)):
        rematch(record)
        done += 1
    return done
