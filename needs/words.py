"""What a text says, as numbers: character n-grams weighed by how rare they are.

Character 3-, 4- and 5-grams within words, weighed by term frequency and inverse document
frequency. The frequencies are fitted once on the whole notice corpus and stored beside the code
(`manage.py fit_words`), so that a score does not drift with each record posted. Pure: nothing
here reads the database.
"""

import gzip
import json
import math
import re
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FREQUENCIES = Path(__file__).parent / "data" / "word_frequencies.gz"
TEXT_LIMIT = 1_200  # characters compared: titles and first paragraphs carry the meaning
READ_LIMIT = 12_000  # characters looked at before boilerplate is taken out
VECTOR_LIMIT = 600  # n-grams kept a text, the heaviest
TERM_LIMIT = 40  # rare words kept a text, for finding candidates
RARE_SHARE = 0.04  # a term is a word in fewer notices than this share
BUCKETS = 1 << 18
# Weights are whole 65,536ths: products and sums of them are exact in double precision, so that a
# cosine is the same to the last bit for one pair, for thousands at once, and either way round.
WEIGHT_SCALE = 1 << 16

# Words every notice uses, whatever is bought. Longer phrases come first.
BOILERPLATE = re.compile(
    r"\b(?:invitations? to (?:tender|quote)|expressions? of interest|request for (?:quotations?"
    r"|proposals?|information)|prior information notice|contract (?:award )?notice|"
    r"dynamic purchasing system|framework agreement|(?:open|restricted|negotiated) procedure|"
    r"pre[- ]qualification questionnaire|preliminary market engagement|soft market test(?:ing)?|"
    r"london borough of [a-z]+(?: (?:and|upon) [a-z]+)*|royal borough of [a-z]+(?: and [a-z]+)*|"
    r"(?:city|county|district|borough|metropolitan) council|the (?:council|authority|borough)|"
    r"(?:is|are) (?:seeking|looking|inviting)(?: to (?:appoint|procure|award|commission))?|"
    r"(?:wish(?:es)?|intends?|want(?:s)?|need(?:s)?) to (?:appoint|procure|award|commission|buy)|"
    r"suitably (?:qualified|experienced)|terms and conditions|for the (?:supply|provision) of|"
    r"(?:supply|provision|procurement|purchase|delivery|appointment) of|contracts? for|"
    r"tender(?:s|ed|ing|er|ers)?|contract(?:s|ed)?|procure(?:s|d|ment|ments)?|award(?:s|ed)?|"
    r"suppliers?|bidders?|contractors?|frameworks?|notices?|lots?|council(?:'s|s)?|"
    r"replacement|re-?procurement|renewal|extension|new|current|existing|"
    # What every system is called, whatever it does.
    r"systems?|software|solutions?|platforms?|applications?|licen[cs](?:es?|ing)|saas|"
    r"(?:and )?(?:support|maintenance)(?: and maintenance)?)\b"
)
APOSTROPHES = re.compile(r"['’]s\b|['’]")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Frequencies:
    """In how many of `documents` notices each hashed n-gram or word occurs."""

    documents: int
    counts: array
    said: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def idf(self, key: int) -> float:
        return math.log((1 + self.documents) / (1 + self.counts[key])) + 1

    def is_rare(self, key: int) -> bool:
        return self.counts[key] < RARE_SHARE * self.documents


def bucket(text: str) -> int:
    return zlib.crc32(text.encode()) & (BUCKETS - 1)


def word_bucket(word: str) -> int:
    """A whole word's place in the table; the mark keeps it apart from n-grams."""
    return bucket(f"\x00{word}")


def plain_words(text: str) -> list[str]:
    """The words that say what is bought: lower case, no boilerplate, numbers or plurals."""
    text = unicodedata.normalize("NFKC", text[:READ_LIMIT]).casefold()
    text = BOILERPLATE.sub(" ", text)
    text = APOSTROPHES.sub("", text)[:TEXT_LIMIT]
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


@lru_cache(maxsize=1)
def frequencies() -> Frequencies:
    """The stored table. Raises FileNotFoundError when the data file is missing."""
    with gzip.open(FREQUENCIES, "rb") as file:
        head = json.loads(file.readline())
        counts = array("H")
        counts.frombytes(file.read())
    return Frequencies(head["documents"], counts)


def weigh(words: list[str]) -> dict[int, float]:
    """The unit vector of these words: hashed n-gram to weight; empty for no words."""
    table = frequencies()
    counted = Counter(bucket(gram) for gram in ngrams(words))
    weights = {key: (1 + math.log(n)) * table.idf(key) for key, n in counted.items()}
    if len(weights) > VECTOR_LIMIT:
        heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        weights = dict(heaviest[:VECTOR_LIMIT])
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    if not length:
        return {}
    return {key: _whole(weight / length) / WEIGHT_SCALE for key, weight in weights.items()}


def _whole(weight: float) -> int:
    """A weight as 65,536ths; at least one, and few enough for 16 bits."""
    return max(1, min(WEIGHT_SCALE - 1, round(weight * WEIGHT_SCALE)))


def rare_terms(words: list[str]) -> list[str]:
    """The rarest words of a text, in order of the alphabet: what candidates are found by."""
    table = frequencies()
    places = {word: word_bucket(word) for word in set(words) if 2 < len(word) <= 40}
    rare = [word for word, place in places.items() if table.is_rare(place)]
    rare.sort(key=lambda word: (table.counts[places[word]], word))
    return sorted(rare[:TERM_LIMIT])


def rarity(word: str) -> float:
    """How much a word says: its inverse document frequency."""
    table = frequencies()
    if word not in table.said:
        table.said[word] = table.idf(word_bucket(word))
    return table.said[word]


def cosine(a: Mapping[int, float], b: Mapping[int, float]) -> float:
    """0 to 1 between two unit vectors; 0 when either is empty."""
    if len(a) > len(b):
        a, b = b, a
    return min(1.0, sum(weight * b[key] for key, weight in a.items() if key in b))


def pack(vector: Mapping[int, float]) -> bytes:
    """A vector for storing: its keys as 32-bit integers, then its weights as 16-bit ones."""
    keys = sorted(vector)
    weights = array("H", (_whole(vector[key]) for key in keys))
    return array("I", keys).tobytes() + weights.tobytes()


def unpack(packed: bytes) -> dict[int, float]:
    """The vector that `pack` stored."""
    size = len(packed) // 6
    keys, weights = array("I"), array("H")
    keys.frombytes(packed[: 4 * size])
    weights.frombytes(packed[4 * size :])
    return {key: weight / WEIGHT_SCALE for key, weight in zip(keys, weights, strict=True)}


def count_documents(texts: Iterable[str]) -> Frequencies:
    """Fit a table on a corpus: one text a document."""
    counts = array("H", bytes(2 * BUCKETS))
    documents = 0
    for text in texts:
        documents += 1
        words = plain_words(text)
        seen = {bucket(gram) for gram in ngrams(words)} | {word_bucket(w) for w in set(words)}
        for key in seen:
            counts[key] = min(counts[key] + 1, 65_535)
    return Frequencies(documents, counts)


def write_frequencies(table: Frequencies, path: Path = FREQUENCIES) -> None:
    """Store a table; the same table gives the same bytes."""
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(json.dumps({"documents": table.documents}).encode() + b"\n")
        file.write(table.counts.tobytes())
