"""What a text says, as numbers: character n-grams weighed by how rare they are.

How texts are weighed and compared is `lib.text_similarity`. Here is what is particular to buying:
the words every notice uses, and frequencies fitted once on the whole notice corpus and stored
beside the code (`manage.py fit_words`), so that a score does not drift with each record posted.
Pure: nothing here reads the database.
"""

import gzip
import json
import re
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from procurement_portal.lib import text_similarity
from procurement_portal.lib.text_similarity import (
    WEIGHT_SCALE,
    Frequencies,
    cosine,
    plain,
    singular,
    whole,
    word_bucket,
    words_in,
)

__all__ = [
    "Frequencies",
    "cosine",
    "count_documents",
    "frequencies",
    "pack",
    "plain_words",
    "rare_terms",
    "rarest",
    "rarity",
    "singular",
    "unpack",
    "weigh",
    "word_bucket",
    "write_frequencies",
]

FREQUENCIES = Path(__file__).parent / "data" / "word_frequencies.gz"
TEXT_LIMIT = 1_200  # characters compared: titles and first paragraphs carry the meaning
READ_LIMIT = 12_000  # characters looked at before boilerplate is taken out
TERM_LIMIT = 40  # rare words kept a text, for finding candidates

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


def plain_words(text: str) -> list[str]:
    """The words that say what is bought: lower case, no boilerplate, numbers or plurals."""
    return words_in(BOILERPLATE.sub(" ", plain(text[:READ_LIMIT])), TEXT_LIMIT)


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
    return text_similarity.weigh(words, frequencies())


def rare_terms(words: list[str]) -> list[str]:
    """The rarest words of a text, in order of the alphabet: what candidates are found by."""
    table = frequencies()
    places = {word: word_bucket(word) for word in set(words) if 2 < len(word) <= 40}
    rare = [word for word, place in places.items() if table.is_rare(place)]
    rare.sort(key=lambda word: (table.counts[places[word]], word))
    return sorted(rare[:TERM_LIMIT])


def rarity(word: str) -> float:
    """How much a word says: its inverse document frequency."""
    return frequencies().rarity[word]


def rarest(words: Iterable[str]) -> list[str]:
    """These words, the rarest first, and of those as rare in order of the alphabet."""
    return sorted(sorted(words), key=frequencies().rarity.__getitem__, reverse=True)


def pack(vector: Mapping[int, float]) -> bytes:
    """A vector for storing: its keys as 32-bit integers, then its weights as 16-bit ones."""
    keys = sorted(vector)
    weights = array("H", (whole(vector[key]) for key in keys))
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
    return text_similarity.count_documents(plain_words(text) for text in texts)


def write_frequencies(table: Frequencies, path: Path = FREQUENCIES) -> None:
    """Store a table; the same table gives the same bytes."""
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(json.dumps({"documents": table.documents}).encode() + b"\n")
        file.write(table.counts.tobytes())
