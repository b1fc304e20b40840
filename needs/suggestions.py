"""Which capability a text is about: names, synonyms, acronyms, products and suppliers.

The index is made once a process and made again when a capability changes.
"""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Max

from needs import words
from needs.models import Capability

# How much a phrase found says, by where it stands in the capability.
NAME, SYNONYM, PRODUCT, ACRONYM, SUPPLIER = 1.3, 1.0, 1.4, 1.2, 0.35
COSINE = 4.0
WORD_SAYS = 8.0  # a word's rarity is divided by this, so that one rare word says about one
PHRASE_LIMIT = 1.5
TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Suggestion:
    """A capability, how certain the portal is (0 to 1), and why in a few words."""

    capability: Capability
    certainty: float
    why: str


@dataclass(frozen=True)
class Phrase:
    tokens: tuple[str, ...]
    place: int
    weight: float
    printed: str


def tokens_of(text: str) -> list[str]:
    return [words.singular(word) for word in TOKEN.findall(text.casefold())]


@dataclass
class CapabilityIndex:
    """Phrases by their first word, acronyms as printed, and one n-gram vector a capability."""

    capabilities: list[Capability]
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    postings: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def build(cls, capabilities) -> "CapabilityIndex":
        index = cls(list(capabilities))
        for place, capability in enumerate(index.capabilities):
            index._add(place, capability)
        return index

    def _add(self, place: int, capability: Capability) -> None:
        self._add_phrases(place, [capability.name], NAME)
        self._add_phrases(place, capability.synonyms, SYNONYM)
        self._add_phrases(place, capability.products, PRODUCT)
        self._add_phrases(place, capability.suppliers, SUPPLIER)
        for acronym in capability.acronyms:
            self.acronyms[acronym].append(place)
        said = (capability.name, capability.description, *capability.synonyms)
        for key, weight in words.weigh(words.plain_words(". ".join(said))).items():
            self.postings[key].append((place, weight))

    def _add_phrases(self, place: int, printed: list[str], worth: float) -> None:
        for text in printed:
            tokens = tuple(tokens_of(text))
            if tokens:
                says = sum(words.rarity(token) - 1 for token in tokens) / WORD_SAYS
                phrase = Phrase(tokens, place, worth * min(PHRASE_LIMIT, says), text)
                self.phrases[tokens[0]].append(phrase)

    def suggest(self, text: str, limit: int = 5) -> list[Suggestion]:
        """The capabilities a text is most likely about, the likeliest first."""
        text = text[: words.READ_LIMIT]
        found = self._phrases_in(text)
        scores: dict[int, float] = defaultdict(float)
        for key, weight in words.weigh(words.plain_words(text)).items():
            for place, theirs in self.postings.get(key, ()):
                scores[place] += COSINE * weight * theirs
        for place, phrases in found.items():
            strongest = sorted(phrases.values(), reverse=True)
            scores[place] += sum(weight / (rank + 1) for rank, weight in enumerate(strongest))
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [
            Suggestion(self.capabilities[place], _certainty(score), _why(found.get(place)))
            for place, score in ranked
            if score > 0.15
        ]

    def _phrases_in(self, text: str) -> dict[int, dict[str, float]]:
        """Capability's place to phrase as printed to weight, for every phrase in the text."""
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


def _certainty(score: float) -> float:
    return round(1 - math.exp(-score / 1.6), 2)


def _why(found: dict[str, float] | None) -> str:
    if not found:
        return "Similar words"
    strongest = sorted(found, key=lambda printed: (-found[printed], printed))[:3]
    return f"Mentions {', '.join(strongest)}"


_cached: dict[tuple[int, int], CapabilityIndex] = {}


def current_index() -> CapabilityIndex:
    """The index of the capabilities as they are now; two small queries when nothing changed."""
    last_edit = Capability.history.aggregate(last=Max("history_id"))["last"]
    version = (last_edit, Capability.objects.count())
    if version not in _cached:
        _cached.clear()
        _cached[version] = CapabilityIndex.build(Capability.objects.order_by("pk"))
    return _cached[version]


def suggest_capabilities(text: str, limit: int = 5) -> list[Suggestion]:
    """The capabilities a text is most likely about; none for a text with no words of its own."""
    return current_index().suggest(text, limit)
