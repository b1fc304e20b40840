"""Cosines of many pairs of sides."""

from itertools import pairwise

import numpy as np

from needs.side_index import SideIndex

AT_ONCE = 4_096  # pairs whose meanings are multiplied together, so that they stay near


def meaning_cosines(index: SideIndex, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Cosines of meaning of pairs: float32, exact."""
    meaning = index.meaning
    cosines = np.zeros(len(ones), np.float32)
    for begin in range(0, len(ones), AT_ONCE):
        some = slice(begin, begin + AT_ONCE)
        np.einsum("ij,ij->i", meaning[ones[some]], meaning[others[some]], out=cosines[some])
    return cosines


def word_cosines(index: SideIndex, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Cosines of n-grams of pairs: float64, exact. Pairs of one side stand together."""
    cosines = np.zeros(len(ones))
    begins = np.flatnonzero(np.diff(ones, prepend=-1)).tolist()
    for begin, end in pairwise([*begins, len(ones)]):
        cosines[begin:end] = index.word_cosines(int(ones[begin]), others[begin:end])
    return cosines
