"""Every side's best partners at once: the same rules as for one side, over blocks of arrays.

Sides that share a key make a block. A pair that even with all points for words would not reach
the worst of a side's best so far is not measured any further; what is left is a few more than the
lists hold, and goes to `score_pair`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from needs.estimates import TOLERANCE, Tables, confirmed, facet_points, steps_of
from needs.kinds import SCALE
from needs.nearest import KEPT, LISTED, Matcher
from needs.overlap import KEEP, kinds_points
from needs.retrieval import CAPABILITY, CELL, OTHER
from needs.side_index import SideIndex
from needs.words import BUCKETS, WEIGHT_SCALE

TILE = 512  # rows of a block looked at together
CELLS_AT_ONCE = 3_000_000  # numbers in one tile
COMMON = 2_048  # n-grams of a block multiplied densely: the most frequent
SMALL = 96  # blocks of fewer sides are looked at as pairs
PAIRS_AT_ONCE = 200_000
AT_ONCE = 4_096  # of them whose meanings are multiplied together
FEW = 0.03  # share of a tile still open, below which pairs are measured one by one
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
            self._each(partial(self._block, is_first=kind == CAPABILITY), blocks)
        self._each(self._pairs, list(joined(small, self.index.count)))
        return self._settled()

    def _each(self, work, parts: list) -> None:
        with ThreadPoolExecutor(self.threads) as pool:
            for found in pool.map(work, parts):
                self.found += found

    # Blocks ----------------------------------------------------------------------------------

    def _block(self, places: np.ndarray, is_first: bool) -> list[Found]:
        """All pairs of a block; those of one capability were looked at in the first blocks."""
        found = []
        block = None
        capability = self.index.capability[places]
        height = max(1, min(TILE, CELLS_AT_ONCE // len(places)))
        for begin in range(0, len(places), height):
            tile = slice(begin, min(begin + height, len(places)))
            rows = places[tile]
            points = facet_points(self.index, self.tables, rows, places)
            self._add_meaning(points, rows, places)
            points[self.index.borough[rows][:, None] == self.index.borough[places]] = -np.inf
            points[:, ~self._listed(places)] = -np.inf
            if not is_first:
                same = capability[tile][:, None] == capability
                points[same & (capability != 0)] = -np.inf
            floor = self._floor(rows, places)
            is_open = points + self.words_most >= floor
            share = np.count_nonzero(is_open) / is_open.size
            if share > FEW:
                block = block or BlockWords(self.index, places)
                points += self.tables.words[steps_of(block.cosines(tile))]
                is_open = points >= floor
            elif share:
                at, to = np.nonzero(is_open)
                cosines = self._word_cosines(rows[at], places[to])
                points[at, to] += self.tables.words[steps_of(cosines)]
                is_open &= points >= floor
            else:
                continue
            found.append(self._taken(points, is_open, rows, places))
        return found

    def _listed(self, places: np.ndarray) -> np.ndarray:
        return np.isin(self.index.standing[places], LISTED)

    def _floor(self, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
        standing = np.minimum(self.index.standing[places], len(LISTED) - 1)
        return self.floor[:, rows].T[:, standing] if standing.any() else self.floor[0][rows, None]

    def _add_meaning(self, points, rows: np.ndarray, places: np.ndarray) -> None:
        cosines = self.index.meaning[rows] @ self.index.meaning[places].T
        worth = self.tables.meaning[steps_of(cosines)]
        both = self.index.means[rows][:, None] & self.index.means[places]
        points += worth if both.all() else worth * both

    def _taken(self, points, is_open, rows, places) -> Found:
        """What is left of a tile, once each row's floor is as high as its best allow."""
        points = np.where(is_open, points, -np.inf)
        for standing in range(len(LISTED)):
            columns = np.flatnonzero(self.index.standing[places] == standing)
            if len(columns) > KEPT:
                of_kind = points if len(columns) == len(places) else points[:, columns]
                last = np.partition(of_kind, -KEPT, axis=1)[:, -KEPT]
                floor = self.floor[standing]
                floor[rows] = np.maximum(floor[rows], last - 2 * TOLERANCE)
        at, to = np.nonzero(points >= self._floor(rows, places))
        return Found(rows[at], places[to], points[at, to])

    # Pairs -----------------------------------------------------------------------------------

    def _pairs(self, pairs: tuple[np.ndarray, np.ndarray]) -> list[Found]:
        """Pairs of the small blocks, each once: facets first, then meaning, then words."""
        index = self.index
        ones, others = pairs
        apart = index.borough[ones] != index.borough[others]
        ones, others = ones[apart], others[apart]
        points = self._facets(ones, others)
        meaning_most = float(self.tables.meaning.max())
        keep = self._may_reach(ones, others, points + meaning_most + self.words_most)
        ones, others, points = ones[keep], others[keep], points[keep]
        cosines = self._meaning_cosines(ones, others)
        points += self.tables.meaning[steps_of(cosines)] * (index.means[ones] & index.means[others])
        keep = self._may_reach(ones, others, points + self.words_most)
        ones, others, points = ones[keep], others[keep], points[keep]
        points += self.tables.words[steps_of(self._word_cosines(ones, others))]
        found = []
        for rows, columns in ((ones, others), (others, ones)):
            keep = self._reaches(rows, columns, points)
            found.append(Found(rows[keep], columns[keep], points[keep]))
        return found

    def _may_reach(self, ones: np.ndarray, others: np.ndarray, points: np.ndarray) -> np.ndarray:
        return self._reaches(ones, others, points) | self._reaches(others, ones, points)

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


class BlockWords:
    """Cosines of n-grams within a block: frequent ones as a dense product, the rest joined."""

    def __init__(self, index: SideIndex, places: np.ndarray):
        self.count = len(places)
        sizes = index.lengths[places].astype(np.int64)
        sides = np.repeat(np.arange(self.count, dtype=np.int64), sizes)
        within = np.arange(len(sides)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        at = np.repeat(index.starts[places], sizes) + within
        keys = index.gram_keys[at]
        weights = index.gram_weights[at].astype(np.float32) / WEIGHT_SCALE
        often = np.bincount(keys, minlength=BUCKETS)
        common = np.argsort(-often, kind="stable")[:COMMON]
        column = np.full(BUCKETS, -1, np.int32)
        column[common] = np.arange(len(common))
        is_common = column[keys] >= 0
        self.dense = np.zeros((self.count, len(common)), np.float32)
        self.dense[sides[is_common], column[keys[is_common]]] = weights[is_common]
        # The rest, by side, and by n-gram for joining; what stands alone joins nothing.
        shared = ~is_common & (often[keys] > 1)
        self.sides, self.keys, self.weights = sides[shared], keys[shared], weights[shared]
        order = np.argsort(self.keys, kind="stable")
        self.their_sides, self.their_weights = self.sides[order], self.weights[order]
        self.often = often
        self.starts = np.searchsorted(self.keys[order], np.arange(BUCKETS))

    def cosines(self, tile: slice) -> np.ndarray:
        """Cosines of the tile's sides with all of the block, to seven digits."""
        cosines = self.dense[tile] @ self.dense.T
        mine = slice(*np.searchsorted(self.sides, [tile.start, tile.stop]))
        keys = self.keys[mine]
        sizes = self.often[keys]
        if not len(sizes):
            return cosines
        ends = np.cumsum(sizes)
        at = np.repeat(self.starts[keys] - (ends - sizes), sizes) + np.arange(ends[-1])
        place = np.repeat((self.sides[mine] - tile.start) * self.count, sizes)
        place += self.their_sides[at]
        products = np.repeat(self.weights[mine], sizes) * self.their_weights[at]
        cosines += np.bincount(place, products, cosines.size).reshape(cosines.shape)
        return cosines
