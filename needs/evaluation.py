"""How often the engine is right: its ranking and its labels on judged records. Pure.

Records of different buyers are compared by the product's own reading and scoring, and by four
baselines. What is measured, and how, is specified on the page "How overlap is worked out" and in
docs/overlap.md. Memory grows with the square of the labelled rows: some thousands are fine.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from needs import kinds
from needs.overlap import LABELS, LOWEST_LABEL, Profile, label_for, score_pair
from needs.reading import Reading, Text, read
from needs.retrieval import keys_of, text_keys

PRECISE = 0.9
NOT_COMPARED = -1e9


@dataclass(frozen=True)
class Row:
    """A judged record: what the product is given of it, and its group ("" for none)."""

    key: str
    title: str
    text: str
    buyer: str
    group: str
    kind: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.text}"


@dataclass(frozen=True)
class Figures:
    """Means over queries, and over all pairs of different buyers; NaN where there are none."""

    map: float
    recall_at_5: float
    precision_at_3: float
    pair_ap: float
    recall_at_p90: float


def figures(scores: np.ndarray, rows: list[Row]) -> Figures:
    """Of a square table of scores, higher for more alike."""
    compared, same = comparable(rows), together(rows)
    ranked = [ranking(scores[n], compared[n], same[n]) for n in range(len(rows))]
    queries = [hits for hits in ranked if hits.any()]
    upper = np.triu(compared, 1)
    hits = _sorted_hits(scores[upper], same[upper])
    return Figures(
        _mean(average_precision(found) for found in queries),
        _mean(found[:5].sum() / min(5, found.sum()) for found in queries),
        _mean(found[:3].mean() for found in queries),
        average_precision(hits) if hits.any() else math.nan,
        recall_at_precision(hits, PRECISE),
    )


def comparable(rows: list[Row]) -> np.ndarray:
    """Which pairs are of different buyers."""
    buyers = np.array([row.buyer for row in rows])
    return buyers[:, None] != buyers[None, :]


def together(rows: list[Row]) -> np.ndarray:
    """Which pairs are in the same group; a row without one is in none."""
    groups = np.array([row.group for row in rows])
    return (groups[:, None] == groups[None, :]) & (groups != "")


def queries_of(rows: list[Row]) -> int:
    """Rows with at least one true partner at another buyer."""
    return int((comparable(rows) & together(rows)).any(axis=1).sum())


def ranking(scores: np.ndarray, compared: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Whether each candidate is a true partner, the best scored first."""
    return _sorted_hits(scores[compared], same[compared])


def _sorted_hits(scores: np.ndarray, same: np.ndarray) -> np.ndarray:
    return same[np.argsort(-scores, kind="stable")]


def average_precision(hits: np.ndarray) -> float:
    """The mean of the precision at each true one; `hits` holds at least one."""
    places = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(places) + 1) / places).mean())


def recall_at_precision(hits: np.ndarray, wanted: float) -> float:
    """The largest share of true ones found while so many of those found are true."""
    if not hits.any():
        return math.nan
    found = np.cumsum(hits)
    precise = np.flatnonzero(found / np.arange(1, len(hits) + 1) >= wanted)
    return float(found[precise[-1]] / found[-1]) if len(precise) else 0.0


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return float(np.mean(values)) if values else math.nan


# What is measured ----------------------------------------------------------------------------


def profile(reading: Reading, buyer: str) -> Profile:
    """An imported notice as the scorer sees it: nobody confirmed what it is."""
    return Profile(
        borough=buyer,
        vector=reading.vector,
        terms=frozenset(reading.terms),
        flags=reading.flags,
        meaning=reading.meaning,
        kinds=reading.kinds,
    )


def keys_of_reading(reading: Reading) -> set[int]:
    """What a record is found by once the engine has given it a capability, as on import."""
    kind = kinds.likeliest(reading.kinds) if reading.kinds else None
    capability = kinds.number_of()[kind.slug] + 1 if kind and kind.is_capability else None
    return set(keys_of(capability, text_keys(list(reading.terms), reading.meaning, reading.kinds)))


def product_scores(rows: list[Row], threads: int = 1) -> np.ndarray:
    """The product's own score of every pair of different buyers that it would compare."""
    readings = read([Text(row.title, row.text, row.buyer) for row in rows], threads)
    profiles = [profile(found, row.buyer) for found, row in zip(readings, rows, strict=True)]
    keys = [keys_of_reading(found) for found in readings]
    scores = np.full((len(rows), len(rows)), NOT_COMPARED)
    for one, other in np.argwhere(np.triu(comparable(rows), 1)):
        if keys[one].isdisjoint(keys[other]):
            continue
        pair = score_pair(profiles[one], profiles[other])
        scores[one, other] = scores[other, one] = pair.score
    return scores


@dataclass(frozen=True)
class LabelFigures:
    """Of the pairs that the product gave one label: how many, and how many are true."""

    label: str
    name: str
    pairs: int
    true: int

    @property
    def precision(self) -> float | None:
        return self.true / self.pairs if self.pairs else None


def label_figures(scores: np.ndarray, rows: list[Row], keep: float) -> list[LabelFigures]:
    """Per label, the surest first, over pairs that score `keep` or more."""
    upper = np.triu(comparable(rows), 1)
    found, true = scores[upper], together(rows)[upper]
    given = np.array([label_for(score) if score >= keep else "" for score in found])
    named = [*((key, name) for _, key, name in LABELS), LOWEST_LABEL]
    return [
        LabelFigures(key, name, int((given == key).sum()), int(true[given == key].sum()))
        for key, name in named
    ]
