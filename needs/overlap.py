"""When two records are alike, and why: parts that add up to the score. Pure functions.

Two clocks (docs/adr/0003, 0013). `score_pair` compares what changes only when text changes:
capability, words, incumbent, product and contradictions. `timing` compares dates and is worked
out when a page is read, because dates move daily. Points are kept to one decimal, so that a score
equals the sum of its parts exactly as printed. Another kind of evidence, such as a sentence
encoder, is one more function in `PARTS`.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from needs import words

SCORER_VERSION = "2026-11.2"

# The most each part can give; together 100 with timing.
SAME_CAPABILITY, PARENT_CAPABILITY, SIBLING_CAPABILITY = 30.0, 17.0, 9.0
OTHER_CAPABILITY = -12.0  # both said what it is, and it is not the same
WORDS, INCUMBENT, PRODUCT, TIMING = 45.0, 7.0, 8.0, 10.0
CONTRADICTION = -20.0
# A cosine of n-grams from here on is as good as the same text; the power below one spreads the
# low values, where short descriptions of the same thing lie.
FULL_COSINE, COSINE_POWER = 0.5, 0.85

KEEP = 22.0  # pairs below are not worth a line
LABELS = ((55.0, "same", "Likely the same"), (42.0, "similar", "Similar"))
LOWEST_LABEL = ("related", "Related")


@dataclass(frozen=True)
class Profile:
    """A record as the scorer sees it.

    `vector` is a unit vector of hashed n-grams (needs.words.weigh) and `terms` its rare words;
    `meaning` is the encoder's unit vector as needs.meaning.stored leaves it, or None.
    `certainty` is 0 to 1: 1 when the borough confirmed the capability. `flags` are names from
    CONTRADICTIONS. `supplier` and `product` are keys equal for the same thing; "" is not known.
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


class Cosines(NamedTuple):
    """How near two texts are in words and in meaning, 0 to 1; None where one side has none."""

    words: float | None
    meaning: float | None


@dataclass(frozen=True)
class Part:
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
        return cls(round(sum(part.points for part in parts), 1), parts)

    @property
    def label(self) -> str:
        return label_for(self.score)

    @property
    def label_text(self) -> str:
        return next((text for low, _, text in LABELS if self.score >= low), LOWEST_LABEL[1])

    def as_json(self) -> list[dict]:
        return [{"name": p.name, "points": p.points, "sentence": p.sentence} for p in self.parts]


@dataclass(frozen=True)
class Contradiction:
    """Two ways round that share words and are not the same thing."""

    name: str
    left: re.Pattern
    left_words: str
    right: re.Pattern
    right_words: str


def _any(*patterns: str) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


CONTRADICTIONS = (
    Contradiction(
        "adults_children",
        _any(r"adults?['’]?", r"adult(?:s|s['’])? social care", "older people", "elderly"),
        "adults",
        _any(r"child(?:ren)?(?:['’]s)?", "youth", "early years", "fostering", "send", "pupils?"),
        "children",
    ),
    Contradiction(
        "buy_hire",
        _any("purchase of", "buy(?:ing)?", "outright purchase"),
        "buying",
        _any("hire of", "hire", "rental", "leas(?:e|ing) of"),
        "hiring",
    ),
    Contradiction(
        "goods_service",
        _any("laptops?", "handsets?", "devices", "hardware", "equipment", "monitors"),
        "equipment",
        _any("consultancy", "advisory services?", "managed service", "training services?"),
        "a service",
    ),
    Contradiction(
        "staff_residents",
        _any("staff intranet", "intranet", "internal(?:-| )facing", "for staff only"),
        "staff",
        _any("resident(?:s)? portal", "public(?:-| )facing", "customer portal", "citizen portal"),
        "residents",
    ),
)


def flags_in(text: str) -> frozenset[str]:
    """Which sides of which contradictions a text takes; both sides of one count as neither."""
    found = set()
    text = text[: words.READ_LIMIT]
    for rule in CONTRADICTIONS:
        left, right = bool(rule.left.search(text)), bool(rule.right.search(text))
        if left != right:
            found.add(f"{rule.name}:{'left' if left else 'right'}")
    return frozenset(found)


def label_for(score: float) -> str:
    """ "same", "similar" or "related": a degree, never a verdict."""
    return next((key for low, key, _ in LABELS if score >= low), LOWEST_LABEL[0])


def score_pair(a: Profile, b: Profile, cosines: Cosines | None = None) -> Score:
    """How alike two records are, whatever their dates; the same both ways round.

    `cosines` are given where many pairs were measured at once: the same to the last bit as those
    worked out here, because the numbers behind them are whole (needs.words, needs.meaning).
    """
    cosines = cosines or cosines_of(a, b)
    return Score.of(part for rule in PARTS for part in rule(a, b, cosines))


def cosines_of(a: Profile, b: Profile) -> Cosines:
    in_words = words.cosine(a.vector, b.vector) if a.vector and b.vector else None
    if a.meaning is None or b.meaning is None:
        return Cosines(in_words, None)
    return Cosines(in_words, float(a.meaning @ b.meaning))


def capability_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    """The strongest part: what both said they buy, worth less where the portal worked it out."""
    if not (a.capability and b.capability):
        return [Part("capability", 0.0, "At least one has no category yet")]
    sure = min(a.certainty, b.certainty) ** 2  # a doubtful category says little
    if a.capability == b.capability:
        how = "Both are" if sure >= 1 else "Both look like"
        tail = "" if sure >= 1 else ", worked out from their words and not confirmed"
        return [_capability(SAME_CAPABILITY * sure, f"{how} {a.capability_name}{tail}")]
    if a.capability == b.parent or b.capability == a.parent:
        wide, narrow = (a, b) if a.capability == b.parent else (b, a)
        sentence = f"{narrow.capability_name} is part of {wide.capability_name}"
        return [_capability(PARENT_CAPABILITY * sure, sentence)]
    if a.parent and a.parent == b.parent:
        return [_capability(SIBLING_CAPABILITY * sure, f"Both belong to {a.parent_name}")]
    first, second = sorted((a.capability_name, b.capability_name))
    return [_capability(OTHER_CAPABILITY * sure, f"Different categories: {first}; {second}")]


def _capability(points: float, sentence: str) -> Part:
    return Part("capability", round(points, 1), sentence)


def words_part(a: Profile, b: Profile, cosines: Cosines) -> list[Part]:
    """Character n-grams in common; the sentence names the rarest words that both use."""
    if cosines.words is None:
        return [Part("words", 0.0, "Too few words of their own to compare")]
    points = round(words_points(cosines.words), 1)
    common = sorted(a.terms & b.terms, key=lambda word: (-words.rarity(word), word))[:4]
    if common:
        return [Part("words", points, f"Both say “{'”, “'.join(common)}”")]
    if points >= WORDS / 3:
        return [Part("words", points, "Described in similar words")]
    return [Part("words", points, "Described in different words")]


def words_points(cosine: float) -> float:
    """Points for a cosine of n-grams; never fewer for a higher one."""
    return WORDS * min(1.0, cosine / FULL_COSINE) ** COSINE_POWER


def meaning_points(cosine: float) -> float:
    """Points for a cosine of meaning; never fewer for a higher one."""
    return 0.0 * cosine


def incumbent_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    """The same supplier is a reason to talk."""
    if not a.supplier or a.supplier != b.supplier:
        return []
    return [Part("incumbent", INCUMBENT, f"Incumbent is the same supplier, {a.supplier_name}")]


def product_part(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    if not a.product or a.product != b.product:
        return []
    return [Part("product", PRODUCT, f"Both use {a.product_name} now")]


def contradiction_parts(a: Profile, b: Profile, _: Cosines) -> list[Part]:
    """What shares words and is not the same: taken off, and said."""
    parts = []
    for rule in CONTRADICTIONS:
        left, right = f"{rule.name}:left", f"{rule.name}:right"
        if (left in a.flags and right in b.flags) or (right in a.flags and left in b.flags):
            sentence = f"One is about {rule.left_words}, the other about {rule.right_words}"
            parts.append(Part(rule.name, CONTRADICTION, sentence))
    return parts


PARTS = (capability_part, words_part, incumbent_part, product_part, contradiction_parts)

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
