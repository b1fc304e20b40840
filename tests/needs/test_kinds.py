"""What kind of purchase a text is about, and what is left of a text once its frame is cut away."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from needs import kinds, meaning
from needs.flags import BAND_WORDS, VALUE_BANDS, flags_in, value_flag
from needs.profiles import text_of
from needs.reading import Text, read
from needs.subject import Subject, subject_of
from tests.factories import NeedFactory


def kind_of(title, text="", **fields):
    [found] = read([Text(title, text, **fields)])
    return kinds.likeliest(found.kinds).slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Replacement of iTrent", "hr-and-payroll"),
        ("Tenancy and rent accounting system", "housing-management"),
        ("SD-WAN and internet circuits", "wide-area-network"),
        ("Pendant alarms for residents at home", "telecare-alarms"),
        ("Verge mowing and hedge cutting", "grounds-maintenance"),
        ("Resurfacing of carriageways", "highway-maintenance"),
    ],
)
def test_the_likeliest_kind_with_the_encoder_and_without(text, slug, monkeypatch):
    assert kind_of(text) == slug
    monkeypatch.setattr(meaning, "meanings_of", lambda subjects, threads=1: [None])
    assert kind_of(text) == slug


def test_a_product_named_beside_the_text_speaks_for_its_kind():
    assert kind_of("Annual support", names="MHR iTrent") == "hr-and-payroll"


def test_shares_add_up_and_keep_the_likeliest():
    [found] = read([Text("Parking permits and penalty charge notices")])
    roots = kinds.dense(found.kinds).astype(int)
    assert (roots**2).sum() == pytest.approx(kinds.SCALE**2, rel=0.05)
    assert 0 < np.count_nonzero(roots) <= kinds.KEPT
    assert kinds.cosine(found.kinds, found.kinds) == pytest.approx(1, abs=0.05)
    assert kinds.shared(found.kinds, found.kinds).slug == "parking-permits-and-enforcement"


def test_known_kinds_are_alike_only_to_themselves():
    payroll, telecare = map(kinds.packed_kind, ("hr-and-payroll", "telecare-alarms"))
    assert kinds.cosine(payroll, payroll) == 1
    assert kinds.cosine(payroll, telecare) == 0
    assert kinds.shared(payroll, telecare) is None
    assert kinds.cosine(payroll, b"") is None


def test_a_numbers_byte_holds_every_kind():
    assert len(kinds.kinds()) <= 256
    assert len(kinds.number_of()) == len(kinds.kinds())


def test_every_kind_is_named_evenly():
    capabilities = [kind for kind in kinds.kinds() if kind.is_capability]
    assert len(capabilities) >= 70
    for kind in capabilities:
        assert len(kind.synonyms) >= 10, kind.slug
        assert len(kind.products) + len(kind.suppliers) >= 10, kind.slug


def test_the_stored_meanings_are_of_the_shipped_names(monkeypatch):
    """Run `manage.py fit_meanings` after a change to a kind's names."""
    some = [kinds.kinds()[0], kinds.kinds()[-1]]
    stored = kinds.likeness_to(some)
    read_now = kinds.read_names(some)
    assert np.abs(stored.names - read_now).max() < 2e-3
    monkeypatch.setattr(kinds, "digest", lambda: "another")
    kinds.stored_likeness.cache_clear()
    with pytest.raises(ValueError, match="run manage.py fit_meanings"):
        kinds.stored_likeness()
    kinds.stored_likeness.cache_clear()


def test_shipped_meanings_are_those_that_would_be_read_now():
    """Run `manage.py keep_meanings` in a fresh demonstration after a change to the reading."""
    assert meaning.known(), "the shipped vectors were made otherwise"
    subject = Subject("Choice based lettings system", "")
    place = meaning.place_of(subject)
    assert len(place) == 8
    assert place != meaning.place_of(Subject("", "Choice based lettings system"))
    [now] = meaning.read_meanings([subject])
    [kept] = meaning.meanings_of([subject])
    assert np.abs(now - kept).max() <= 2 / meaning.STORED_SCALE


@pytest.fixture
def own_meanings(monkeypatch, tmp_path):
    """A file of known meanings, and a memory, of the test's own."""
    monkeypatch.setattr(meaning, "KNOWN", tmp_path / "known.npz")
    monkeypatch.setattr(meaning, "_held", {})
    meaning.known.cache_clear()
    yield
    meaning.known.cache_clear()


def test_known_meanings_are_not_read_again(own_meanings, monkeypatch):
    subjects = [Subject("Telecare", "Pendants"), Subject("Payroll", ""), Subject("", "")]
    before = meaning.meanings_of(subjects)
    assert before[2] is None
    assert meaning.write_known(subjects) == 2
    meaning._held.clear()
    monkeypatch.setattr(meaning, "encode", None)  # nothing is left to encode
    monkeypatch.setattr(meaning, "read_meanings", lambda subjects, threads: list(subjects))
    after = meaning.meanings_of(subjects)
    assert all(np.array_equal(a, b) for a, b in zip(before[:2], after[:2], strict=True))


def test_meanings_made_otherwise_are_not_used(own_meanings, monkeypatch):
    meaning.write_known([Subject("Telecare", "")])
    assert meaning.known()
    meaning.known.cache_clear()
    monkeypatch.setattr(meaning, "TITLE_WEIGHT", 3.0)
    assert meaning.known() == {}


def test_a_process_forgets_before_it_grows_too_large(own_meanings, monkeypatch):
    monkeypatch.setattr(meaning, "HELD", 1)
    for title in ("Telecare", "Payroll", "Parking"):
        meaning.meanings_of([Subject(title, "")])
    assert len(meaning._held) <= 2


@pytest.mark.django_db
def test_the_command_stores_what_the_records_mean(own_meanings):
    need = NeedFactory(title="Telecare pendants")
    call_command("keep_meanings", stdout=StringIO())
    subject = subject_of(*text_of(need), need.borough.name)
    assert meaning.place_of(subject) in meaning.known()


@pytest.mark.parametrize(
    ("title", "buyer", "left"),
    [
        (
            "Invitation to Tender for the Provision of Webcasting",
            "Kent County Council",
            "Webcasting",
        ),
        ("Croydon Community Equipment Service", "Croydon Council", "Community Equipment Service"),
        ("CPU3161 Assessments of Foster Carers", "", "Assessments of Foster Carers"),
        ("Council tax billing for Milton Keynes", "", "Council tax billing for"),
        ("<p>Housing&nbsp;repairs</p> https://example.org", "", "Housing repairs"),
        ("London Borough of Barking and Dagenham", "", ""),
        ("Tower block cladding", "", "Tower block cladding"),
    ],
)
def test_the_frame_is_cut_away_and_the_subject_stays(title, buyer, left):
    assert subject_of(title, "", buyer).whole == left


def test_a_long_text_is_cut_at_a_word():
    found = subject_of("Repairs", "scheduling " * 200)
    assert len(found.text) <= 300
    assert found.text.endswith("scheduling")
    assert found.whole.startswith("Repairs. scheduling")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_any_text_has_a_subject_that_is_part_of_it_or_none(title, text, buyer):
    found = subject_of(title, text, buyer)
    assert len(found.whole) <= len(title) + len(text) + 2
    for start, end in found.general_spans():
        assert 0 <= start < end <= len(found.whole)


def test_value_bands_are_those_of_needs():
    assert len(BAND_WORDS) == len(VALUE_BANDS) + 1
    assert value_flag(50_000) == {"value:0"}
    assert value_flag(50_001) == {"value:1"}
    assert value_flag(9_000_000) == {"value:5"}
    assert value_flag(None) == frozenset()


def test_the_first_users_named_count():
    assert "used:tenants" in flags_in("Repairs for tenants", "Officers visit residents")
    assert not [flag for flag in flags_in("Repairs") if flag.startswith("used:")]
