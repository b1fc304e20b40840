"""The timeline of decisions: category by category, the first of each, all when asked."""

import re

import pytest
from django.urls import reverse

from tests.factories import BoroughFactory, CapabilityFactory, days
from tests.needs.test_overlap_pages import contract, read_text

pytestmark = pytest.mark.django_db

URL = reverse("needs:overlap_timeline")


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Telephony", lead_time_months=6)


def headings(page: str) -> list[str]:
    return re.findall(r'<h2[^>]*id="[^"]+"><a[^>]*>([^<]+)</a>', page)


def test_categories_come_in_the_order_of_their_first_decision(officer, camden, brent, telephony):
    later = CapabilityFactory(slug="wifi", name="Public Wi-Fi", lead_time_months=6)
    contract(camden, later, end=days(500))
    contract(brent, telephony, end=days(400))
    contract(camden, telephony, end=days(600))
    page = officer.read(URL)
    assert headings(page) == ["Telephony", "Public Wi-Fi"]
    assert "2 boroughs. The first to decide is Brent, by" in read_text(page)
    assert page.count('<svg class="app-bar') == 3


def test_a_long_category_shows_its_first_rows_and_leads_to_the_others(officer, telephony):
    for number in range(8):
        contract(BoroughFactory(), telephony, end=days(400 + number))
    page = officer.read(f"{URL}?group=core_technologies")
    assert page.count('<th scope="row"') == 5
    assert 'href="/overlap/telephony">See the 3 others in Telephony' in page
    everything = officer.read(f"{URL}?group=core_technologies&show=all")
    assert everything.count('<th scope="row"') == 8
    assert 'href="/overlap/timeline?group=core_technologies">Show the first of each' in everything


def test_many_categories_are_capped_and_shown_when_asked(officer, camden):
    for number in range(10):
        contract(camden, CapabilityFactory(name=f"Kind {number}"), end=days(400 + number))
    page = officer.read(URL)
    assert headings(page) == [f"Kind {number}" for number in range(8)]
    assert "Show the other 2 categories" in page
    assert len(headings(officer.read(f"{URL}?show=all"))) == 10


def test_what_has_no_decision_ahead_is_counted_and_not_shown(officer, camden, telephony):
    contract(camden, telephony, end=days(400))
    contract(camden, telephony, end=days(30))
    contract(camden, telephony, start=None, end=None)
    page = officer.read(URL)
    assert page.count('<th scope="row"') == 1
    assert "1 whose decide-by date has passed or is not known, and 1 with no dates" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("horizon=24", True), ("horizon=6", False), ("borough=camden", True), ("borough=brent", False),
     ("group=business_systems", False)],
)  # fmt: skip
def test_filters_narrow_it(officer, camden, brent, telephony, query, found):
    contract(camden, telephony, end=days(500))
    page = officer.read(f"{URL}?{query}")
    assert bool(headings(page)) is found
    assert ("Nothing with these filters has a decide-by date ahead" in page) is not found
