"""A side's best partners, and with that which pairs are kept (docs/adr/0013).

A side's lists are its `KEPT` best partners at other boroughs among open records, and as many among
sealed ones, of all that share a key with it and score `KEEP` or more. A pair is kept when either
side stands in a list of the other's. Ties go to the side that was there first, so that the lists,
and the pairs, follow from the sides alone.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from needs.estimates import (
    TOLERANCE,
    Tables,
    facet_points,
    know_capabilities,
    tables_for,
)
from needs.models import OverlapSide
from needs.overlap import KEEP, Cosines, Profile, Score, meaning_points, score_pair, words_points
from needs.profiles import facets, facets_of
from needs.side_index import SideIndex
from needs.side_rows import profile_rows

KEPT = 12
LIKELIEST = 60  # partners looked at first, to know what the others must reach
LISTED = (OverlapSide.Standing.OPEN, OverlapSide.Standing.SEALED)
SIDE_BITS = 40
LAST_SIDE = (1 << SIDE_BITS) - 1


def rank_of(score: float, side: int) -> int:
    """Higher for a higher score, and among equals for the side that was there first."""
    return (round(score * 10) << SIDE_BITS) + LAST_SIDE - side


def side_in(rank: int) -> int:
    return LAST_SIDE - (rank & LAST_SIDE)


def score_in(rank: int) -> float:
    return (rank >> SIDE_BITS) / 10


def pair_number(one: int, other: int) -> int:
    """A pair's own number, from the numbers of its sides: 63 bits that say nothing else."""
    low, high = sorted((one, other))
    digest = hashlib.blake2b(f"{low}:{high}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class Arrays:
    """A dataclass of arrays of one length."""

    def only(self, chosen: np.ndarray) -> Self:
        return type(self)(*(values[chosen] for values in vars(self).values()))


@dataclass
class Near(Arrays):
    """The sides a side may be paired with: places, estimated scores, and measured cosines."""

    others: np.ndarray
    points: np.ndarray
    words: np.ndarray
    meaning: np.ndarray


class Matcher:
    """Compares the sides of one index."""

    def __init__(self, index: SideIndex):
        self.index = index
        know_capabilities(index)

    @cached_property
    def tables(self) -> Tables:
        """Made when they are first asked for, of the flags that are known by then."""
        return tables_for(self.index)

    def near(self, place: int, standing: int | None = None, always: Iterable[int] = ()) -> Near:
        """All that may stand in the side's own lists, or it in theirs.

        It may in theirs as one of this `standing`, or in none where that is None. Those of
        `always` (numbers of sides) that may score at all are among them. Words, which cost
        most, are measured of those alone that could still reach a list with all their points.
        """
        index, tables = self.index, self.tables
        others = index.sharing_a_key(place)
        meaning = index.meaning_cosines(place, others)
        points = facet_points(index, tables, place, others) + meaning_points(meaning)
        most = points + words_points(1.0)
        chosen = most >= self._own_floor(place, others, points)
        if standing in LISTED:
            chosen |= most >= score_in(index.cuts(standing)[others]) - TOLERANCE
        chosen |= np.isin(index.ids[others], list(always))
        chosen &= most >= KEEP - TOLERANCE
        words = index.word_cosines(place, others[chosen])
        points = points[chosen] + words_points(words)
        found = Near(others[chosen], points, words, meaning[chosen])
        return found.only(points >= KEEP - TOLERANCE)

    def _own_floor(self, place: int, others: np.ndarray, points: np.ndarray) -> float:
        """The least an open partner must reach: so many of the likeliest do already."""
        if np.any(self.index.standing[others] == OverlapSide.Standing.SEALED):
            return KEEP - TOLERANCE
        is_open = np.flatnonzero(self.index.standing[others] == OverlapSide.Standing.OPEN)
        if len(is_open) <= LIKELIEST:
            return KEEP - TOLERANCE
        first = is_open[np.argpartition(points[is_open], -LIKELIEST)[-LIKELIEST:]]
        words = self.index.word_cosines(place, others[first])
        whole = points[first] + words_points(words)
        return float(np.partition(whole, -KEPT)[-KEPT]) - 2 * TOLERANCE

    def best(self, near: Near) -> np.ndarray:
        """Which of these may be among the best of either kind: a mask."""
        chosen = np.zeros(len(near.others), bool)
        for standing in LISTED:
            of_kind = np.flatnonzero(self.index.standing[near.others] == standing)
            points = near.points[of_kind]
            if len(of_kind) > KEPT:
                last = np.partition(points, -KEPT)[-KEPT]
                of_kind = of_kind[points >= last - 2 * TOLERANCE]
            chosen[of_kind] = True
        return chosen

    def scores(self, place: int, near: Near) -> dict[int, Score]:
        """The exact scores of those that are worth keeping, by the other side's number."""
        mine, *theirs = self.profiles([place, *near.others.tolist()])
        means = self.index.means[place] & self.index.means[near.others]
        says = (self.index.lengths[place] > 0) & (self.index.lengths[near.others] > 0)
        found = {}
        for n, profile in enumerate(theirs):
            cosines = Cosines(
                float(near.words[n]) if says[n] else None,
                float(near.meaning[n]) if means[n] else None,
            )
            score = score_pair(mine, profile, cosines)
            if score.score >= KEEP:
                found[int(self.index.ids[near.others[n]])] = score
        return found

    def know(self, side: OverlapSide) -> None:
        """Keep the profile of a side that was just put in the index."""
        side.capability = self.index.capabilities.get(side.capability_id)
        self.index.profiles[self.index.place_of[side.pk]] = facets_of(side)

    def profiles(self, places: list[int]) -> list[Profile]:
        """The sides without their vectors, read once and kept until they change."""
        missing = [place for place in places if place not in self.index.profiles]
        if missing:
            self.read_profiles(self.index.ids[missing].tolist())
        return [self.index.profiles[place] for place in places]

    def read_profiles(self, sides: list[int] | None = None) -> None:
        """Read the profiles of these sides, or of all, into the index."""
        index = self.index
        for side, capability, *values in profile_rows(sides):
            if (place := index.place_of.get(side)) is not None:
                index.profiles[place] = facets(index.capabilities.get(capability), *values)

    def lists(self, place: int, scores: dict[int, Score]) -> "Lists":
        """The side's lists, of partners whose scores are known."""
        return lists_of(
            (int(self.index.standing[self.index.place_of[side]]), rank_of(score.score, side))
            for side, score in scores.items()
        )


@dataclass
class Lists:
    """Ranks of the best partners, best first, by standing."""

    ranks: dict[int, list[int]]

    def cut(self, standing: int) -> int:
        """The rank of the last partner; 0 while there is room."""
        ranks = self.ranks[standing]
        return ranks[-1] if len(ranks) == KEPT else 0

    def sides(self) -> set[int]:
        return {side_in(rank) for ranks in self.ranks.values() for rank in ranks}


def lists_of(ranked: Iterable[tuple[int, int]]) -> Lists:
    """The best of these, each a standing and a rank."""
    ranks: dict[int, list[int]] = {standing: [] for standing in LISTED}
    for standing, rank in ranked:
        if standing in ranks:
            ranks[standing].append(rank)
    return Lists({kind: sorted(found, reverse=True)[:KEPT] for kind, found in ranks.items()})
