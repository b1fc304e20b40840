"""Techniques side by side: two to four, by ticking them in the list."""

import re

import pytest
from django.urls import reverse

from tests.factories import TechniqueFactory

URL = reverse("guidance:compare_techniques")
SLUGS = ("briefing", "pilot", "reverse-pitch", "showcase", "visit")


@pytest.fixture(autouse=True)
def _techniques(db):
    for slug in SLUGS:
        TechniqueFactory(
            slug=slug,
            name=slug.capitalize(),
            days_low=1,
            days_high=2,
            strengths=[f"{slug} is good"],
        )


def compare(visitor, *slugs) -> str:
    return visitor.read(URL, data={"technique": slugs})


def test_the_list_offers_each_for_comparison_without_a_script(anonymous):
    page = anonymous.read(reverse("guidance:techniques"))
    assert f'action="{URL}"' in page
    assert 'name="technique" type="checkbox" value="reverse-pitch"' in page


def test_they_stand_side_by_side_in_the_order_ticked(anonymous):
    page = compare(anonymous, "pilot", "briefing")
    assert page.index(">Pilot</th>") < page.index(">Briefing</th>")
    assert page.count("1 to 2 officer-days (estimate)") == 2
    assert "pilot is good" in page
    assert 'data-label="Briefing"' in page, "named lines on a phone"
    assert "showcase is good" not in page


def test_one_can_be_added_until_there_are_four_and_taken_out_until_there_are_two(anonymous):
    two, four = compare(anonymous, "pilot", "visit"), ("pilot", "visit", "showcase", "briefing")
    assert "Add another" in two
    assert "Take out" not in two
    page = compare(anonymous, *four)
    assert "Add another" not in page
    assert f"{URL}?technique=visit&amp;technique=showcase&amp;technique=briefing" in page


@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        (["pilot"], "it takes two or more to compare"),
        (["pilot", "pilot"], "it takes two or more to compare"),
        (["pilot", "visit", "showcase", "briefing", "reverse-pitch"], "you ticked 5"),
        (["pilot", "nothing"], "that answer is not on the list"),
        (["pilot", "a\x00"], "that answer is not on the list"),
        ([""], "that answer is not on the list"),
    ],
)
def test_a_wrong_number_is_said_and_what_was_ticked_stays(anonymous, ticked, message):
    page = compare(anonymous, *ticked)
    assert "There is a problem" in page
    assert message in page
    kept = re.findall(r'value="([^"]*)"[^>]* checked', page)
    assert set(kept) == {slug for slug in ticked if slug in SLUGS}


def test_asked_for_nothing_it_asks_what_to_compare(anonymous):
    page = anonymous.read(URL)
    assert "Techniques to compare" in page
    assert "There is a problem" not in page


def test_queries_do_not_grow(anonymous, django_assert_num_queries):
    TechniqueFactory.create_batch(20)
    with django_assert_num_queries(1):
        compare(anonymous, "pilot", "visit", "showcase")
