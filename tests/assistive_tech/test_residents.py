"""Signs that a text names a resident; words that a case study needs are let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistive_tech.residents import signs_in


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Mrs Patel liked it", "“Mrs Patel” looks like a name"),
        ("as Mr. J. O’Neill said", "“Mr. J. O’Neill” looks like a name"),
        ("We met Joan Smith at home", "“Joan Smith” looks like a name"),
        ("Joan, 82, fell twice", "“Joan, 82” looks like a name"),
        ("of 12 Acacia Avenue", "“12 Acacia Avenue” looks like an address"),
        ("in NW1 2DB", "“NW1 2DB” looks like an address"),
        ("born on 3 May 1941", "“born on 3 May 1941” looks like a date of birth"),
        ("DOB: 03/05/1941", "“DOB: 03/05/1941” looks like a date of birth"),
        ("number 943 476 5919", "“943 476 5919” looks like an NHS number"),
    ],
)
def test_signs(text, sign):
    assert [str(found) for found in signs_in(text)][:1] == [sign]


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people with dementia in two homes run by Camden Council",
        "Magic Notes saved 3.7 hours a week in 2024",
        "943 476 5918 calls",  # ten digits without the check digit
        "De Jong Gierveld loneliness, EQ-5D-5L and SWEMWBS",
        "The AT1 pilot ran on London Road estates from 1 April 2024",
        "Mrs",
        "",
    ],
)
def test_what_is_let_through(text):
    assert signs_in(text) == []


def test_each_is_told_once():
    assert len(signs_in("Mrs Patel and Mrs Patel")) == 1


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    assert all(sign.text in text for sign in signs_in(text))
