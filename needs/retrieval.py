"""Which records are worth comparing: those that share a key. Pure.

A record's keys are its capability (or, for what is no technology, the kind it most likely is), its
rarest words and the cells of meaning its text lies in.
Two records are compared when they share one, which holds both ways round and depends on the two
alone (docs/adr/0013). The cells are fitted once on the notice corpus (`manage.py fit_cells`).
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

from needs import kinds, words

CELLS = Path(__file__).parent / "data" / "meaning_cells.npy"
CELLS_EACH = 4  # cells a text lies in, the nearest
TERMS_EACH = 12  # rare words it is found by, the rarest
TERM_SHARE = 0.01  # in fewer notices than this share
# Which kind a key is of stands above its number.
CAPABILITY, TERM, CELL, OTHER = 1 << 28, 2 << 28, 3 << 28, 4 << 28


def capability_key(capability_id: int) -> int:
    return CAPABILITY | capability_id


def is_capability_key(key: int) -> bool:
    return key >> 28 == 1


def is_cell_key(key: int) -> bool:
    return key >> 28 == 3


def cell_keys(meaning: np.ndarray | None) -> list[int]:
    """The keys of the cells a text lies in."""
    return [CELL | cell for cell in cells_of(meaning)]


def text_keys(terms: list[str], meaning: np.ndarray | None, said: bytes = b"") -> list[int]:
    """The keys that come from the text alone; `said` are its likely kinds."""
    table = words.frequencies()
    places = {word: words.word_bucket(word) for word in terms}
    rare = [w for w, place in places.items() if table.counts[place] < TERM_SHARE * table.documents]
    rare.sort(key=lambda word: (table.counts[places[word]], word))
    keys = {TERM | places[word] for word in rare[:TERMS_EACH]}
    return sorted({*keys, *cell_keys(meaning), *other_keys(said)})


def other_keys(said: bytes) -> set[int]:
    """The key of what is no technology: a capability has its own."""
    kind = kinds.likeliest(said) if said else None
    return {OTHER | kinds.number_of()[kind.slug]} if kind and not kind.is_capability else set()


def keys_of(capability_id: int | None, keys: list[int]) -> list[int]:
    """All keys of a side: its text's, and its capability's."""
    return [capability_key(capability_id), *keys] if capability_id else list(keys)


@lru_cache(maxsize=1)
def centres() -> np.ndarray:
    """The middles of the cells: unit vectors, float32 of shape (cells, 384)."""
    return np.load(CELLS).astype(np.float32)


def cells_of(meaning: np.ndarray | None) -> list[int]:
    """The cells nearest to a text's meaning; none without one."""
    if meaning is None:
        return []
    order = np.argsort(-(centres() @ meaning), kind="stable")
    return order[:CELLS_EACH].tolist()


def fit_cells(vectors: np.ndarray, cells: int, rounds: int = 25) -> np.ndarray:
    """Middles of `cells` groups of unit vectors, by k-means on the sphere; the same each time."""
    middles = vectors[np.linspace(0, len(vectors) - 1, cells).astype(int)].copy()
    for _ in range(rounds):
        nearest = np.argmax(vectors @ middles.T, axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), middles)
    return middles.astype(np.float16)
