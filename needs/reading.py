"""A text as the engine reads it: everything about it that is compared. Pure.

What is read follows from the text, its buyer's name and the code's version alone.
"""

import hashlib
import json
from dataclasses import dataclass

import numpy as np

from needs import kinds, meaning, words
from needs.flags import flags_in, value_flag
from needs.subject import Subject, subject_of


@dataclass(frozen=True)
class Reading:
    """`vector` and `terms` are words of the text's own; `kinds` packed shares (needs.kinds)."""

    vector: dict[int, float]
    terms: tuple[str, ...]
    flags: frozenset[str]
    meaning: np.ndarray | None
    kinds: bytes


@dataclass(frozen=True)
class Text:
    """A record's title and the rest of its words; the buyer's name, and names it mentions."""

    title: str
    text: str = ""
    buyer: str = ""
    names: str = ""  # product and supplier: evidence of its kind, not compared as words
    pounds: float | None = None  # whole life, where known

    @property
    def evidence(self) -> str:
        """All that may speak for its kind."""
        return f"{self.title}. {self.text}. {self.names}"

    def digest(self) -> str:
        """Equal for equal texts: what tells that nothing needs reading again."""
        said = json.dumps([self.title, self.text, self.buyer, self.names, self.pounds])
        return hashlib.sha256(said.encode()).hexdigest()


def read(texts: list[Text], threads: int = 1) -> list[Reading]:
    """Each text read; the encoder takes them together."""
    subjects = [subject_of(text.title, text.text, text.buyer) for text in texts]
    vectors = meaning.meanings_of(subjects, threads)
    return [_read(*one) for one in zip(texts, subjects, vectors, strict=True)]


def _read(text: Text, subject: Subject, vector: np.ndarray | None) -> Reading:
    said = words.plain_words(subject.own_words)
    weights = words.weigh(said)
    return Reading(
        weights,
        tuple(words.rare_terms(said)),
        flags_in(text.title, text.text) | value_flag(text.pounds),
        vector,
        kinds.packed(kinds.shares_of(text.evidence, weights, vector)),
    )
