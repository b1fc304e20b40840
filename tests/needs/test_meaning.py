"""What texts mean: the encoder agrees with its reference, and the portal does without it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs import meaning
from needs.encoder import WeightsRefused, batches, read_weights

# Cosines as the documentation of sentence-transformers prints them for all-MiniLM-L6-v2.
PASTA = "A man is eating pasta."
PUBLISHED = [
    (PASTA, "A man is eating food.", 0.7035),
    (PASTA, "A man is eating a piece of bread.", 0.5272),
    (PASTA, "A man is riding a horse.", 0.1889),
    (PASTA, "A man is riding a white horse on an enclosed ground.", 0.1047),
    (PASTA, "A cheetah is running behind its prey.", 0.0980),
    ("The new movie is awesome", "The new movie is so great", 0.8939),
    ("The cat sits outside", "The cat plays in the garden", 0.6788),
    ("I love pasta", "Do you like pizza?", 0.5096),
]


@pytest.mark.parametrize(("a", "b", "cosine"), PUBLISHED, ids=[b for _, b, _ in PUBLISHED])
def test_similarities_are_those_published_for_the_model(a, b, cosine):
    one, other = meaning.encode([a, b])
    assert float(one @ other) == pytest.approx(cosine, abs=6e-5)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=400), min_size=1, max_size=6))
def test_a_batch_says_what_its_texts_say_one_by_one(texts):
    together = meaning.encode(texts, threads=2)
    alone = np.vstack([meaning.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5
    for text, row in zip(texts, together, strict=True):
        assert float(row @ row) == pytest.approx(1 if text.strip() else 0, abs=1e-5)


def test_a_long_text_is_cut_and_none_is_fine():
    long = "housing repairs " * 2_000
    assert np.allclose(meaning.encode([long]), meaning.encode([long + "parking"]))
    assert meaning.encode([]).shape == (0, 384)


def test_batches_hold_every_text_once_and_long_ones_alone():
    made = list(batches([5, 3_000, 7, 5]))
    assert sorted(place for batch in made for place in batch) == [0, 1, 2, 3]
    assert made[-1] == [1]


@pytest.fixture
def encoder_anew():
    """Load the encoder anew in this test, and again after it."""
    meaning.loaded.cache_clear()
    yield
    meaning.loaded.cache_clear()


def test_without_the_package_there_are_no_vectors_and_a_reason(monkeypatch, encoder_anew):
    monkeypatch.setattr(meaning, "PACKAGE", "a_package_nobody_installed")
    assert meaning.encode(["Housing"]) is None
    assert not meaning.is_present()
    assert meaning.why_absent() == "The sentence encoder is not installed"


def test_other_weights_are_refused(monkeypatch, encoder_anew, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(WeightsRefused, match="has SHA-256"):
        read_weights(tmp_path / "model.safetensors", meaning.WEIGHTS_SHA256)
    monkeypatch.setattr(meaning, "WEIGHTS_SHA256", "0" * 64)
    assert meaning.encode(["Housing"]) is None
    assert "model.safetensors has SHA-256 53aa51172d14" in meaning.why_absent()
