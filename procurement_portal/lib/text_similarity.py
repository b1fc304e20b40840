"""How alike two texts are: character n-grams weighed by how rare they are, and their cosine.

Character 3-, 4- and 5-grams within words, weighed by term frequency and inverse document
frequency against a table of counts (`Frequencies`), which a room fits on texts of its own. Pure:
nothing here reads the database or knows what a text is about.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

VECTOR_LIMIT = 600  # n-grams kept a text, the heaviest
RARE_SHARE = 0.04  # a term is a word in fewer documents than this share
BUCKETS = 1 << 18
# Weights are whole 65,536ths: products and sums of them are exact in double precision, so that a
# cosine is the same to the last bit for one pair, for thousands at once, and either way round.
WEIGHT_SCALE = 1 << 16
MOST_COUNTED = 65_535  # what an unsigned 16-bit count holds
APOSTROPHES = re.compile(r"['’]s\b|['’]")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Frequencies:
    """In how many of `documents` texts each hashed n-gram or word occurs."""

    documents: int
    counts: array

    def idf(self, key: int) -> float:
        return self._idf_by_count[self.counts[key]]

    @cached_property
    def _idf_by_count(self) -> list[float]:
        most = max(self.counts, default=0)
        return [math.log((1 + self.documents) / (1 + n)) + 1 for n in range(most + 1)]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much a word says, by word: worked out when it is first asked for."""
        return _Rarity(self)

    def is_rare(self, key: int) -> bool:
        return self.counts[key] < RARE_SHARE * self.documents


class _Rarity(dict):
    def __init__(self, table: Frequencies):
        self.table = table

    def __missing__(self, word: str) -> float:
        self[word] = idf = self.table.idf(word_bucket(word))
        return idf


def bucket(text: str) -> int:
    return zlib.crc32(text.encode()) & (BUCKETS - 1)


def word_bucket(word: str) -> int:
    """A whole word's place in the table; the mark keeps it apart from n-grams."""
    return bucket(f"\x00{word}")


def plain(text: str) -> str:
    """One way of writing it, whatever was typed."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_in(text: str, limit: int | None = None) -> list[str]:
    """The words of a text that is plain already, without plurals and numbers.

    `limit` cuts the text after so many characters, apostrophes not counted.
    """
    text = APOSTROPHES.sub("", text)[:limit]
    return [singular(word) for word in WORD.findall(text) if not word.isdigit()]


def singular(word: str) -> str:
    """A word without its plural ending; a crude rule, the same for both sides."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def ngrams(words: Iterable[str]) -> Iterable[str]:
    """Character 3-, 4- and 5-grams of each word with its ends marked by a space."""
    for word in words:
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


@lru_cache(maxsize=20_000)
def buckets_of(word: str) -> tuple[int, ...]:
    """Places of the word's n-grams in the table, in their order."""
    return tuple(bucket(gram) for gram in ngrams([word]))


def weigh(words: list[str], table: Frequencies) -> dict[int, float]:
    """The unit vector of these words: hashed n-gram to weight; empty for no words."""
    counted = Counter(chain.from_iterable(map(buckets_of, words)))
    idf = table.idf
    weights = {
        key: idf(key) if n == 1 else (1 + math.log(n)) * idf(key) for key, n in counted.items()
    }
    if len(weights) > VECTOR_LIMIT:
        heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        weights = dict(heaviest[:VECTOR_LIMIT])
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    if not length:
        return {}
    return {key: whole(weight / length) / WEIGHT_SCALE for key, weight in weights.items()}


def whole(weight: float) -> int:
    """A weight as 65,536ths; at least one, and few enough for 16 bits."""
    return max(1, min(WEIGHT_SCALE - 1, round(weight * WEIGHT_SCALE)))


def cosine(a: Mapping[int, float], b: Mapping[int, float]) -> float:
    """0 to 1 between two unit vectors; 0 when either is empty."""
    if len(a) > len(b):
        a, b = b, a
    return min(1.0, sum(weight * b[key] for key, weight in a.items() if key in b))


def count_documents(documents: Iterable[list[str]]) -> Frequencies:
    """Fit a table on a corpus: the words of one document each."""
    counts = array("H", bytes(2 * BUCKETS))
    total = 0
    for words in documents:
        total += 1
        seen = {bucket(gram) for gram in ngrams(words)} | {word_bucket(w) for w in set(words)}
        for key in seen:
            counts[key] = min(counts[key] + 1, MOST_COUNTED)
    return Frequencies(total, counts)


class TextIndex:
    """Texts to find the likest of, weighed by how rare words are among themselves."""

    def __init__(self, texts: Sequence[str], limit: int = 600):
        """`limit`: characters of each text that are compared."""
        self.limit = limit
        documents = [self._words(text) for text in texts]
        self.table = count_documents(documents)
        self.postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for place, words in enumerate(documents):
            for key, weight in weigh(words, self.table).items():
                self.postings[key].append((place, weight))

    def _words(self, text: str) -> list[str]:
        return words_in(plain(text), self.limit)

    def alike(self, text: str, least: float) -> dict[int, float]:
        """Place of each text at least so alike to its cosine, 0 to 1; the text itself included."""
        found: dict[int, float] = defaultdict(float)
        for key, weight in weigh(self._words(text), self.table).items():
            for place, theirs in self.postings.get(key, ()):
                found[place] += weight * theirs
        return {place: min(1.0, score) for place, score in found.items() if score >= least}
