import re

import pytest
from django.urls import reverse

from guidance.models import Technique
from tests.factories import TechniqueFactory

URL = reverse("guidance:techniques")
SUPPLIER_DAY, PILOT, CALL = "Supplier day", "Pilot", "Reference call"
BUSINESS, TOOLS = "business_systems", "innovative_tools"


@pytest.fixture(autouse=True)
def _techniques(db):
    TechniqueFactory(
        **{"name": SUPPLIER_DAY, "stage": "strategy", "purpose": "Meet many.", "days_low": 5},
        **{"days_high": 8, "weeks_low": 4, "weeks_high": 6, "tender_groups": [BUSINESS]},
        **{"levels": [2, 3], "supplier_effort": "medium", "small_suppliers": "fair"},
    )
    TechniqueFactory(
        **{"name": PILOT, "stage": "design", "purpose": "Try it in one place.", "days_low": 15},
        **{"days_high": 30, "weeks_low": 8, "weeks_high": 16, "tender_groups": [TOOLS]},
        **{"levels": [0, 1, 2], "supplier_effort": "high", "small_suppliers": "hard"},
    )
    TechniqueFactory(
        **{"name": CALL, "stage": "execution", "purpose": "Ask users.", "days_low": 1},
        **{"days_high": 2, "tender_groups": [BUSINESS, TOOLS], "levels": [0]},
        **{"supplier_effort": "low", "small_suppliers": "good"},
    )


def test_all_are_listed_and_counted(anonymous):
    page = anonymous.read(URL)
    assert "3 techniques" in page
    assert "<title>Techniques (3)" in page
    assert "5 to 8 officer-days (estimate)" in page
    assert "4 to 6 weeks (estimate)" in page
    assert "No set length" in page
    assert "Effort and time are estimates" in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"stage": "design"}, {PILOT}),
        ({"group": BUSINESS}, {SUPPLIER_DAY, CALL}),
        ({"level": "2"}, {SUPPLIER_DAY, PILOT}),
        ({"level": "5"}, set()),
        ({"days": "2"}, {CALL}),
        ({"days": "10"}, {SUPPLIER_DAY, CALL}),
        ({"weeks": "8"}, {SUPPLIER_DAY, CALL}),
        ({"suppliers": "high"}, {PILOT}),
        ({"small": "good"}, {CALL}),
        ({"q": "meeting"}, {SUPPLIER_DAY}),
        ({"q": "meet", "stage": "design"}, set()),
    ],
    ids=lambda part: str(part) if isinstance(part, dict) else "",
)
def test_filters_narrow_the_list(anonymous, filters, found):
    page = anonymous.read(URL, data=filters)
    assert {name for name in (SUPPLIER_DAY, PILOT, CALL) if f">{name}</a>" in page} == found


def test_chips_take_one_filter_away(anonymous):
    page = anonymous.read(URL, data={"stage": "design", "level": "2"})
    assert "Stage: Design" in page
    assert "Collaboration level: 2 Approach together" in page
    assert f'href="{URL}?level=2"' in page
    assert "1 technique" in page


def test_nothing_found_says_what_to_do(anonymous):
    page = anonymous.read(URL, data={"q": "zeppelin"})
    assert "Remove one to see more" in page
    assert "Compare those ticked" not in page


@pytest.mark.parametrize(
    "filters",
    [{"stage": "nowhere"}, {"level": "9"}, {"days": "x"}, {"group": "1"}, {"q": "a\x00"}],
    ids=str,
)
def test_a_value_that_is_not_offered_gets_a_message(anonymous, filters):
    page = anonymous.read(URL, data=filters)
    assert "There is a problem" in page
    assert "Correct the filters" in page or "3 techniques" in page


def test_queries_do_not_grow_with_the_techniques(anonymous, django_assert_num_queries):
    TechniqueFactory.create_batch(20)
    with django_assert_num_queries(1):
        anonymous.read(URL)


def boxes(page) -> dict[str, bool]:
    """Each box to compare by, and whether it is ticked; all are sent with the filters."""
    found = re.findall(r'<input[^>]* name="technique"[^>]* form="narrow"[^>]*>', page)
    return {re.search(r'value="([^"]*)"', box)[1]: " checked" in box for box in found}


def test_ticks_stay_when_filters_are_applied_and_go_when_cleared(anonymous):
    pilot, call = Technique.objects.get(name=PILOT).slug, Technique.objects.get(name=CALL).slug
    page = anonymous.read(URL, data={"stage": "design", "technique": [pilot, call, "no\x00ne"]})
    assert boxes(page) == {pilot: True, call: True}
    assert "Ticked, and not in this list" in page
    assert f'href="{URL}?technique={pilot}&amp;technique={call}' in page, "the chip keeps them"
    assert f'href="{URL}?stage=design">Clear ticks' in page
    assert f'href="{URL}">Clear filters' in page
    assert set(boxes(anonymous.read(URL)).values()) == {False}
    none = anonymous.read(URL, data={"q": "zeppelin", "technique": [call]})
    assert boxes(none) == {call: True}
    assert "Compare those ticked" in none
    data = {"stage": "design", "q": "", "technique": [pilot, call]}
    compared = anonymous.read(reverse("guidance:compare_techniques"), data=data)
    back = f"{URL}?stage=design&amp;technique={pilot}&amp;technique={call}"
    assert f'href="{back}">Choose others' in compared
