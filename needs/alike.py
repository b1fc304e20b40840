"""The overlaps of one need, as its page shows them."""

import time
from dataclasses import dataclass

from django.db.models import Q

from members.permissions import borough_ids
from needs.models import Contract, Need, Overlap, OverlapSide, without_dismissed

WAIT = 0.3  # seconds a person is kept waiting for the worker
PAUSE = 0.03


@dataclass(frozen=True)
class Alike:
    """Another borough's record, how alike it is, and why.

    `compared` are the two references when the pair has a page: both records count today.
    """

    overlap: Overlap
    record: Need | Contract
    parts: list[dict]
    compared: list[str] | None


def overlaps_of(need, user, limit: int = 10) -> list[Alike]:
    """What overlaps `need` and still counts, closest first, as far as this person may see it."""
    counting = OverlapSide.objects.counting()
    pairs = (
        Overlap.objects.visible_to(user)
        .filter(
            Q(side_a__need=need, side_b__in=counting) | Q(side_b__need=need, side_a__in=counting)
        )
        .select_related(
            "side_a__need__borough",
            "side_a__contract__borough",
            "side_b__need__borough",
            "side_b__contract__borough",
        )
    )
    counts = need.status in Need.LIVE and not need.is_stale
    found = []
    for pair in without_dismissed(pairs, {need.borough_id, *borough_ids(user)})[:limit]:
        other = pair.side_b if pair.side_a.need_id == need.pk else pair.side_a
        found.append(
            Alike(pair, other.record, pair.parts, pair.pair_key.split() if counts else None)
        )
    return found


def wait_for_matching(need) -> bool:
    """Wait a moment for the worker to match a need just submitted; whether it has."""
    until = time.monotonic() + WAIT
    while True:
        matched = OverlapSide.objects.filter(need=need, matched_at__gte=need.submitted_at)
        if matched.exists():
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE)
