"""Every side's best partners at once: the same rules as for one side, over blocks of arrays.

Sides that share a key make a block. A pair that even with all points for words would not reach
the worst of a side's best so far is not measured any further; what is left is a few more than the
lists hold, and goes to `score_pair`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from needs.block_words import BlockWords
from needs.estimates import TOLERANCE, Tables, confirmed, facet_points, steps_of
from needs.kinds import SCALE
from needs.nearest import KEPT, LISTED, Matcher
from needs.overlap import KEEP, kinds_points
from needs.retrieval import CAPABILITY, CELL, OTHER
from needs.side_index import SideIndex

TILE = 512  # rows of a block looked at together
CELLS_AT_ONCE = 3_000_000  # numbers in one tile
SMALL = 96  # blocks of fewer sides are looked at as pairs
PAIRS_AT_ONCE = 200_000
AT_ONCE = 4_096  # of them whose meanings are multiplied together
MANY = 0.15  # share of a tile still open, above which all of its words are measured
KIND_BITS = 28
LARGE = (CAPABILITY, CELL, OTHER)  # kinds of key that many sides share, in order


@dataclass
class Found:
    """Candidates as three arrays: a side's place, its partner's, and the estimated score."""

    rows: np.ndarray
    columns: np.ndarray
    points: np.ndarray


class AllPairs:
    """Goes through the blocks; `floor` is the least a new partner must reach, by standing."""

    def __init__(self, matcher: Matcher, threads: int = 1):
        self.index: SideIndex = matcher.index
        self.tables: Tables = matcher.tables
        self.threads = threads
        count = self.index.count
        self.floor = np.full((len(LISTED), count), KEEP - TOLERANCE, np.float32)
        self.words_most = float(self.tables.words.max())
        self.meaning_most = float(self.tables.meaning.max())
        self.found: list[Found] = []

    def run(self) -> Found:
        """Every side with each partner that may be among its best of either kind."""
        small = []
        for kind in (*LARGE, None):
            blocks = []
            for key, places in self.index.postings():
                of_kind = key >> KIND_BITS << KIND_BITS
                if of_kind != kind and not (
                    kind is None and of_kind not in (CAPABILITY, CELL, OTHER)
                ):
                    continue
                (blocks if len(places) >= SMALL else small).append(places)
            blocks.sort(key=len, reverse=True)
            self._each(self._of_one_capability if kind == CAPABILITY else self._of_several, blocks)
        self._each(self._pairs, list(joined(small, self.index.count)))
        return self._settled()

    def _each(self, work, parts: list) -> None:
        with ThreadPoolExecutor(self.threads) as pool:
            for found in pool.map(work, parts):
                self.found += found

    # Blocks ----------------------------------------------------------------------------------

    def _of_one_capability(self, places: np.ndarray) -> list[Found]:
        """All pairs of a block whose sides are of one capability: most are worth measuring."""
        found, block = [], None
        for tile in tiles(len(places), len(places)):
            rows = places[tile]
            points = self._open_facets(rows, places)
            cosines = self.index.meaning[rows] @ self.index.meaning[places].T
            both = self.index.means[rows][:, None] & self.index.means[places]
            points += self.tables.meaning[steps_of(cosines)] * both
            self._lift(points, rows, places)  # words only add to what there is
            floor = self._floor(rows, places)
            is_open = points + self.words_most >= floor
            if np.count_nonzero(is_open) > MANY * is_open.size:
                block = block or BlockWords(self.index, places)
                points += self.tables.words[steps_of(block.cosines(tile))]
            else:
                points[~is_open] = -np.inf
                at, to = np.nonzero(is_open)
                cosines = self._word_cosines(rows[at], places[to])
                points[at, to] += self.tables.words[steps_of(cosines)]
            self._lift(points, rows, places)
            at, to = np.nonzero(points >= self._floor(rows, places))
            found.append(Found(rows[at], places[to], points[at, to]))
        return found

    def _of_several(self, places: np.ndarray) -> list[Found]:
        """Pairs of a block whose sides are of several capabilities, but for those of one.

        Those were looked at in the first blocks. Few of the rest can reach what was found there,
        and those are measured one by one.
        """
        found = []
        capability = self.index.capability[places]
        for mine, columns in parted(places, capability):
            for tile in tiles(len(mine), len(columns)):
                rows = mine[tile]
                points = self._open_facets(rows, columns)
                kinds = self.index.capability[rows], self.index.capability[columns]
                same = (kinds[0][:, None] == kinds[1]) & (kinds[1] != 0)
                most = points + (self.meaning_most + self.words_most)
                at, to = np.nonzero((most >= self._floor(rows, columns)) & ~same)
                found.append(self._measured(rows[at], columns[to], points[at, to]))
        return found

    def _open_facets(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Points of facets, and none of pairs that may not be: of one borough, or not listed."""
        points = facet_points(self.index, self.tables, rows, columns)
        points[self.index.borough[rows][:, None] == self.index.borough[columns]] = -np.inf
        points[:, ~self._listed(columns)] = -np.inf
        return points

    def _listed(self, places: np.ndarray) -> np.ndarray:
        return np.isin(self.index.standing[places], LISTED)

    def _floor(self, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
        standing = np.minimum(self.index.standing[places], len(LISTED) - 1)
        return self.floor[:, rows].T[:, standing] if standing.any() else self.floor[0][rows, None]

    def _lift(self, points: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> None:
        """Make each row's floor as high as its best so far allow."""
        for standing in LISTED:
            of_kind = np.flatnonzero(self.index.standing[columns] == standing)
            if len(of_kind) > KEPT:
                theirs = points if len(of_kind) == len(columns) else points[:, of_kind]
                last = np.partition(theirs, -KEPT, axis=1)[:, -KEPT]
                floor = self.floor[standing]
                floor[rows] = np.maximum(floor[rows], last - 2 * TOLERANCE)

    # Pairs -----------------------------------------------------------------------------------

    def _pairs(self, pairs: tuple[np.ndarray, np.ndarray]) -> list[Found]:
        """Pairs of the small blocks, each once."""
        ones, others = pairs
        apart = self.index.borough[ones] != self.index.borough[others]
        ones, others = ones[apart], others[apart]
        points = self._facets(ones, others)
        measured = self._measured(ones, others, points, both_ways=True)
        found = []
        for rows, columns in (
            (measured.rows, measured.columns),
            (measured.columns, measured.rows),
        ):
            keep = self._reaches(rows, columns, measured.points)
            found.append(Found(rows[keep], columns[keep], measured.points[keep]))
        return found

    def _measured(
        self, rows: np.ndarray, columns: np.ndarray, points: np.ndarray, both_ways: bool = False
    ) -> Found:
        """Pairs whose facets are known: meaning first, and words of those that still may reach.

        A pair reaches the floor of its row or, both ways, of either.
        """
        for most, cosines, table in (
            (self.meaning_most + self.words_most, self._meaning_cosines, self.tables.meaning),
            (self.words_most, self._word_cosines, self.tables.words),
        ):
            keep = self._may_reach(rows, columns, points + most, both_ways)
            rows, columns, points = rows[keep], columns[keep], points[keep]
            points = points + self._points_of(cosines, table, rows, columns)
        keep = self._may_reach(rows, columns, points, both_ways)
        return Found(rows[keep], columns[keep], points[keep])

    def _points_of(self, cosines, table, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        points = table[steps_of(cosines(rows, columns))]
        if table is self.tables.meaning:
            points = points * (self.index.means[rows] & self.index.means[columns])
        return points

    def _may_reach(self, rows, columns, points, both_ways: bool) -> np.ndarray:
        reach = self._reaches(rows, columns, points)
        return reach | self._reaches(columns, rows, points) if both_ways else reach

    def _facets(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        index, tables = self.index, self.tables
        sure = np.rint(index.certainty * 100).astype(np.int8)
        kind = tables.place_of[index.capability[: index.count]]
        points = tables.relation[kind[rows], kind[columns]]
        points = points * tables.sure[sure[rows], sure[columns]]
        points += self._kind_points(rows, columns)
        points += tables.veto[index.flag_set[rows], index.flag_set[columns]]
        for names, worth in ((index.supplier, tables.incumbent), (index.product, tables.product)):
            points += worth * ((names[rows] == names[columns]) & (names[rows] != 0))
        return points

    def _kind_points(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Points for likely kinds of pairs, where not both are confirmed."""
        both = np.einsum(
            "ij,ij->i", self.index.kinds[rows], self.index.kinds[columns], dtype=np.float32
        )
        points = kinds_points(np.minimum(both / SCALE**2, 1))
        return points * ~(confirmed(self.index, rows) & confirmed(self.index, columns))

    def _reaches(self, rows: np.ndarray, columns: np.ndarray, points: np.ndarray) -> np.ndarray:
        standing = self.index.standing[columns]
        floor = self.floor[np.minimum(standing, len(LISTED) - 1), rows]
        return (standing < len(LISTED)) & (points >= floor)

    def _meaning_cosines(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Cosines of meaning of pairs, some thousands at a time so that they stay near."""
        meaning = self.index.meaning
        cosines = np.zeros(len(ones), np.float32)
        for begin in range(0, len(ones), AT_ONCE):
            some = slice(begin, begin + AT_ONCE)
            np.einsum("ij,ij->i", meaning[ones[some]], meaning[others[some]], out=cosines[some])
        return cosines

    def _word_cosines(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Cosines of n-grams of pairs, those of one row at a time."""
        order = np.argsort(rows, kind="stable")
        cosines = np.zeros(len(rows))
        for part in np.split(order, np.flatnonzero(np.diff(rows[order])) + 1):
            if len(part):
                cosines[part] = self.index.word_cosines(int(rows[part[0]]), columns[part])
        return cosines

    def _settled(self) -> Found:
        """Each pair of a row once, and only what still reaches the row's floor."""
        if not self.found:
            none = np.zeros(0, np.int32)
            return Found(none, none, np.zeros(0, np.float32))
        rows, columns, points = (
            np.concatenate([getattr(found, name) for found in self.found])
            for name in ("rows", "columns", "points")
        )
        number = rows.astype(np.int64) * self.index.count + columns
        _, first = np.unique(number, return_index=True)
        rows, columns, points = rows[first], columns[first], points[first]
        self._raise_floors(rows, columns, points)
        keep = self._reaches(rows, columns, points)
        return Found(rows[keep], columns[keep], points[keep])

    def _raise_floors(self, rows: np.ndarray, columns: np.ndarray, points: np.ndarray) -> None:
        """As high as all that was found for a row allows."""
        for standing in LISTED:
            chosen = np.flatnonzero(self.index.standing[columns] == standing)
            chosen = chosen[np.lexsort((-points[chosen], rows[chosen]))]
            last = np.flatnonzero(place_in_row(rows[chosen]) == KEPT - 1)
            floor = self.floor[standing]
            floor[rows[chosen[last]]] = points[chosen[last]] - 2 * TOLERANCE


def tiles(rows: int, columns: int) -> Iterator[slice]:
    """Rows some at a time, so that a tile stays small."""
    height = max(1, min(TILE, CELLS_AT_ONCE // max(1, columns)))
    for begin in range(0, rows, height):
        yield slice(begin, min(begin + height, rows))


def parted(places: np.ndarray, capability: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of a block, without most pairs of the capability that many are of."""
    named = capability[capability != 0]
    if not len(named):
        return [(places, places)]
    main = np.bincount(named).argmax()
    inside, outside = places[capability == main], places[capability != main]
    return [(inside, outside), (outside, places)]


def place_in_row(rows: np.ndarray) -> np.ndarray:
    """How many of the same row stand before each; equal rows stand together."""
    begins = np.flatnonzero(np.diff(rows, prepend=-1))
    return np.arange(len(rows)) - np.repeat(begins, np.diff([*begins, len(rows)]))


def joined(blocks: list[np.ndarray], count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All pairs of places of all these blocks, each once, some hundred thousand at a time."""
    if not blocks:
        return
    numbers = []
    for places in blocks:
        upper, lower = np.triu_indices(len(places), 1)
        numbers.append(places[upper].astype(np.int64) * count + places[lower])
    pairs = np.unique(np.concatenate(numbers))
    for begin in range(0, len(pairs), PAIRS_AT_ONCE):
        yield np.divmod(pairs[begin : begin + PAIRS_AT_ONCE], count)
