"""Names found in a text, and which kinds of purchase they speak for. Pure.

The same rules serve the portal's own kinds (needs.kinds) and the capabilities that moderators
edit (needs.suggestions).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from needs import words
from procurement_portal.lib.text_similarity import BUCKETS

# How much a phrase found says, by where it stands in the kind.
NAME, SYNONYM, PRODUCT, ACRONYM, SUPPLIER = 1.3, 1.0, 2.0, 1.2, 0.35
COSINE = 1.5  # how much all words together say, for a cosine of one
WORD_SAYS = 8.0  # a word's rarity is divided by this, so that one rare word says about one
PHRASE_LIMIT = 1.5
READ_LIMIT = 4_000
TOKEN = re.compile(r"[^\W_]+")


class Named(Protocol):
    """What has names: a capability, or a kind of purchase."""

    name: str
    description: str
    synonyms: Sequence[str]
    acronyms: Sequence[str]
    products: Sequence[str]
    suppliers: Sequence[str]


@dataclass(frozen=True)
class Phrase:
    tokens: tuple[str, ...]
    place: int
    weight: float
    printed: str


def tokens_of(text: str) -> list[str]:
    return [words.singular(word) for word in TOKEN.findall(text.casefold())]


@dataclass(frozen=True)
class Postings:
    """Every n-gram's places and weights, n-gram after n-gram: those of key k from starts[k] on."""

    starts: np.ndarray  # int64 of shape (BUCKETS + 1,)
    places: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, vectors: Sequence[Mapping[int, float]]) -> "Postings":
        keys = np.array([key for vector in vectors for key in vector], np.int64)
        places = np.repeat(np.arange(len(vectors)), [len(vector) for vector in vectors])
        weights = np.array([weight for vector in vectors for weight in vector.values()])
        order = np.argsort(keys, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=BUCKETS))])
        return cls(starts, places[order], weights[order])

    def cosines(self, weights: Mapping[int, float], count: int) -> np.ndarray:
        """Of a text with each of `count` places; summed in the order of keys."""
        keys = np.array(sorted(weights), np.int64)
        begins, sizes = self.starts[keys], self.starts[keys + 1] - self.starts[keys]
        ends = np.cumsum(sizes)
        at = np.repeat(begins - (ends - sizes), sizes) + np.arange(sizes.sum())
        mine = np.repeat([weights[key] for key in keys.tolist()], sizes)
        return np.bincount(self.places[at], mine * self.weights[at], count)


@dataclass
class PhraseIndex:
    """Phrases by their first word, acronyms as printed, and one n-gram vector for each."""

    count: int = 0
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    postings: "Postings | None" = None

    @classmethod
    def build(cls, named: Sequence[Named]) -> "PhraseIndex":
        index = cls(len(named))
        vectors = []
        for place, one in enumerate(named):
            index._add(place, one)
            said = (one.name, one.description, *one.synonyms)
            vectors.append(words.weigh(words.plain_words(". ".join(said))))
        index.postings = Postings.of(vectors)
        return index

    def _add(self, place: int, named: Named) -> None:
        self._add_phrases(place, [named.name], NAME)
        self._add_phrases(place, named.synonyms, SYNONYM)
        self._add_phrases(place, named.products, PRODUCT)
        self._add_phrases(place, named.suppliers, SUPPLIER)
        for acronym in named.acronyms:
            self.acronyms[acronym].append(place)

    def _add_phrases(self, place: int, printed: Sequence[str], worth: float) -> None:
        for text in printed:
            tokens = tuple(tokens_of(text))
            if tokens:
                says = sum(words.rarity(token) - 1 for token in tokens) / WORD_SAYS
                phrase = Phrase(tokens, place, worth * min(PHRASE_LIMIT, says), text)
                self.phrases[tokens[0]].append(phrase)

    def evidence(self, text: str, weights: Mapping[int, float]) -> np.ndarray:
        """How much a text speaks for each place; `weights` are those of its plain words."""
        scores = COSINE * self.postings.cosines(weights, self.count)
        for place, phrases in self.found_in(text).items():
            strongest = sorted(phrases.values(), reverse=True)
            scores[place] += sum(weight / (rank + 1) for rank, weight in enumerate(strongest))
        return scores

    def found_in(self, text: str) -> dict[int, dict[str, float]]:
        """Place to phrase as printed to weight, for every phrase in the text."""
        text = text[:READ_LIMIT]
        tokens = tokens_of(text)
        found: dict[int, dict[str, float]] = defaultdict(dict)
        for start, token in enumerate(tokens):
            for phrase in self.phrases.get(token, ()):
                if tuple(tokens[start : start + len(phrase.tokens)]) == phrase.tokens:
                    found[phrase.place][phrase.printed] = phrase.weight
        for token in set(TOKEN.findall(text)):
            for place in self.acronyms.get(token, ()):
                found[place][token] = ACRONYM
        return found
