"""Overlap by borough: the table of every two, and the map with its list."""

import pytest
from django.urls import reverse

from needs import matching
from tests.factories import BoroughFactory, CapabilityFactory, ContractFactory, days
from tests.needs.test_overlap_pages import read_text

pytestmark = pytest.mark.django_db

BOROUGHS, MAP = reverse("needs:overlap_boroughs"), reverse("needs:overlap_map")


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Telephony", tender_group="core_technologies")


@pytest.fixture
def housing():
    return CapabilityFactory(slug="housing", name="Housing", tender_group="business_systems")


def has(borough, *capabilities, **facts):
    for capability in capabilities:
        row = ContractFactory(
            borough=borough, capability=capability, **({"end": days(400)} | facts)
        )
        matching.rematch(row)


def test_every_two_boroughs_and_what_they_share(officer, camden, brent, telephony, housing):
    BoroughFactory(slug="ealing", short_name="Ealing")
    has(camden, telephony, housing)
    has(brent, telephony, housing)
    page = officer.read(BOROUGHS)
    assert "Brent and Camden share the most: 2 categories." in page
    assert 'aria-label="2 categories: Brent and Camden"' in page
    assert "Not shared" in page  # Ealing
    assert "/overlap?borough=brent&amp;other=camden" in page
    behind = read_text(officer.read("/overlap?borough=brent&other=camden"))
    assert "2 shared categories" in behind


def test_a_filter_narrows_the_numbers_and_stays_in_their_links(
    officer, camden, brent, telephony, housing
):
    has(camden, telephony, housing)
    has(brent, telephony, housing)
    page = officer.read(BOROUGHS, data={"group": "core_technologies"})
    assert 'aria-label="1 category: Brent and Camden"' in page
    assert "group=core_technologies&amp;borough=brent&amp;other=camden" in page


def test_the_table_is_a_csv_too(officer, camden, brent, telephony):
    has(camden, telephony)
    has(brent, telephony)
    answer = officer.get(BOROUGHS, data={"format": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Borough,Brent,Camden"
    assert lines[1:] == ["Brent,1,1", "Camden,1,1"]


def test_the_map_has_the_same_numbers_as_its_list(officer, camden, brent, telephony, housing):
    BoroughFactory(slug="ealing", short_name="Ealing")
    has(camden, telephony, housing)
    has(brent, telephony)
    page = officer.read(MAP)
    text = read_text(page)
    assert "2 boroughs share a category with another" in text
    assert "Camden 1" in text  # housing is Camden's alone
    assert "Ealing Not shared" in text
    assert "/overlap?borough=camden" in page


def test_sealed_and_stale_records_are_in_no_number(officer, camden, brent, telephony):
    has(camden, telephony)
    has(brent, telephony, visibility="sealed")
    assert "No two boroughs share a category here." in officer.read(BOROUGHS)
    has(brent, telephony, review_by=days(-1))
    assert "No borough shares a category with another here." in officer.read(MAP)
