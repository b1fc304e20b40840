"""One side's change, carried through every list it touches, and written.

What comes out is what a full rebuild would give (docs/adr/0013; tests/needs/test_increments.py):
a list that gains a partner drops its last, and a list that loses one is looked for again.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from django.db import connection

from needs.estimates import TOLERANCE
from needs.nearest import LISTED, Lists, Matcher, lists_of, pair_number, rank_of, score_in
from needs.overlap import SCORER_VERSION, Score

BATCH = 500
STORED = """
select id, side_a_id, side_b_id, score from needs_overlap
where side_a_id = any(%(sides)s) or side_b_id = any(%(sides)s)
"""
DELETE = """
select set_config('needs.matching', 'on', true);
delete from needs_overlap where id = any(%s);
select set_config('needs.matching', 'off', true)
"""
NEW_CUTS = """
update needs_overlapside s set cut_open = c.cut_open, cut_sealed = c.cut_sealed
from unnest(%s::bigint[], %s::bigint[], %s::bigint[]) as c (id, cut_open, cut_sealed)
where s.id = c.id
"""
PAIRS = """
insert into needs_overlap as o (id, side_a_id, side_b_id, borough_a_id, borough_b_id, score, parts,
  label, scorer_version, found_at)
select *, now() from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
  %s::float[], %s::jsonb[], %s::text[], %s::text[])
on conflict (id) do update set score = excluded.score, parts = excluded.parts,
  label = excluded.label, borough_a_id = excluded.borough_a_id,
  borough_b_id = excluded.borough_b_id, scorer_version = excluded.scorer_version
where (o.score, o.parts, o.label, o.borough_a_id, o.borough_b_id, o.scorer_version)
  is distinct from (excluded.score, excluded.parts, excluded.label, excluded.borough_a_id,
    excluded.borough_b_id, excluded.scorer_version)
"""


@dataclass
class Row:
    """A pair as it is stored."""

    pk: int
    a: int
    b: int
    score: float

    def other(self, side: int) -> int:
        return self.b if side == self.a else self.a


@dataclass
class Carrying:
    """The change of one side: `was` is the standing it had, None where it is new."""

    matcher: Matcher
    side: int
    was: int | None
    scores: dict[int, Score] = field(default_factory=dict)
    lists: dict[int, Lists] = field(default_factory=dict)
    rescored: dict[tuple[int, int], Score] = field(default_factory=dict)

    def __post_init__(self):
        self.index = self.matcher.index
        self.place = self.index.place_of.get(self.side)  # None when it is taken away
        self.now = None if self.place is None else int(self.index.standing[self.place])

    def run(self) -> int:
        """Bring pairs and cuts up to date; how many pairs the side has now."""
        had = [] if self.was is None else stored_pairs([self.side])
        mine = {row.other(self.side): row for row in had}
        self._score(set(mine))
        touched, rescanned = self._touched(mine)
        rows = stored_pairs(touched) if touched else []
        rows_of = defaultdict(list)
        for row in rows:
            rows_of[row.a].append(row)
            rows_of[row.b].append(row)
        for side in touched - rescanned:
            self.lists[side] = self._merged(side, rows_of[side])
        for side in rescanned:
            self._rescan(side)
        known = {(row.a, row.b): row for row in (*rows, *mine.values())}
        wanted = self._wanted(known)
        self._write(known, wanted)
        self._write_cuts()
        return sum(self.side in pair for pair in wanted)

    def _score(self, partners: set[int]) -> None:
        """The exact scores that can matter: to the side's own lists, or to its partner's."""
        if self.place is None:
            return
        near = self.matcher.near(self.place, self.now, partners)
        chosen = self.matcher.best(near)
        if self.now in LISTED:
            cuts = score_in(self.index.cuts(self.now)[near.others])
            chosen |= near.points >= cuts - TOLERANCE
        chosen |= np.isin(self.index.ids[near.others], list(partners))
        self.scores = self.matcher.scores(self.place, near.only(chosen))
        self.lists[self.side] = self.matcher.lists(self.place, self.scores)

    def _touched(self, mine: dict[int, Row]) -> tuple[set[int], set[int]]:
        """Sides whose lists change, and those of them that lost a partner nobody can replace."""
        touched, rescanned = set(), set()
        for side in {*mine, *self.scores} & self.index.place_of.keys():
            old = rank_of(mine[side].score, self.side) if side in mine else 0
            new = rank_of(self.scores[side].score, self.side) if side in self.scores else 0
            stood = self.was in LISTED and old and old >= self._cut(side, self.was)
            stands = self.now in LISTED and new and new >= self._cut(side, self.now)
            if stood or stands:
                touched.add(side)
            stays = stands and self.now == self.was
            if stood and not stays and self._cut(side, self.was):
                rescanned.add(side)
        return touched, rescanned

    def _cut(self, side: int, standing: int) -> int:
        return int(self.index.cuts(standing)[self.index.place_of[side]])

    def _standing(self, side: int) -> int | None:
        place = self.index.place_of.get(side)
        return None if place is None else int(self.index.standing[place])

    def _merged(self, side: int, rows: list[Row]) -> Lists:
        """A list from those who stood in it, and the changed side where it stands in it now.

        `rows` are the side's pairs as they were.
        """
        ranked = []
        for row in rows:
            other = row.other(side)
            if other != self.side:
                standing, rank = self._standing(other), rank_of(row.score, other)
                if standing in LISTED and rank >= self._cut(side, standing):
                    ranked.append((standing, rank))
        if side in self.scores and self.now in LISTED:
            rank = rank_of(self.scores[side].score, self.side)
            if rank >= self._cut(side, self.now):
                ranked.append((self.now, rank))
        return lists_of(ranked)

    def _rescan(self, side: int) -> None:
        place = self.index.place_of[side]
        near = self.matcher.near(place)
        scores = self.matcher.scores(place, near.only(self.matcher.best(near)))
        self.lists[side] = self.matcher.lists(place, scores)
        for other, score in scores.items():
            self.rescored[ordered(side, other)] = score

    def _wanted(self, known: dict[tuple[int, int], Row]) -> dict[tuple[int, int], Score | None]:
        """The pairs to keep, of those known and those that stand in a new list; scores if new."""
        fresh = {
            **self.rescored,
            **{ordered(self.side, other): score for other, score in self.scores.items()},
        }
        wanted = {}
        for pair in {*known, *fresh}:
            score = fresh.get(pair)
            if score is None and self.side not in pair:
                points = known[pair].score
            else:
                points = score.score if score else 0.0
            a, b = pair
            if points and (self._lists(a, b, points) or self._lists(b, a, points)):
                wanted[pair] = score
        return wanted

    def _lists(self, side: int, other: int, points: float) -> bool:
        """Whether the other stands in this side's list."""
        standing = self._standing(other)
        if standing not in LISTED or self._standing(side) is None:
            return False
        rank = rank_of(points, other)
        if side in self.lists:
            return rank in self.lists[side].ranks[standing]
        return rank >= self._cut(side, standing)

    def _write(self, known: dict, wanted: dict) -> None:
        delete_pairs([row.pk for pair, row in known.items() if pair not in wanted])
        write_pairs(
            [
                self._pair(pair, score)
                for pair, score in wanted.items()
                if score and (pair not in known or self.side in pair)
            ]
        )

    def _pair(self, pair: tuple[int, int], score: Score) -> tuple:
        a, b = (self.index.borough_at(self.index.place_of[side]) for side in pair)
        return (
            *(pair_number(*pair), *pair, a, b),
            *(score.score, json.dumps(score.as_json()), score.label, SCORER_VERSION),
        )

    def _write_cuts(self) -> None:
        changed = []
        for side, found in self.lists.items():
            place = self.index.place_of[side]
            cuts = [found.cut(standing) for standing in LISTED]
            if cuts != [self.index.cut_open[place], self.index.cut_sealed[place]]:
                self.index.cut_open[place], self.index.cut_sealed[place] = cuts
                changed.append((side, *cuts))
        if changed:
            with connection.cursor() as cursor:
                cursor.execute(NEW_CUTS, [list(column) for column in zip(*changed, strict=True)])


def ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def stored_pairs(sides: Iterable[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(STORED, {"sides": list(sides)})
        return [Row(*values) for values in cursor.fetchall()]


def write_pairs(rows: list[tuple]) -> None:
    """Add pairs, and write again those scored again that came out otherwise."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(PAIRS, [list(column) for column in zip(*rows, strict=True)])


def delete_pairs(numbers: list[int]) -> None:
    """Delete pairs whose lists are seen to; others free a place (migration 0002)."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(DELETE, [numbers])
