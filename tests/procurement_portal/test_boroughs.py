"""The 33 boroughs, and the page of one."""

import re

import pytest

from members.boundaries import paths_of
from members.models import BoroughMembership
from members.reference import load_boroughs, load_loti_periods
from tests.factories import (
    CaseStudyFactory,
    ContractFactory,
    NeedFactory,
    PublishedNoticeFactory,
    SupplierFactory,
)

pytestmark = pytest.mark.django_db


def test_a_map_and_a_list_with_the_same_links(anonymous):
    load_boroughs()
    page = anonymous.read("/boroughs")
    drawn = set(re.findall(r'<a href="(/boroughs/[^"]+)" tabindex="-1">', page))
    listed = set(re.findall(r'<a class="govuk-link" href="(/boroughs/[^"]+)"', page))
    assert len(drawn) == 33
    assert drawn == listed
    assert page.count('colspan="3">Not shared') == 33


def test_numbers_are_what_the_reader_can_see(anonymous, officer, brent):
    NeedFactory(published=True, public=True, borough=brent)
    NeedFactory(published=True, borough=brent)
    ContractFactory(sealed=True, borough=brent)
    row = r'href="/boroughs/brent">Brent</a></th>\s*<td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>'
    assert re.search(row, anonymous.read("/boroughs")).groups() == ("1", "0")
    assert re.search(row, officer.read("/boroughs")).groups() == ("2", "0")


def test_a_path_is_north_up_and_fits_its_box():
    square = {"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52], [0, 51]]]}
    paths, box = paths_of({"a": square})
    assert paths["a"].startswith("M0.0,867.4L540.0,867.4L540.0,0.0")
    assert box == "0 0 540 868"
    assert paths_of({}) == ({}, "0 0 540 540")


def test_a_boroughs_page(anonymous, officer, brent):
    NeedFactory(title="Public need", published=True, public=True, borough=brent)
    NeedFactory(title="Need for members", published=True, borough=brent)
    supplier = SupplierFactory(name="Systems Ltd")
    ContractFactory(title="Public contract", public=True, borough=brent, supplier=supplier)
    ContractFactory(title="Sealed contract", sealed=True, borough=brent)
    ContractFactory(
        title="From a notice", public=True, borough=brent, source="notice", review_by=None
    )
    PublishedNoticeFactory(title="Award of something", borough=brent)
    CaseStudyFactory(title="Sensors in Brent", borough=brent)
    page = anonymous.read("/boroughs/brent")
    for words in (
        "London Borough of Brent",
        "Sensors in Brent",
        "E09000005",
        "Public need",
        "Public contract",
        "From a published notice, not confirmed by the borough",
        "2 of 3 records confirmed in time (66%)",
        "1 contract not yet ended and confirmed in time",
        "1 record left out of every total, overlap and date until Brent confirms it",
        "Award of something",
        "Not known to this portal",
    ):
        assert words in page
    for words in ("Need for members", "Sealed contract", "Systems Ltd"):
        assert words not in page
    members_page = officer.read("/boroughs/brent")
    assert "Need for members" in members_page
    assert "Systems Ltd" in members_page
    assert "Sealed contract" not in members_page


def test_loti_membership_names_its_source(anonymous):
    load_boroughs()
    load_loti_periods()
    assert "Yes (Joined LOTI in 2020, day not published" in anonymous.read("/boroughs/enfield")


def test_dated_membership_in_words(brent):
    period = BoroughMembership(borough=brent, joined_on=None, left_on=None, source="A note")
    assert period.in_words == "Yes (A note)"


def test_an_empty_borough_says_so(anonymous, brent):
    page = anonymous.read("/boroughs/brent")
    assert "This borough has shared no needs that you can see." in page
    assert "This borough has shared no contracts that you can see." in page


def test_no_such_borough(anonymous):
    assert anonymous.get("/boroughs/atlantis").status_code == 404
