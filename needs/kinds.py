"""What kind of purchase a text is about: shares over the portal's capabilities and other kinds.

The kinds are those shipped with the code: capabilities of technology, and what else councils buy,
so that a notice for grass cutting is not forced into one of technology. Their names are read by
the encoder once (`manage.py fit_meanings`) and stored. A text's shares follow from the text and
the code's version alone, whatever moderators edit meanwhile. Pure.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from needs import meaning
from needs.phrases import PhraseIndex
from needs.subject import Subject

DATA = Path(__file__).parent / "data"
MEANINGS = DATA / "kind_meanings.npz"
# How likeness to a kind becomes a share of certainty, fitted on the development labels of both
# kinds (docs/overlap.md): the mean of the three nearest names and of all of them, what phrases
# found add, and how sharply the likeliest kind stands out.
NEAREST_NAMES = 3
EVIDENCE, EVIDENCE_ALONE, SHARPNESS = 0.07, 0.14, 20.0
# A text near to no kind, such as a product's name alone, goes by the phrases found: they count
# so much more for what the nearest kind falls short of a clear likeness.
CLEAR_LIKENESS, EVIDENCE_UNCLEAR = 0.45, 1.5
SCALE = 255  # a stored share's root is a whole number up to this
KEPT = 8  # kinds kept a text, the likeliest


@dataclass(frozen=True)
class Kind:
    """A kind of purchase and what it is called."""

    slug: str
    name: str
    is_capability: bool
    description: str = ""
    synonyms: Sequence[str] = ()
    acronyms: Sequence[str] = ()
    products: Sequence[str] = ()
    suppliers: Sequence[str] = ()

    def names(self) -> list[str]:
        """The phrases it is recognised by, as the encoder reads them."""
        whole = self.description or ", ".join(self.synonyms[:3])
        said = [self.name, f"{self.name}. {whole}", *self.synonyms]
        return [*said, self.description] if self.description else said


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Every kind: capabilities that belong to a family, then what is not technology."""
    fields = ("slug", "name", "description", "synonyms", "acronyms", "products", "suppliers")
    shipped = json.loads((DATA / "capabilities.json").read_text(encoding="utf-8"))
    others = json.loads((DATA / "other_purchases.json").read_text(encoding="utf-8"))
    return (
        *(Kind(is_capability=True, **{f: c[f] for f in fields}) for c in shipped if c["parent"]),
        *(Kind(is_capability=False, **other) for other in others),
    )


@lru_cache(maxsize=1)
def number_of() -> dict[str, int]:
    """A kind's number by its slug."""
    return {kind.slug: number for number, kind in enumerate(kinds())}


@lru_cache(maxsize=1)
def phrase_index() -> PhraseIndex:
    return PhraseIndex.build(kinds())


def digest() -> str:
    """Changes when any name does: what the stored meanings were made from."""
    said = json.dumps([[kind.slug, kind.names()] for kind in kinds()])
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Likeness:
    """`names` are unit vectors of all names, kind after kind.

    `places`, of shape (kinds, most names of one), says which are whose; `is_name` where one is.
    """

    names: np.ndarray
    places: np.ndarray
    is_name: np.ndarray
    centres: np.ndarray

    @classmethod
    def of(cls, names: np.ndarray, counts: Sequence[int]) -> "Likeness":
        starts = np.cumsum([0, *counts])[:-1]
        columns = np.arange(max(*counts, NEAREST_NAMES))
        is_name = columns < np.array(counts)[:, None]
        places = np.where(is_name, starts[:, None] + columns, 0)
        centres = np.add.reduceat(names, starts)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        return cls(names, places, is_name, centres)

    def to(self, vector: np.ndarray) -> np.ndarray:
        """How near a meaning is to each kind: shape (kinds,)."""
        near = np.where(self.is_name, (self.names @ vector)[self.places], -np.inf)
        nearest = -np.partition(-near, NEAREST_NAMES - 1, axis=1)[:, :NEAREST_NAMES]
        return (nearest.mean(axis=1) + self.centres @ vector) / 2


@lru_cache(maxsize=1)
def stored_likeness() -> Likeness:
    """Of the shipped kinds. Raises ValueError when it was made from other names."""
    with np.load(MEANINGS) as file:
        if str(file["digest"]) != digest():
            raise ValueError("The kinds have changed: run manage.py fit_meanings")
        names = file["names"].astype(np.float32)
    return Likeness.of(names, [len(kind.names()) for kind in kinds()])


def read_names(named: Sequence[Kind], threads: int = 1) -> np.ndarray | None:
    """Unit vectors of all their names, read now; None without the encoder."""
    subjects = [Subject(name, "") for kind in named for name in kind.names()]
    vectors = meaning.weighed(subjects, [subject.whole for subject in subjects], threads)
    if vectors is None:
        return None
    return np.array([meaning.stored(row) for row in meaning.without_common(vectors)])


def write_meanings(threads: int) -> None:
    """Read every name with the encoder and store the vectors; the same names, the same file."""
    names = read_names(kinds(), threads).astype(np.float16)
    np.savez_compressed(MEANINGS, names=names, digest=digest())


def likeness_to(named: Sequence[Kind]) -> Likeness | None:
    """Of these kinds: stored for names that are shipped, read now for those that are not."""
    if not meaning.is_present():
        return None
    stored = stored_likeness()
    shipped = [name for kind in kinds() for name in kind.names()]
    place_of = {name: place for place, name in enumerate(shipped)}
    new = [kind for kind in named if not all(name in place_of for name in kind.names())]
    fresh = dict(zip((n for k in new for n in k.names()), read_names(new), strict=True))
    names = [
        fresh[name] if name in fresh else stored.names[place_of[name]]
        for kind in named
        for name in kind.names()
    ]
    return Likeness.of(np.array(names), [len(kind.names()) for kind in named])


def shares(
    index: PhraseIndex,
    text: str,
    weights: Mapping[int, float],
    *,
    likeness: Likeness | None,
    vector: np.ndarray | None,
    off: np.ndarray | float = 0.0,
) -> np.ndarray:
    """How likely each kind of the index is, adding up to 1; `off` is taken off first.

    `weights` are those of the text's plain words (needs.words).
    """
    found = index.evidence(text, weights)
    if vector is None or likeness is None:
        found *= EVIDENCE_ALONE
    else:
        near = likeness.to(vector)
        unclear = max(0.0, CLEAR_LIKENESS - float(near.max()))
        found = (EVIDENCE + EVIDENCE_UNCLEAR * unclear) * found + near
    found -= off
    likely = np.exp(SHARPNESS * (found - found.max()))
    return likely / likely.sum()


def shares_of(text: str, weights: Mapping[int, float], vector: np.ndarray | None) -> np.ndarray:
    """How likely each shipped kind is; all 0 for a text of no words of its own."""
    if not weights:
        return np.zeros(len(kinds()))
    return shares(phrase_index(), text, weights, likeness=stored_likeness(), vector=vector)


def packed(shares: np.ndarray) -> bytes:
    """The largest shares in two bytes each: the kind's number, and the root of its share.

    In order of the numbers; b"" for no shares.
    """
    if not shares.any():
        return b""
    kept = np.sort(np.argsort(-shares, kind="stable")[:KEPT])
    roots = np.rint(np.sqrt(shares[kept] / shares[kept].sum()) * SCALE).astype(int)
    pairs = zip(kept.tolist(), roots.tolist(), strict=True)
    return bytes(byte for number, root in pairs if root for byte in (number, root))


@lru_cache(maxsize=1_024)
def packed_kind(slug: str) -> bytes:
    """The same for a kind that is known; b"" for one that is not shipped."""
    number = number_of().get(slug)
    return b"" if number is None else bytes([number, SCALE])


@lru_cache(maxsize=1 << 16)
def _roots(said: bytes) -> dict[int, int]:
    return dict(zip(said[::2], said[1::2], strict=True))


def cosine(a: bytes, b: bytes) -> float | None:
    """0 to 1 between two packed shares, exact; None when either is empty."""
    if not (a and b):
        return None
    theirs = _roots(b)
    both = sum(root * theirs.get(number, 0) for number, root in _roots(a).items())
    return min(1.0, both / SCALE**2)


def shared(a: bytes, b: bytes) -> Kind | None:
    """The kind that two records most likely share; None when they share none."""
    theirs = _roots(b)
    both = [
        (root * theirs[number], -number) for number, root in _roots(a).items() if number in theirs
    ]
    return kinds()[-max(both)[1]] if both else None


def likeliest(said: bytes) -> Kind:
    """The kind a record most likely is of; `said` is not empty."""
    return kinds()[-max((root, -number) for number, root in _roots(said).items())[1]]


def dense(said: bytes) -> np.ndarray:
    """The roots of all kinds' shares: uint8 of shape (kinds,)."""
    roots = np.zeros(len(kinds()), np.uint8)
    pairs = np.frombuffer(said, np.uint8).reshape(-1, 2)
    roots[pairs[:, 0]] = pairs[:, 1]
    return roots


def likely(said: bytes, capability: str, certainty: float) -> bytes:
    """What counts of a record: the kind its borough named, or those its words speak for."""
    named = packed_kind(capability) if capability and certainty >= 1 else b""
    return named or said
