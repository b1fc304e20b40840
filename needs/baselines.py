"""Simple methods that the engine is measured against, in the same run (needs.evaluation). Pure.

Each gives a square table of scores, higher for more alike.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from needs import meaning, words
from needs.evaluation import Row
from procurement_portal.lib.text_similarity import WORD

TITLE_AND = 200  # characters of the description that Discourse's rule reads
TEXT_LIMIT = 1_200


def char_tfidf(rows: list[Row]) -> np.ndarray:
    """Character 3- to 5-grams of title and text, boilerplate removed, IDF of all notices."""
    return _cosines([words.weigh(words.plain_words(row.whole)) for row in rows])


def title_trigram(rows: list[Row]) -> np.ndarray:
    """Shared trigrams of the titles over all of theirs, as PostgreSQL's pg_trgm counts them."""
    found = [_trigrams(row.title) for row in rows]
    return _table(found, lambda a, b: len(a & b) / len(a | b) if a | b else 0.0)


def title_200(rows: list[Row]) -> np.ndarray:
    """Whole words of title and first 200 characters, weighed by how rare they are in notices."""
    return _cosines([_word_weights(f"{row.title}. {row.text[:TITLE_AND]}") for row in rows])


def encoder(rows: list[Row], threads: int = 1) -> np.ndarray | None:
    """The sentence encoder alone, on title and text as they are; None without it."""
    vectors = meaning.encode([row.whole[:TEXT_LIMIT] for row in rows], threads)
    return None if vectors is None else vectors @ vectors.T


def _trigrams(text: str) -> set[str]:
    padded = [f"  {word} " for word in WORD.findall(text.casefold())]
    return {word[n : n + 3] for word in padded for n in range(len(word) - 2)}


def _word_weights(text: str) -> dict[int, float]:
    counted = Counter(words.singular(word) for word in WORD.findall(text.casefold()))
    weights = {
        words.word_bucket(word): (1 + math.log(n)) * words.rarity(word)
        for word, n in counted.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def _cosines(vectors: list[dict[int, float]]) -> np.ndarray:
    return _table(vectors, words.cosine)


def _table(found: Sequence, score) -> np.ndarray:
    """Every pair scored once."""
    table = np.zeros((len(found), len(found)))
    for one in range(len(found)):
        for other in range(one):
            table[one, other] = table[other, one] = score(found[one], found[other])
    return table
