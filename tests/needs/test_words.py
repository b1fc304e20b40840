"""How rare words are: counted on the notices, stored beside the code, the same for everybody."""

import gzip
import json

import pytest

from needs import words
from procurement_portal.lib.text_similarity import VECTOR_LIMIT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Provision of a Housing Management System", ["a", "housing", "management"]),
        ("Council’s policies and permits, 2027", ["policy", "and", "permit"]),
        ("Parking software and support licences", ["parking"]),
        ("London Borough of Barking and Dagenham: CCTV", ["cctv"]),
    ],
    ids=["boilerplate", "plurals and numbers", "what every system is called", "boroughs"],
)
def test_only_words_that_say_what_is_bought_are_left(text, said):
    assert words.plain_words(text) == said


def test_a_stored_table_reads_back_the_same(tmp_path, monkeypatch):
    table = words.count_documents(["Parking permits", "Parking bays", "Telecare"])
    path = tmp_path / "table.gz"
    words.write_frequencies(table, path)
    monkeypatch.setattr(words, "FREQUENCIES", path)
    words.frequencies.cache_clear()
    try:
        assert words.frequencies() == table
        assert words.rarity("telecare") > words.rarity("parking")
    finally:
        words.frequencies.cache_clear()


def test_the_shipped_table_is_what_this_code_makes_of_the_notices():
    """Run `manage.py fit_words` after a change to what counts as a word."""
    with gzip.open(words.FREQUENCIES.parent / "notices.jsonl.gz", "rt", encoding="utf-8") as file:
        notices = [json.loads(line) for line in file]
    table = words.count_documents(f"{n['title']}. {n['description'] or ''}" for n in notices)
    assert words.frequencies() == table


def test_long_texts_keep_their_heaviest_grams():
    text = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}word{n}x" for n in range(400))
    vector = words.weigh(words.plain_words(text))
    assert len(vector) <= VECTOR_LIMIT
    assert sum(weight**2 for weight in vector.values()) == pytest.approx(1, abs=1e-3)
