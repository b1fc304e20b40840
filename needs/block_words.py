"""Cosines of n-grams within a block of sides, all at once."""

import numpy as np

from needs.side_index import SideIndex
from procurement_portal.lib.text_similarity import BUCKETS, WEIGHT_SCALE

COMMON = 2_048  # n-grams of a block multiplied densely: the most frequent


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
