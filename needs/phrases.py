"""Names found in a text, and which kinds of purchase they speak for. Pure.

The same rules serve the portal's own kinds (needs.kinds) and the capabilities that moderators
edit (needs.suggestions).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from needs import words

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


@dataclass
class PhraseIndex:
    """Phrases by their first word, acronyms as printed, and one n-gram vector for each."""

    count: int = 0
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    postings: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def build(cls, named: Sequence[Named]) -> "PhraseIndex":
        index = cls(len(named))
        weights: dict[int, dict[int, float]] = defaultdict(dict)
        for place, one in enumerate(named):
            index._add(place, one)
            said = (one.name, one.description, *one.synonyms)
            for key, weight in words.weigh(words.plain_words(". ".join(said))).items():
                weights[key][place] = weight
        index.postings = {
            key: (np.array(list(found)), np.array(list(found.values())))
            for key, found in weights.items()
        }
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

    def evidence(self, text: str, said: list[str]) -> np.ndarray:
        """How much a text speaks for each place; `said` are the text's plain words."""
        weights = words.weigh(said)
        shared = [
            (weights[key], *self.postings[key]) for key in sorted(weights.keys() & self.postings)
        ]
        scores = np.zeros(self.count)
        if shared:
            places = np.concatenate([places for _, places, _ in shared])
            products = np.concatenate([weight * theirs for weight, _, theirs in shared])
            scores += COSINE * np.bincount(places, products, self.count)
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
