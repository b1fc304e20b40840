"""Overlap: a need matched as it is saved, all pairs anew, suggestions, the matrix, and memory."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measure import Row, medians, milliseconds, times
from benchmarks.overlap_data import Records
from members.models import Borough, Membership, User
from needs import matching, meaning
from needs.models import Need, Overlap, OverlapSide
from needs.side_index import current_index

SIZES = (3_300, 10_000, 100_000)
SAVES = 11
CORES = 2
LIVE_JOIN = """
select a.borough_id, b.borough_id, count(*) from needs_overlapside a
join needs_overlapside b on a.capability_id = b.capability_id and a.borough_id <> b.borough_id
where a.standing = 0 and b.standing = 0 group by 1, 2
"""
STORED = "select borough_a_id, borough_b_id, count(*) from needs_overlap group by 1, 2"
MEMORY = """
import django; django.setup()
from pathlib import Path
from django.db import transaction
def resident():
    found = [row for row in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in row]
    return int(found[0].split()[1]) // 1024
plain = resident()
from needs import matching, meaning
from needs.side_index import current_index
meaning.encode(["Housing repairs"])
encoder = resident()
with transaction.atomic():
    current_index()
print(plain, encoder, resident())
"""


def run() -> list[Row]:
    records = Records()
    rows = []
    user = member()
    for size in SIZES:
        records.grow(size)
        seconds, pairs = rebuilt()
        rows += [saved(records, size), suggested(records, user, size)]
        if size == SIZES[-1]:
            rows += [rebuild_line(seconds, pairs, size), memory_line(size)]
        elif size == SIZES[-2]:
            rows.append(matrix_line(size))
    return rows


def member() -> User:
    user = User.objects.create_user("overlap@example.org")
    Membership.objects.create(
        user=user, borough=Borough.objects.first(), role=Membership.Role.OFFICER, status="active"
    )
    return user


def rebuilt() -> tuple[float, int]:
    """Seconds for every pair anew, on two cores, and how many there are."""
    begun = time.monotonic()
    pairs = matching.rebuild(CORES)
    return time.monotonic() - begun, pairs


def saved(records: Records, size: int) -> Row:
    """From a need saved to its overlaps stored, beside its three parts timed alone."""
    with transaction.atomic():
        matching.lock()
        vectors = current_index().meaning[:size].copy()
    spent: dict[str, list[float]] = {"whole": [], "alone": []}
    for n in range(SAVES + 1):
        need = new_need(records, n)
        if n == 0:
            matching.rematch(need)  # the first one warms the index
            continue
        spent["whole"].append(timed(lambda need=need: matching.rematch(need)))
        spent["alone"].append(timed(lambda need=need: alone(need, vectors)))
    whole, anchor = (statistics.median(spent[name]) for name in ("whole", "alone"))
    worst = sorted(spent["whole"])[-1]
    return Row(
        f"Need saved → overlaps stored, {size:,} records (slowest of {SAVES}: "
        f"{milliseconds(worst)})",
        milliseconds(whole),
        f"{milliseconds(anchor)} to embed, scan all vectors once and commit",
        times(whole, anchor),
        "≤ 1.5×",
    )


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def new_need(records: Records, n: int) -> Need:
    title, text, one, _ = records.text()
    return Need.objects.create(
        title=title[:100],
        problem=text[:500],
        borough_id=records.boroughs[n % len(records.boroughs)],
        capability_id=one.capability,
        status=Need.Status.PUBLISHED,
        review_by=timezone.localdate() + timedelta(days=90),
    )


def alone(need: Need, vectors: np.ndarray) -> None:
    """What cannot be done without: the text read, one pass over memory, and one commit."""
    [vector] = meaning.encode([f"{need.title}. {need.problem}"])
    cosines = vectors @ vector
    np.argpartition(cosines, -20)
    with transaction.atomic():
        OverlapSide.objects.filter(need=need).update(matched_at=timezone.now())


def suggested(records: Records, user: User, size: int) -> Row:
    """Suggestions while a need is written, beside reading its text."""
    texts = [records.text() for _ in range(SAVES)]
    spent, reading = [], []
    for title, text, _, _ in texts:
        spent.append(
            timed(
                lambda title=title, text=text: matching.similar_records(
                    user, title=title, text=text[:500]
                )
            )
        )
        reading.append(timed(lambda title=title, text=text: meaning.encode([f"{title}. {text}"])))
    ours, anchor = statistics.median(spent), statistics.median(reading)
    return Row(
        f"Similar records while writing, {size:,} records",
        milliseconds(ours),
        f"{milliseconds(anchor)} to read the text",
        times(ours, anchor),
        "–",
    )


def rebuild_line(seconds: float, pairs: int, size: int) -> Row:
    """All pairs, beside a matrix product of as many numbers as every pair's meaning takes."""
    some = np.random.default_rng(1).random((4_096, 384), dtype=np.float32)
    some @ some.T
    share = timed(lambda: some @ some.T) / len(some) ** 2
    product = share * size**2 / 2
    return Row(
        f"Every pair of {size:,} records anew ({pairs:,} kept), sides and dates included",
        f"{seconds:.0f} s",
        f"{product:.0f} s to multiply all their vectors",
        times(seconds, product),
        "≤ 120 s",
    )


def matrix_line(size: int) -> Row:
    """Who overlaps with whom, 33 by 33: counted from stored pairs, or joined live."""
    spent = medians(
        3,
        time.perf_counter,
        stored=lambda: fetched(STORED),
        live=lambda: fetched(LIVE_JOIN),
    )
    return Row(
        f"Borough by borough, {size:,} records, {Overlap.objects.count():,} pairs",
        milliseconds(spent["stored"]),
        f"{milliseconds(spent['live'])} joined live by category",
        times(spent["stored"], spent["live"]),
        "–",
    )


def fetched(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def memory_line(size: int) -> Row:
    """Resident memory of a process of the web, and of a worker that matches."""
    made = subprocess.run(
        [sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, env=os.environ
    )
    plain, encoder, index = map(int, made.stdout.split())
    return Row(
        f"Memory: web with the encoder; worker with it and {size:,} records",
        f"{encoder} MiB; {index} MiB",
        f"{plain} MiB without either",
        f"{times(encoder, plain)}; {times(index, plain)}",
        "–",
    )
