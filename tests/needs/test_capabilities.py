"""Categories: the list, and the page of one."""

import re

import pytest

from needs.models import CpvCode
from tests.factories import (
    CapabilityFactory,
    CaseStudyFactory,
    ContractFactory,
    FollowFactory,
    NeedFactory,
    SupplierFactory,
    TechnologyClassFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def housing():
    CpvCode.objects.create(code="48000000", description="Software package and information systems")
    return CapabilityFactory(
        slug="housing",
        name="Housing",
        description="Runs tenancies and rents.",
        synonyms=["rent accounting"],
        acronyms=["TSM"],
        cpv_codes=["48000000"],
        lead_time_months=18,
    )


@pytest.fixture
def repairs(housing):
    return CapabilityFactory(slug="repairs", name="Repairs", parent=housing)


def test_the_list_counts_what_the_reader_can_see(anonymous, officer, repairs):
    NeedFactory(published=True, public=True, capability=repairs)
    NeedFactory(published=True, capability=repairs)
    ContractFactory(public=True, capability=repairs)
    row = r'href="/categories/repairs">Repairs</a></th>\s*<td[^>]*>(\d+)</td>\s*<td[^>]*>(\d+)</td>'
    assert re.search(row, anonymous.read("/categories")).groups() == ("1", "1")
    assert re.search(row, officer.read("/categories")).groups() == ("2", "1")


def test_a_category_explains_itself(anonymous, housing, repairs):
    page = anonymous.read("/categories/housing")
    for words in (
        "Runs tenancies and rents.",
        "rent accounting, TSM",
        "18 months from going to market to start",
        "48000000 Software package and information systems",
        "Core technologies",
    ):
        assert words in page
    assert 'href="/categories/housing">Housing' in anonymous.read("/categories/repairs")


def test_it_holds_the_needs_and_contracts_of_its_children(anonymous, officer, housing, repairs):
    NeedFactory(title="Repairs scheduling", published=True, public=True, capability=repairs)
    NeedFactory(title="Members only", published=True, capability=repairs)
    supplier = SupplierFactory(name="Systems Ltd")
    ContractFactory(title="Repairs now", public=True, capability=repairs, supplier=supplier)
    page = anonymous.read("/categories/housing")
    assert "Repairs scheduling" in page
    assert "Repairs now" in page
    assert "Members only" not in page
    assert "Systems Ltd" not in page
    assert "overlap" not in page
    members_page = officer.read("/categories/housing")
    assert "Members only" in members_page
    assert "Systems Ltd" in members_page
    assert 'href="/overlap/housing"' in members_page


def test_an_empty_category_says_so(anonymous, housing):
    page = anonymous.read("/categories/housing")
    assert "No borough has shared a need in this category that you can see." in page
    assert "No borough has shared a contract in this category that you can see." in page


def test_products_and_suppliers_of_the_taxonomy_are_not_listed(anonymous):
    CapabilityFactory(slug="telephony", products=["Phone Thing"], suppliers=["Phones Ltd"])
    page = anonymous.read("/categories/telephony")
    assert "Phone Thing" not in page
    assert "Phones Ltd" not in page


def test_following_is_offered_to_those_signed_in(anonymous, officer, housing):
    assert "Follow" not in anonymous.read("/categories/housing")
    assert "Follow in your digest" in officer.read("/categories/housing")
    FollowFactory(user=officer.user, capability=housing)
    assert "Stop following" in officer.read("/categories/housing")


def test_no_such_category(anonymous):
    assert anonymous.get("/categories/nothing").status_code == 404


def test_it_leads_to_guidance_and_to_case_studies_of_its_kind(anonymous, housing, repairs):
    sensors = TechnologyClassFactory(
        slug="damp-sensors", name="Damp sensors", capability_slug=repairs.slug
    )
    CaseStudyFactory(technology_class=sensors)
    CaseStudyFactory(technology_class=sensors, draft=True)
    CaseStudyFactory()
    for slug in ("repairs", "housing"):
        page = anonymous.read(f"/categories/{slug}")
        assert 'href="/case-studies?technology=damp-sensors">1 case study: Damp sensors' in page
        assert 'href="/guidance/techniques"' in page
        assert "Falls detection" not in page
