"""What can be set side by side, and the sentence where it cannot: a table of cases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistive_tech.comparison import (
    Measured,
    Money,
    best_of,
    compare,
    compare_money,
    number_words,
    per_person_year,
)


def m(size, unit, direction="positive"):
    return Measured(None if size is None else Decimal(size), unit, direction)


CASES = [
    # results, sentence, values
    (
        [m("49.2", "percent", "decrease"), m("34", "percent", "decrease")],
        "Same measure: each is a percentage fall",
        ("49.2%", "34%"),
    ),
    (
        [m("82", "percent"), m("46", "%", "decrease")],
        "Not comparable: one is a percentage, the other a percentage fall",
        ("82%", "46%"),
    ),
    (
        [m("71", "percent", "increase"), m("63", "percent", "decrease")],
        "Not comparable: one is a percentage rise, the other a percentage fall",
        ("71%", "63%"),
    ),
    (
        [m("82", "percent"), m("25", "devices")],
        "Not comparable: one is a percentage, the other a count of devices",
        ("82%", "25 devices"),
    ),
    (
        [m("25", "devices"), m("1200", "people")],
        "Not comparable: one is a count of devices, the other a count of people",
        ("25 devices", "1,200 people"),
    ),
    (
        [m("3.7", "hours per week"), m("780", "hours per year")],
        "Same measure: each is an amount of time each year",
        ("192.4 hours a year", "780 hours a year"),
    ),
    (
        [m("45", "minutes per day"), m("3", "hours a week")],
        "Same measure: each is an amount of time each year",
        ("273.75 hours a year", "156 hours a year"),
    ),
    (
        [m("90", "minutes"), m("2", "hours")],
        "Same measure: each is an amount of time",
        ("1.5 hours", "2 hours"),
    ),
    (
        [m("2", "hours"), m("2", "hours per week")],
        "Not comparable: one is an amount of time, the other an amount of time each year",
        ("2 hours", "104 hours a year"),
    ),
    (
        [m("16", "weeks"), m("262", "days")],
        "Same measure: each is a length in days",
        ("112 days", "262 days"),
    ),
    (
        [m("2", "years"), m("14", "months")],
        "Same measure: each is a length in months",
        ("24 months", "14 months"),
    ),
    (
        [m("250000", "GBP per year"), m("500", "pence per week")],
        "Same measure: each is a sum of money each year",
        ("£250,000 a year", "£260 a year"),
    ),
    (
        [m("-20", "GBP"), m("5000", "pence")],
        "Same measure: each is a sum of money",
        ("-£20", "£50"),
    ),
    (
        [m("1", ""), m("2", "")],
        "Same measure: each is a number without a unit",
        ("1", "2"),
    ),
    (
        [m("1", "GBP"), m("2", "percent"), m("3", "people")],
        "Not comparable: one is a sum of money, one a percentage, one a count of people",
        ("£1", "2%", "3 people"),
    ),
    ([m("1", "GBP"), None], "Not comparable: only one of them measured it", ("£1", "")),
    ([None, None], "Nobody measured it", ("", "")),
    (
        [m("1", "GBP"), m(None, "qualitative")],
        "Not comparable: only one of them gives a number",
        ("£1", ""),
    ),
    (
        [m(None, "qualitative"), m(None, "scale change")],
        "Not comparable: none of them gives a number",
        ("", ""),
    ),
]


@pytest.mark.parametrize(("results", "sentence", "values"), CASES)
def test_results_side_by_side(results, sentence, values):
    verdict = compare(results)
    assert (verdict.sentence, verdict.values) == (sentence, values)
    assert verdict.comparable == sentence.startswith("Same measure")


A, C = "Avoided", "Cashable"
MONEY = [
    ([Money(100_00, 2024), Money(5_50, 2024)], "Comparable: each in prices of 2024"),
    (
        [Money(100_00, 2019), Money(100_00, 2024)],
        "Take care: prices of 2019 and 2024, which we do not convert",
    ),
    ([Money(1, 2024), Money(1)], "Take care: the price year is not known for each"),
    ([Money(1, 2024), Money(None)], "Not comparable: one of them does not state it"),
    ([Money(1), Money(None), Money(None)], "Not comparable: 2 of them do not state it"),
    ([Money(None), Money(None)], "None of them states it"),
    (
        [Money(1, 2024, C), Money(1, 2024, A)],
        "Not comparable: one is cashable, another avoided",
    ),
    (
        [Money(1, 2024, C), Money(1, 2024)],
        "Not comparable: the kind of saving is not known for each",
    ),
    (
        [Money(1, 2024, C, "A year"), Money(1, 2024, C, "Over the whole time")],
        "Not comparable: one is a year, another over the whole time",
    ),
]


@pytest.mark.parametrize(("amounts", "sentence"), MONEY)
def test_money_side_by_side(amounts, sentence):
    verdict = compare_money(amounts)
    assert verdict.sentence == sentence
    assert verdict.comparable == sentence.startswith("Comparable")


def test_money_says_its_year_its_span_and_its_kind():
    [saving, unknown] = compare_money([Money(12_34_50, 2024, C, "A year"), Money(None)]).values
    assert saving == "£1,234.50, a year, cashable, prices of 2024"
    assert unknown == ""
    assert compare_money([Money(5_00)]).values == ("£5, price year not known",)


def test_the_result_compared_is_the_one_in_the_measure_most_of_them_have():
    hours, share = m("3", "hours per week"), m("71", "percent", "decrease")
    change, words = m("46", "percent", "decrease"), m(None, "qualitative")
    assert best_of([[hours, share], [change], [words], []]) == [share, change, words, None]
    assert best_of([[hours], [change]]) == [hours, change]


@pytest.mark.parametrize(
    ("stated", "total", "people", "weeks", "expected"),
    [
        (205_00, 10_865_00, 53, 26, (205_00, False)),
        (None, 10_400_00, 100, 52, (104_00, True)),
        (None, 10_400_00, 100, 26, (208_00, True)),
        (None, 10_400_00, None, 26, (None, False)),
        (None, 10_400_00, 100, None, (None, False)),
        (None, None, 100, 26, (None, False)),
    ],
)
def test_cost_for_one_person_for_a_year(stated, total, people, weeks, expected):
    assert per_person_year(stated, total, people, weeks) == expected


units = st.sampled_from(["percent", "GBP per year", "hours per week", "people", "days", "", "GBP"])
sizes = st.none() | st.decimals("-1e9", "1e9", places=4)
one = st.none() | st.builds(Measured, sizes, units, st.sampled_from(["increase", "positive", ""]))


@given(st.lists(one, min_size=2, max_size=4))
def test_every_set_gets_one_sentence_and_a_place_for_each(results):
    verdict = compare(results)
    assert len(verdict.values) == len(results)
    assert verdict.sentence
    assert compare(list(reversed(results))).comparable == verdict.comparable


@given(st.decimals("-1e9", "1e9", places=2))
def test_no_number_reads_as_a_power_of_ten(value):
    assert Decimal(number_words(value).replace(",", "")) == value
