"""Every side's best partners at once: the same rules as for one side, over blocks of arrays.

Sides that share a key make a block. A pair that even with all points for words would not reach
the worst of a side's best so far is not measured any further; what is left is a few more than the
lists hold, and is scored exactly (needs.pair_scores). How, and why so: docs/adr/0025.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from needs.block_points import BlockPoints
from needs.block_words import cosines_of_each
from needs.estimates import (
    TOLERANCE,
    Tables,
    facet_points,
)
from needs.nearest import KEPT, LIKELIEST, LISTED, Arrays, Matcher
from needs.overlap import KEEP, meaning_points, words_points
from needs.pair_cosines import meaning_cosines, word_cosines
from needs.retrieval import CAPABILITY, CELL, OTHER
from needs.side_index import SideIndex

TILE = 512  # rows of a block looked at together
CELLS_AT_ONCE = 2_000_000  # numbers in one tile
SMALL = 96  # blocks of fewer sides are looked at as pairs
TOGETHER = 32  # rows of a tile whose words are looked at together
SHARED = 2  # of those rows that are open to a column, from which on words are measured of each
PAIRS_AT_ONCE = 200_000
KIND_BITS = 28
LARGE = (CAPABILITY, CELL, OTHER)  # kinds of key that many sides share, in order


@dataclass
class Found(Arrays):
    """Candidates as arrays of one length: a side's place and its partner's, the exact cosine of
    their words, and the estimated score."""

    rows: np.ndarray
    columns: np.ndarray
    words: np.ndarray
    points: np.ndarray

    @classmethod
    def joined(cls, parts: list["Found"]) -> "Found":
        if not parts:
            return cls(*(np.zeros(0, kind) for kind in (np.int32, np.int32, float, np.float32)))
        return cls(*map(np.concatenate, zip(*(vars(part).values() for part in parts), strict=True)))


class AllPairs:
    """Goes through the blocks; `floor` is the least a new partner must reach, by standing."""

    def __init__(self, matcher: Matcher, threads: int = 1):
        self.index: SideIndex = matcher.index
        self.tables: Tables = matcher.tables
        self.threads = threads
        count = self.index.count
        self.floor = np.full((len(LISTED), count), KEEP - TOLERANCE, np.float32)
        self.words_most = words_points(1.0)
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
        """All pairs of a block whose sides are of one capability."""
        return list(self._block(places, places, apart=False))

    def _of_several(self, places: np.ndarray) -> list[Found]:
        """Pairs of a block whose sides are of several capabilities, but for those of one, which
        were looked at in the first blocks."""
        return [
            found
            for rows, columns in parted(places, self.index.capability[places])
            for found in self._block(rows, columns, apart=True)
        ]

    def _block(self, rows: np.ndarray, columns: np.ndarray, apart: bool) -> Iterator[Found]:
        """All of these rows with the columns that may stand in a list, a list at a time.

        Rows of the same words stand together: what is read for one is near for the next.
        """
        rows = rows[np.lexsort(self.index.keys[rows].T[3:0:-1])]
        for standing in LISTED:
            theirs = columns[self.index.standing[columns] == standing]
            if not len(theirs):
                continue
            block = BlockPoints(self.index, self.tables, theirs, apart)
            for tile in tiles(len(rows), len(theirs)):
                yield self._tile(rows[tile], block, self.floor[standing])

    def _tile(self, rows: np.ndarray, block: BlockPoints, floor: np.ndarray) -> Found:
        """Pairs that reach their row's floor, which rises with what is found.

        Words only add to what there is. Where more are open than a row's likeliest, these are
        measured first: what they reach shuts out most of the others.
        """
        points = block.of(rows)
        is_open = points + self.words_most >= floor[rows, None]
        if np.count_nonzero(is_open) <= LIKELIEST * len(rows):
            found = self._worded(rows, block, points, is_open)
        else:
            top = np.partition(points, -LIKELIEST, axis=1)[:, -LIKELIEST:]
            first = is_open & (points >= top[:, :1])
            likeliest = self._worded(rows, block, points, first)
            self._raise(floor, likeliest)
            rest = is_open & ~first & (points + self.words_most >= floor[rows, None])
            found = Found.joined([likeliest, self._worded(rows, block, points, rest)])
        self._raise(floor, found)
        return found.only(found.points >= floor[found.rows])

    def _worded(
        self, rows: np.ndarray, block: BlockPoints, points: np.ndarray, chosen: np.ndarray
    ) -> Found:
        """The chosen pairs of a tile with their points for words."""
        parts = []
        for begin in range(0, len(rows), TOGETHER):
            some = slice(begin, begin + TOGETHER)
            at, to = np.divmod(np.flatnonzero(chosen[some]), len(block.columns))
            if not len(at):
                continue
            ones, others = rows[some][at], block.columns[to]
            united, among = np.unique(to, return_inverse=True)
            if len(at) < SHARED * len(united):
                cosines = word_cosines(self.index, ones, others)
            else:
                cosines = cosines_of_each(self.index, rows[some], block.columns[united])[at, among]
            worth = points[some][at, to] + words_points(cosines)
            parts.append(Found(ones, others, cosines, worth))
        return Found.joined(parts)

    # Pairs -----------------------------------------------------------------------------------

    def _pairs(self, pairs: tuple[np.ndarray, np.ndarray]) -> list[Found]:
        """Pairs of the small blocks, each once: words of those that may still reach a floor."""
        index = self.index
        ones, others = pairs
        apart = index.borough[ones] != index.borough[others]
        ones, others = ones[apart], others[apart]
        points = facet_points(index, self.tables, ones, others)
        points += meaning_points(meaning_cosines(index, ones, others))
        keep = self._reaches(ones, others, points + self.words_most)
        keep |= self._reaches(others, ones, points + self.words_most)
        ones, others, points = ones[keep], others[keep], points[keep]
        words = word_cosines(index, ones, others)
        points = points + words_points(words)
        both_ways = Found(ones, others, words, points), Found(others, ones, words, points)
        return [found.only(self._reaches(found.rows, found.columns, points)) for found in both_ways]

    def _reaches(self, rows: np.ndarray, columns: np.ndarray, points: np.ndarray) -> np.ndarray:
        standing = self.index.standing[columns]
        floor = self.floor[np.minimum(standing, len(LISTED) - 1), rows]
        return (standing < len(LISTED)) & (points >= floor)

    def _settled(self) -> Found:
        """Each pair of a row once, and only what still reaches the row's floor."""
        found = Found.joined(self.found)
        number = found.rows.astype(np.int64) * self.index.count + found.columns
        found = found.only(np.unique(number, return_index=True)[1])
        for standing in LISTED:
            chosen = self.index.standing[found.columns] == standing
            self._raise(self.floor[standing], found.only(chosen))
        return found.only(self._reaches(found.rows, found.columns, found.points))

    def _raise(self, floor: np.ndarray, found: Found) -> None:
        """Make each row's floor as high as these partners, each there once, allow."""
        order = np.lexsort((-found.points, found.rows))
        last = order[place_in_row(found.rows[order]) == KEPT - 1]
        rows = found.rows[last]
        floor[rows] = np.maximum(floor[rows], found.points[last] - 2 * TOLERANCE)


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
