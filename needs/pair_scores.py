"""Exact scores of many pairs at once: the rules of needs.overlap, called with arrays."""

from dataclasses import dataclass

import numpy as np

from needs.estimates import certain_points, likely_cosines
from needs.nearest import Arrays, Matcher
from needs.overlap import kinds_points, meaning_points, words_points
from needs.pair_cosines import meaning_cosines

HAIR = 1e-6  # tenths


@dataclass
class PairScores(Arrays):
    """Pairs of places, the cosines of their texts, and their scores in tenths of a point.

    Arrays of one length; `ones` in order.
    """

    ones: np.ndarray
    others: np.ndarray
    words: np.ndarray
    meaning: np.ndarray
    tenths: np.ndarray


def pair_scores(
    matcher: Matcher, ones: np.ndarray, others: np.ndarray, words: np.ndarray
) -> PairScores:
    """The scores that `score_pair` gives these pairs; `words` are their cosines."""
    index = matcher.index
    meaning = meaning_cosines(index, ones, others)
    tenths = in_tenths(certain_points(index, matcher.tables, ones, others))
    tenths += in_tenths(kinds_points(likely_cosines(index, ones, others)))
    tenths += in_tenths(meaning_points(meaning.astype(np.float64)))
    tenths += in_tenths(words_points(words))
    return PairScores(ones, others, words, meaning, tenths)


def in_tenths(points: np.ndarray) -> np.ndarray:
    """Points in whole tenths as the parts of a score round them: int64."""
    times_ten = np.multiply(points, 10, dtype=np.float64)
    tenths = np.rint(times_ten).astype(np.int64)
    # Between two tenths it is the last bit of the points that decides, not of ten times them.
    for place in np.flatnonzero(np.abs(times_ten - np.floor(times_ten) - 0.5) < HAIR).tolist():
        tenths[place] = round(round(float(points[place]), 1) * 10)
    return tenths
