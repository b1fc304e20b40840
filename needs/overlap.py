"""When two records are alike, and why: parts that add up to the score. Pure functions.

Two clocks (docs/adr/0003, 0013). `score_pair` compares what changes only when text changes:
capability, meaning, words, incumbent, product, users, scale and contradictions. `timing` compares
dates and is worked out when a page is read, because dates move daily. Points are kept to one
decimal, so that a score equals the sum of its parts exactly as printed. How the weights and the
labels' limits were fitted is in docs/overlap.md; change `SCORER_VERSION` with any of them.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from needs import kinds, words
from needs.flags import BAND_WORDS, BOUGHT, CONTRADICTIONS, USERS, after

SCORER_VERSION = "2026-11.5"

# The most each part can give; together 99 with timing.
SAME_CAPABILITY, PARENT_CAPABILITY, SIBLING_CAPABILITY = 24.0, 14.0, 7.0  # both confirmed
OTHER_CAPABILITY = -14.0  # both said what it is, and it is not the same
LIKELY_CAPABILITY = 18.0  # at least one worked out from its words
MEANING, WORDS, INCUMBENT, PRODUCT, USED_BY, SCALE, TIMING = 36.0, 18.0, 4.0, 4.0, 1.0, 2.0, 10.0
CONTRADICTION, OTHER_PURCHASE, OTHER_SCALE = -17.0, -10.0, -2.0
NEAR_MEANING, NEAR_WORDS = 0.45, 0.25  # cosines from which texts are said to be alike

KEEP = 18.0  # pairs below are not worth a line
LABELS = ((38.0, "same", "Likely the same"), (27.0, "similar", "Similar"))
LOWEST_LABEL = ("related", "Related")


@dataclass(frozen=True)
class Profile:
    """A record as the scorer sees it.

    `vector` is a unit vector of hashed n-grams (needs.words.weigh) and `terms` its rare words;
    `meaning` is the encoder's unit vector as needs.meaning.stored leaves it, or None.
    `certainty` is 0 to 1: 1 when the borough confirmed the capability. `kinds` are the shares
    of what its words speak for (needs.kinds), `flags` what needs.flags found. `supplier` and
    `product` are keys equal for the same thing; "" is not known.
    """

    borough: str
    capability: str = ""
    capability_name: str = ""
    parent: str = ""
    parent_name: str = ""
    certainty: float = 1.0
    vector: Mapping[int, float] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()
    supplier: str = ""
    supplier_name: str = ""
    product: str = ""
    product_name: str = ""
    flags: frozenset[str] = frozenset()
    meaning: np.ndarray | None = field(default=None, compare=False, repr=False)
    kinds: bytes = b""

    @property
    def is_confirmed(self) -> bool:
        """Whether the borough said what it is."""
        return bool(self.capability) and self.certainty >= 1

    @property
    def likely_kinds(self) -> bytes:
        """The kind the borough named, or those its words speak for."""
        return kinds.likely(self.kinds, self.capability, self.certainty)


class Cosines(NamedTuple):
    """How near two texts are in words, 0 to 1, and in meaning; None where one side has none.

    A meaning may be further away than nothing in common: below 0.
    """

    words: float | None
    meaning: float | None


class Part(NamedTuple):
    """One reason: points (may be negative) and the sentence a person reads."""

    name: str
    points: float
    sentence: str


@dataclass(frozen=True)
class Score:
    """`score` is the sum of the parts' points."""

    score: float
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Score":
        parts = tuple(parts)
        return cls(round(sum([part.points for part in parts]), 1), parts)

    @property
    def label(self) -> str:
        return label_for(self.score)

    @property
    def label_text(self) -> str:
        return next((text for low, _, text in LABELS if self.score >= low), LOWEST_LABEL[1])

    def as_json(self) -> list[dict]:
        return [part._asdict() for part in self.parts]


def label_for(score: float) -> str:
    """ "same", "similar" or "related": a degree, never a verdict."""
    for low, key, _ in LABELS:
        if score >= low:
            return key
    return LOWEST_LABEL[0]


def score_pair(a: Profile, b: Profile, cosines: Cosines | None = None) -> Score:
    """How alike two records are, whatever their dates; the same both ways round.

    `cosines` are given where many pairs were measured at once: the same to the last bit as those
    worked out here, because the numbers behind them are whole (needs.words, needs.meaning).
    """
    cosines = cosines or cosines_of(a, b)
    return Score.of([part for rule in PARTS for part in rule(a, b, cosines)])


def cosines_of(a: Profile, b: Profile) -> Cosines:
    unread = a.meaning is None or b.meaning is None
    return Cosines(
        words.cosine(a.vector, b.vector) if a.vector and b.vector else None,
        None if unread else float(a.meaning @ b.meaning),
    )


def capability_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    """The strongest part: what both said they buy, worth less where the portal worked it out."""
    if a.is_confirmed and b.is_confirmed:
        return [_confirmed_part(a, b)]
    return [_likely_part(a.likely_kinds, b.likely_kinds, a.is_confirmed or b.is_confirmed)]


@lru_cache(maxsize=1 << 14)
def _likely_part(mine: bytes, theirs: bytes, is_one_confirmed: bool) -> Part:
    cosine = kinds.cosine(mine, theirs)
    if cosine is None:
        return Part("capability", 0.0, "At least one has no category yet")
    points = round(kinds_points(cosine), 1)
    kind = kinds.shared(mine, theirs)
    if kind is None or points < LIKELY_CAPABILITY / 4:
        first, second = sorted(kinds.likeliest(side).name for side in (mine, theirs))
        said = f"Could both be {first}" if first == second else f"Look like {first}, and {second}"
        return Part("capability", points, f"{said}; worked out from their words")
    if is_one_confirmed:
        return Part("capability", points, f"One is {kind.name}, and the other looks like it")
    tail = "worked out from their words and not confirmed"
    return Part("capability", points, f"Both look like {kind.name}, {tail}")


def kinds_points(cosine):
    """Points for a cosine of likely kinds, or for an array of them; never fewer for a higher."""
    return LIKELY_CAPABILITY * cosine


def _confirmed_part(a: Profile, b: Profile) -> Part:
    if a.capability == b.capability:
        said = f"Both are {a.capability_name}, confirmed by both boroughs"
        return Part("capability", SAME_CAPABILITY, said)
    if a.capability == b.parent or b.capability == a.parent:
        wide, narrow = (a, b) if a.capability == b.parent else (b, a)
        said = f"{narrow.capability_name} is part of {wide.capability_name}"
        return Part("capability", PARENT_CAPABILITY, said)
    if a.parent and a.parent == b.parent:
        return Part("capability", SIBLING_CAPABILITY, f"Both belong to {a.parent_name}")
    first, second = sorted((a.capability_name, b.capability_name))
    return Part("capability", OTHER_CAPABILITY, f"Different categories: {first}; {second}")


def meaning_part(a: Profile, b: Profile, cosines: Cosines) -> list[Part]:
    """How near the texts are in meaning; no part where there is no encoder."""
    if cosines.meaning is None:
        return []
    points = round(meaning_points(cosines.meaning), 1)
    if cosines.meaning >= NEAR_MEANING:
        return [Part("meaning", points, "Their descriptions mean much the same")]
    if cosines.meaning >= NEAR_MEANING / 2:
        return [Part("meaning", points, "Their descriptions are about related things")]
    return [Part("meaning", points, "Their descriptions mean different things")]


def meaning_points(cosine):
    """Points for a cosine of meaning, or for an array of them; never fewer for a higher one."""
    return MEANING * _share(cosine)


def words_part(a: Profile, b: Profile, cosines: Cosines) -> list[Part]:
    """Character n-grams in common; the sentence names the rarest words that both use."""
    if cosines.words is None:
        return [Part("words", 0.0, "Too few words of their own to compare")]
    points = round(words_points(cosines.words), 1)
    if common := a.terms & b.terms:
        common = words.rarest(common)[:4]
        return [Part("words", points, f"Both say “{'”, “'.join(common)}”")]
    if cosines.words >= NEAR_WORDS:
        return [Part("words", points, "Described in similar words")]
    return [Part("words", points, "Described in different words")]


def words_points(cosine):
    """Points for a cosine of n-grams, or for an array of them; never fewer for a higher one."""
    return WORDS * _share(cosine)


def _share(cosine):
    if isinstance(cosine, np.ndarray):
        return np.clip(cosine, 0.0, 1.0)
    return min(1.0, max(0.0, cosine))


def named(one: str, other: str) -> str:
    """Of two spellings the same one whichever comes first, and not the one all in capitals."""
    return max(one, other)


def incumbent_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    """The same supplier is a reason to talk."""
    if not a.supplier or a.supplier != b.supplier:
        return []
    name = named(a.supplier_name, b.supplier_name)
    return [Part("incumbent", INCUMBENT, f"Incumbent is the same supplier, {name}")]


def product_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    if not a.product or a.product != b.product:
        return []
    return [Part("product", PRODUCT, f"Both use {named(a.product_name, b.product_name)} now")]


def flag_parts(a: Profile, b: Profile, _: Cosines) -> tuple[Part, ...]:
    """All that is read from the flags of two records, and from nothing else."""
    return _of_flags(a.flags, b.flags)


@lru_cache(maxsize=1 << 16)
def _of_flags(mine: frozenset[str], theirs: frozenset[str]) -> tuple[Part, ...]:
    a, b = Profile("", flags=mine), Profile("", flags=theirs)
    found = [users_part(a, b), scale_part(a, b), purchase_part(a, b), *contradiction_parts(a, b)]
    return tuple(part for part in found if part)


def users_part(a: Profile, b: Profile) -> Part | None:
    """The same people use it."""
    both = after("used:", a.flags & b.flags)
    return Part("users", USED_BY, f"Both are for {USERS[min(both)][0]}") if both else None


def scale_part(a: Profile, b: Profile) -> Part | None:
    """Whole-life values in the same band, or far apart; nothing where one is not known."""
    values = sorted(int(band) for p in (a, b) for band in after("value:", p.flags))
    if len(values) < 2:
        return None
    low, high = values[0], values[-1]
    if low == high:
        return Part("scale", SCALE, f"Both are worth {BAND_WORDS[low]}")
    if high - low < 3:
        return None
    sentence = f"One is worth {BAND_WORDS[low]}, the other {BAND_WORDS[high]}"
    return Part("scale", OTHER_SCALE, sentence)


def purchase_part(a: Profile, b: Profile) -> Part | None:
    """Titles that name different things to buy, such as software and building works."""
    mine, theirs = after("bought:", a.flags), after("bought:", b.flags)
    if not (mine and theirs) or mine & theirs:
        return None
    first, second = sorted(BOUGHT[min(side)][0] for side in (mine, theirs))
    return Part("purchase", OTHER_PURCHASE, f"One buys {first}, the other {second}")


def contradiction_parts(a: Profile, b: Profile) -> list[Part]:
    """What shares words and is not the same: taken off, and said."""
    parts = []
    for rule in CONTRADICTIONS:
        left, right = f"{rule.name}:left", f"{rule.name}:right"
        if (left in a.flags and right in b.flags) or (right in a.flags and left in b.flags):
            sentence = f"One is about {rule.left_words}, the other about {rule.right_words}"
            parts.append(Part(rule.name, CONTRADICTION, sentence))
    return parts


PARTS = (
    capability_part,
    meaning_part,
    words_part,
    incumbent_part,
    product_part,
    flag_parts,
)

Window = tuple[datetime.date | None, datetime.date | None]


def timing_part(a: Window, b: Window) -> Part:
    """Points for dates near enough to act together: earliest and latest each side can move.

    Worked out at reading and never stored. A missing date gives nothing and takes nothing.
    """
    if None in (*a, *b):
        return Part("timing", 0.0, "Dates are not known for both")
    gap = (max(a[0], b[0]) - min(a[1], b[1])).days
    if gap <= 0:
        return Part("timing", TIMING, "Both can move in the same months")
    months = max(1, round(gap / 30.4))
    sentence = f"Their dates are {months} month{'' if months == 1 else 's'} apart"
    points = TIMING / 2 if gap <= 183 else TIMING / 5 if gap <= 365 else 0.0
    return Part("timing", points, sentence)


def with_timing(parts: Iterable[Part], a: Window, b: Window) -> Score:
    """A stored score's parts and today's timing: what a page shows, adding up."""
    return Score.of((*parts, timing_part(a, b)))


def parts_from_json(stored: list[dict]) -> tuple[Part, ...]:
    return tuple(Part(p["name"], p["points"], p["sentence"]) for p in stored)
