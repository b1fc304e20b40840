"""How alike two texts are, whatever they are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement_portal.lib.text_similarity import TextIndex, cosine, count_documents, weigh

TITLES = ["Falls sensors in Leeds homes", "Robot pets in care homes", "Telecare in Kent"]


def test_the_same_words_are_as_alike_as_can_be_in_any_order():
    found = TextIndex(TITLES).alike("In homes of Leeds: sensors for falls", 0.4)
    assert list(found) == [0]
    assert TextIndex(TITLES).alike(TITLES[1], 0.4)[1] == pytest.approx(1, abs=1e-3)


def test_what_all_share_says_little():
    texts = [f"Telecare in {town}" for town in ("Essex", "Devon", "Leeds", "York", "Bath")] * 4
    found = TextIndex([*texts, "Lamps in Kent"]).alike("Telecare in Kent", 0.1)
    assert found[20] > max(found[place] for place in range(20))


def test_nothing_is_like_nothing():
    assert TextIndex(["", "   "]).alike("", 0.1) == {}
    assert TextIndex([]).alike("Telecare", 0.1) == {}


@given(st.lists(st.text(max_size=40), min_size=2, max_size=5))
def test_the_index_finds_what_the_cosine_says(texts):
    index = TextIndex(texts)
    vectors = [weigh(index._words(text), index.table) for text in texts]
    found = index.alike(texts[0], 0.0)
    for place, vector in enumerate(vectors):
        assert found.get(place, 0.0) == pytest.approx(cosine(vectors[0], vector), abs=1e-9)


def test_counting_knows_each_document_once():
    table = count_documents([["telecare", "telecare"], ["lamp"]])
    assert table.documents == 2
    assert max(table.counts) == 1
