"""When two records are alike and why: parts add up, bad text does no harm, opposites are told."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs import kinds, meaning, words
from needs.flags import CONTRADICTIONS, flags_in, value_flag
from needs.overlap import (
    KEEP,
    Part,
    Profile,
    Score,
    label_for,
    parts_from_json,
    scale_part,
    score_pair,
    timing_part,
    with_timing,
)
from needs.reading import Text, read

D = datetime.date


def profile(title="", borough="Camden", text="", **facts):
    [found] = read([Text(title, text, borough)])
    return Profile(
        borough=borough,
        vector=found.vector,
        terms=frozenset(found.terms),
        meaning=found.meaning,
        kinds=found.kinds,
        **({"flags": found.flags} | facts),
    )


HOUSING = {"capability": "housing-management", "capability_name": "Housing management"}


def sentences(score):
    return " | ".join(part.sentence for part in score.parts)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (HOUSING, HOUSING, "Both are Housing management, confirmed by both boroughs"),
        (HOUSING, HOUSING | {"certainty": 0.7}, "One is Housing management, and the other looks"),
        ({}, {}, "Both look like Housing management, worked out from their words"),
        (
            HOUSING,
            {"capability": "r", "capability_name": "Repairs", "parent": "housing-management"},
            "Repairs is part of Housing management",
        ),
        (
            {"capability": "a", "parent": "p", "parent_name": "Housing"},
            {"capability": "b", "parent": "p", "parent_name": "Housing"},
            "Both belong to Housing",
        ),
        (
            {"capability": "a", "capability_name": "Payroll"},
            {"capability": "b", "capability_name": "Parking"},
            "Different categories: Parking; Payroll",
        ),
        ({"supplier": "x", "supplier_name": "Aareon"}, {"supplier": "x"}, "same supplier, Aareon"),
        ({"product": "q", "product_name": "QL"}, {"product": "q"}, "Both use QL now"),
        (
            {"flags": value_flag(60_000)},
            {"flags": value_flag(99_000)},
            "Both are worth £50,000 to £100,000",
        ),
        (
            {"flags": value_flag(20_000)},
            {"flags": value_flag(2_000_000)},
            "One is worth up to £50,000, the other over £1 million",
        ),
        ({"flags": frozenset({"used:tenants"})},) * 2 + ("Both are for tenants and leaseholders",),
    ],
    ids=[
        "same",
        "one sure",
        "unsure",
        "part of",
        "siblings",
        "different",
        "supplier",
        "product",
        "scale",
        "other scale",
        "users",
    ],
)  # fmt: skip
def test_each_reason_is_a_plain_sentence_and_the_parts_add_up(a, b, said):
    score = score_pair(profile("Tenancy records", **a), profile("Rent accounts", **b))
    assert said in sentences(score)
    assert score.score == pytest.approx(sum(part.points for part in score.parts), abs=1e-9)


def test_a_confirmed_category_is_worth_more_than_one_worked_out():
    one, other = "Tenancy and rent records", "Rent accounting for tenants"
    sure = score_pair(profile(one, **HOUSING), profile(other, **HOUSING))
    unsure = score_pair(profile(one, **HOUSING), profile(other, **HOUSING, certainty=0.6))
    assert sure.score > unsure.score > 0


def test_the_rarest_words_in_common_are_named():
    score = score_pair(
        profile("Choice-based lettings for the council"), profile("Lettings and allocations")
    )
    assert "“letting”" in sentences(score)


def test_the_same_text_scores_most_and_other_text_little():
    mine = profile("Scheduling of housing repairs for operatives")
    same = score_pair(mine, profile("Repairs scheduling for housing operatives", "Brent")).score
    other = score_pair(mine, profile("Parking permits for residents", "Brent")).score
    assert same > KEEP > other


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("Adults social care records", "Children's social care records", "adults_children"),
        ("Purchase of vans", "Hire of vans", "buy_hire"),
        ("Laptops for officers", "Consultancy for officers", "goods_service"),
        ("Staff intranet", "Resident portal", "staff_residents"),
    ],
    ids=lambda value: value,
)
def test_opposites_are_taken_off_and_said(left, right, name):
    for a, b in ((left, right), (right, left)):
        score = score_pair(profile(a), profile(b))
        [found] = [part for part in score.parts if part.name == name]
        assert found.points < 0
        assert "One is about" in found.sentence


def test_a_text_with_both_sides_of_a_contradiction_takes_neither():
    assert not flags_in("Case management for adults and children")
    assert len({rule.name for rule in CONTRADICTIONS}) == len(CONTRADICTIONS)


BOILERPLATE = "Invitation to tender: framework agreement for the provision of services"
BAD_TEXTS = {
    "empty": "",
    "boilerplate": BOILERPLATE,
    "general": "NEW SYSTEM AND SOFTWARE SOLUTION",
    "one word": "Services",
    "place": "London Borough of Barking and Dagenham",
    "emoji": "🏠🏠🏠",
    "right to left": "نظام إدارة الإسكان",
    "very long": "a" * 20_000,
    "very long boilerplate": "system " * 3_000,
    "control characters": "\x00\ud7ff\u202e",
    "markup": "<p>&nbsp;<b></b></p><script>alert(1)</script>",
    "numbers": "2026/27 – 1,000,000",
}


@pytest.mark.parametrize("title", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_titles_do_not_crash_and_claim_nothing(title):
    mine = profile(title)
    assert score_pair(mine, profile("Housing repairs", "Brent")).score < KEEP
    assert score_pair(mine, profile("", "Brent")).score <= 0


@pytest.mark.parametrize("other", ["boilerplate", "general", "one word", "place", "empty"])
def test_boilerplate_matches_nothing_not_even_itself(other):
    said = f"Camden Council {BAD_TEXTS[other]}"
    score = score_pair(profile(said), profile(said, "Brent"))
    assert score.score <= 0
    assert "Too few words of their own to compare" in sentences(score)
    assert "At least one has no category yet" in sentences(score)


def test_what_frames_a_text_does_not_make_it_alike():
    """Two purchases in the same frame, of the same buyer's name and sum."""
    frame = "Croydon Council invites tenders for the provision of {} for three years, £1m (RM6261)"
    repairs, permits = frame.format("housing repairs"), frame.format("parking permits")
    assert score_pair(profile(repairs, "Croydon"), profile(permits, "Brent")).score < KEEP


def test_capitals_and_markup_say_the_same():
    plain = profile("Choice-based lettings and housing register")
    shouted = profile("<b>CHOICE-BASED LETTINGS</b> AND HOUSING REGISTER", "Brent")
    assert score_pair(plain, shouted).label == "same"


def test_other_words_for_the_same_thing_are_alike_by_meaning():
    one = profile("Telecare pendant alarms", text="Residents press a button to call for help")
    other = profile("Careline buttons worn round the neck", "Brent")
    parts = {part.name: part.points for part in score_pair(one, other).parts}
    assert parts["meaning"] > parts["words"]


def test_without_the_encoder_words_and_kinds_still_match(monkeypatch):
    monkeypatch.setattr(meaning, "PACKAGE", "a_package_nobody_installed")
    meaning.loaded.cache_clear()
    try:
        one = profile("Choice-based lettings and housing register")
        other = profile("Housing register and lettings", "Brent")
        score = score_pair(one, other)
    finally:
        meaning.loaded.cache_clear()
    assert one.meaning is None
    assert score.score > KEEP
    assert "Both look like Housing options, homelessness and lettings" in sentences(score)
    assert "meaning" not in {part.name for part in score.parts}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Grass cutting", "Payroll for schools", "Look like "),
        ("Housing repairs contractor", "Housing repairs system", "Both look like"),
    ],
    ids=["different", "near"],
)
def test_likely_kinds_are_named(one, other, said):
    assert said in sentences(score_pair(profile(one), profile(other, "Brent")))


def test_titles_that_buy_different_things_are_told_apart():
    score = score_pair(
        profile("Leisure centre booking software"),
        profile("Leisure centre refurbishment works", "Brent"),
    )
    assert "One buys building works, the other software" in sentences(score)


def test_a_confirmed_kind_that_is_not_shipped_leaves_the_words_to_speak():
    mine = profile("Housing repairs", capability="added-later", capability_name="Added later")
    assert mine.likely_kinds == mine.kinds != b""
    assert kinds.packed_kind("added-later") == b""


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_score_the_same_both_ways_round(a, b):
    one, other = profile(a, text=b), profile(b, "Brent", text=a)
    forth, back = score_pair(one, other), score_pair(other, one)
    assert forth == back
    assert forth.score == pytest.approx(sum(part.points for part in forth.parts), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_a_stored_vector_is_the_vector_itself(text):
    vector = words.weigh(words.plain_words(text))
    stored = words.unpack(words.pack(vector))
    assert stored == vector


@pytest.mark.parametrize(
    ("a", "b", "points", "sentence"),
    [
        ((D(2027, 1, 1), D(2028, 1, 1)), (D(2027, 6, 1), D(2029, 1, 1)), 10, "same months"),
        ((D(2027, 1, 1), D(2027, 1, 1)), (D(2027, 4, 1), D(2029, 1, 1)), 5, "3 months apart"),
        ((D(2027, 1, 1), D(2027, 1, 1)), (D(2027, 1, 20), D(2029, 1, 1)), 5, "1 month apart"),
        ((D(2027, 1, 1), D(2027, 1, 1)), (D(2027, 11, 1), D(2029, 1, 1)), 2, "10 months apart"),
        ((D(2027, 1, 1), D(2027, 1, 1)), (D(2030, 1, 1), D(2030, 1, 1)), 0, "36 months apart"),
        ((None, None), (D(2030, 1, 1), D(2030, 1, 1)), 0, "not known"),
    ],
    ids=["together", "near", "a month", "within a year", "far", "unknown"],
)
def test_timing_says_how_near_the_dates_are(a, b, points, sentence):
    part = timing_part(a, b)
    assert part.points == points
    assert sentence in part.sentence
    assert timing_part(b, a) == part


def test_what_is_shown_adds_up_with_todays_timing():
    stored = [{"name": "words", "points": 12.3, "sentence": "Both say “rent”"}]
    window = (D(2027, 1, 1), D(2028, 1, 1))
    shown = with_timing(parts_from_json(stored), window, window)
    assert shown.score == pytest.approx(22.3, abs=1e-9)
    assert shown.parts[0] == Part("words", 12.3, "Both say “rent”")


@pytest.mark.parametrize(
    ("score", "label"), [(90, "same"), (38, "same"), (27, "similar"), (18, "related")]
)
def test_labels_go_by_threshold(score, label):
    assert label_for(score) == label


def test_a_score_says_its_label_in_words_and_stores_its_parts():
    score = Score.of([Part("words", 30.04, "Both say “rent”")])
    assert (score.label, score.label_text) == ("similar", "Similar")
    assert Score.of([]).label_text == "Related"
    assert parts_from_json(score.as_json()) == score.parts


def test_values_a_band_or_two_apart_say_nothing():
    one, other = (Profile(name, flags=value_flag(pounds)) for name, pounds in NEIGHBOURS)
    assert scale_part(one, other) is None
    assert scale_part(one, Profile("Brent")) is None


NEIGHBOURS = (("Camden", 60_000), ("Brent", 260_000))
