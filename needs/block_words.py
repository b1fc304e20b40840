"""Cosines of n-grams of some sides with some others, all at once."""

import numpy as np

from needs.side_index import SideIndex
from procurement_portal.lib.text_similarity import BUCKETS, WEIGHT_SCALE

AT_ONCE = 512  # columns


def cosines_of_each(index: SideIndex, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Cosines of n-grams: float64 of shape (rows, columns), exact (needs.words).

    Quick where the rows say much the same: all are multiplied by what they say together, and the
    columns' n-grams are gone through once.
    """
    owner, keys, weights = index.grams_of(rows)
    said, place = np.unique(keys, return_inverse=True)
    mine = np.zeros((len(rows), len(said)))
    mine[owner, place] = weights
    number = np.zeros(BUCKETS, np.int32)
    number[said] = np.arange(1, len(said) + 1)
    sums = np.zeros((len(rows), len(columns)))
    for begin in range(0, len(columns), AT_ONCE):
        some = slice(begin, begin + AT_ONCE)
        owner, keys, weights = index.grams_of(columns[some])
        shared = np.flatnonzero(number[keys])
        theirs = np.zeros((len(columns[some]), len(said)))
        theirs[owner[shared], number[keys[shared]] - 1] = weights[shared]
        sums[:, some] = mine @ theirs.T
    return np.minimum(sums / float(WEIGHT_SCALE) ** 2, 1.0)
