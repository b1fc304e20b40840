"""Putting a new version of the scorer in use, whole.

What a version reads from the texts is worked out beside what is in use, some hundreds of records
at a time, and kept as it comes: stopped half way, the work goes on where it was. Then, in one
transaction, every side takes its new facts and every pair its new score. Readers see the old
version until then and the new one from then on; records changed meanwhile are matched with it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.db.models import F, Q

from needs.models import NextSide, OverlapSide, ScorerVersion
from needs.overlap import SCORER_VERSION
from needs.profiles import texts_facts, whole_text
from needs.retrieval import CAPABILITY

AT_ONCE = 256
LOCK = 0x0E71AA  # any number but matching's, the same in every process
NEWEST = "select version from needs_scorerversion order by in_use_since desc, id desc limit 1"
TAKE_OVER = """
update needs_overlapside s set
  scorer_version = n.scorer_version, text_hash = n.text_hash, flags = n.flags, terms = n.terms,
  vector = n.vector, meaning = n.meaning, kinds = n.kinds,
  keys = case when s.capability_id is null then n.keys
         else array_prepend((%(capability)s | s.capability_id)::integer, n.keys) end
from needs_nextside n where n.side_id = s.id and n.scorer_version = %(version)s
"""


def is_in_use() -> bool:
    """Whether the pairs there are were scored by this version; the first one is at once."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    if newest is None:
        newest = [ScorerVersion.objects.create(version=SCORER_VERSION).version]
    return newest[0] == SCORER_VERSION


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """Whether this process is the one that makes a version ready; another may be at it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        is_mine = cursor.fetchone()[0]
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def prepare(say: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Read every text as this version does, where that is not done; how many were read.

    `say` is told after each part how many sides are ready, and of how many.
    """
    NextSide.objects.exclude(scorer_version=SCORER_VERSION).delete()
    total, read = OverlapSide.objects.count(), 0
    sides = list(unprepared().values_list("pk", flat=True))
    numbers = iter(sides)
    while part := list(islice(numbers, AT_ONCE)):
        _prepare_part(part)
        read += len(part)
        say(total - len(sides) + read, total)
    return read


def unprepared():
    """Sides whose text this version has not read, or not as it is now."""
    same = Q(next__scorer_version=SCORER_VERSION, next__text_hash=F("text_hash"))
    return OverlapSide.objects.exclude(same).order_by("pk")


@transaction.atomic
def _prepare_part(numbers: list[int]) -> None:
    sides = OverlapSide.objects.filter(pk__in=numbers).select_related(
        "need__borough", "need__terms", "contract__borough", "contract__supplier",
        "contract__terms",
    )  # fmt: skip
    sides = list(sides.defer("vector", "meaning"))
    facts = texts_facts([whole_text(side.record) for side in sides], threads=os.cpu_count() or 1)
    NextSide.objects.bulk_create(
        [
            NextSide(side=side, scorer_version=SCORER_VERSION, **known)
            for side, known in zip(sides, facts, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["side"],
        update_fields=[
            "scorer_version",
            "text_hash",
            "flags",
            "terms",
            "keys",
            "meaning",
            "vector",
            "kinds",
        ],
    )


def take_over() -> None:
    """Give every side what was prepared for it, and say that this version is in use.

    In the transaction that works out every pair anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER, {"capability": CAPABILITY, "version": SCORER_VERSION})
    NextSide.objects.all().delete()
    ScorerVersion.objects.create(version=SCORER_VERSION)
