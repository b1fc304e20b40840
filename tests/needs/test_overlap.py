"""When two records are alike and why: parts add up, bad text does no harm, opposites are told."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs import words
from needs.overlap import (
    CONTRADICTIONS,
    KEEP,
    Part,
    Profile,
    flags_in,
    label_for,
    parts_from_json,
    score_pair,
    timing_part,
    with_timing,
)

D = datetime.date


def profile(title="", borough="Camden", **facts):
    said = words.plain_words(title)
    return Profile(
        borough=borough,
        vector=words.weigh(said),
        terms=frozenset(words.rare_terms(said)),
        flags=flags_in(title),
        **facts,
    )


HOUSING = {"capability": "housing", "capability_name": "Housing management"}


def sentences(score):
    return " | ".join(part.sentence for part in score.parts)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (HOUSING, HOUSING, "Both are Housing management"),
        (HOUSING, HOUSING | {"certainty": 0.7}, "Both look like Housing management, worked out"),
        (
            HOUSING,
            {"capability": "repairs", "capability_name": "Repairs", "parent": "housing"},
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
        ({}, {}, "At least one has no category yet"),
    ],
    ids=["same", "unsure", "part of", "siblings", "different", "supplier", "product", "none"],
)
def test_each_reason_is_a_plain_sentence_and_the_parts_add_up(a, b, said):
    score = score_pair(profile("Tenancy records", **a), profile("Rent accounts", **b))
    assert said in sentences(score)
    assert score.score == pytest.approx(sum(part.points for part in score.parts), abs=1e-9)


def test_a_confirmed_category_is_worth_more_than_one_worked_out():
    sure = score_pair(profile(**HOUSING), profile(**HOUSING))
    unsure = score_pair(profile(**HOUSING), profile(**HOUSING, certainty=0.6))
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


BAD_TEXTS = [
    "",
    "Invitation to tender: contract for the supply of services",
    "🏠🏠🏠",
    "نظام إدارة الإسكان",
    "a" * 20_000,
    "system " * 3_000,
    "\x00\ud7ff\u202e",
]


@pytest.mark.parametrize("title", BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_bad_titles_do_not_crash_and_claim_nothing(title):
    mine = profile(title)
    assert score_pair(mine, profile("Housing repairs", "Brent")).score < KEEP
    assert score_pair(mine, profile("", "Brent")).score <= 0


def test_boilerplate_alone_has_no_words():
    assert words.plain_words("Invitation to tender: contract for the provision of") in ([], ["the"])
    score = score_pair(profile(""), profile(""))
    assert "Too few words of their own" in sentences(score)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_score_the_same_both_ways_round(a, b):
    one, other = profile(a), profile(b, "Brent")
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
    ("score", "label"), [(90, "same"), (55, "same"), (45, "similar"), (22, "related")]
)
def test_labels_go_by_threshold(score, label):
    assert label_for(score) == label
