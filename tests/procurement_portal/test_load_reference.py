"""The reference data loads once, and again without changing what is there."""

from io import StringIO

import pytest
from django.core.management import call_command

from members.models import Borough, BoroughDomain
from needs.models import Capability, CpvCode, ServiceArea, Threshold

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


def test_it_loads_what_the_portal_needs():
    said = load()
    assert "Boroughs: 33 new" in said
    assert Borough.objects.filter(boundary__isnull=False).count() == 33
    assert CpvCode.objects.get(code="48000000").description.startswith("Software package")
    assert ServiceArea.objects.count() == 18
    housing = Capability.objects.get(slug="housing-management")
    assert housing.parent.slug == "housing"
    assert "rent accounting" in housing.synonyms
    assert CpvCode.objects.filter(code__in=housing.cpv_codes).count() == len(housing.cpv_codes)


def test_a_shared_domain_leads_to_both_boroughs():
    load()
    served = BoroughDomain.objects.filter(domain="richmondandwandsworth.gov.uk")
    assert {d.borough.slug for d in served} == {"richmond-upon-thames", "wandsworth"}


def test_thresholds_are_dated_pence():
    load()
    now = Threshold.objects.get(kind="sub-central-goods-and-services", valid_to__isnull=True)
    assert (now.pence, str(now.valid_from)) == (20_772_000, "2026-01-01")


def test_a_second_load_changes_nothing(django_assert_max_num_queries):
    load()
    versions = Capability.history.count()
    with django_assert_max_num_queries(40):
        said = load()
    assert all("0 new, 0 changed" in line for line in said.splitlines())
    assert Capability.history.count() == versions


def test_what_drifted_is_put_right_and_keeps_its_version():
    load()
    Capability.objects.filter(slug="telecare-alarms").update(name="Something else")
    assert "Capabilities: 0 new, 1 changed" in load()
    assert Capability.objects.get(slug="telecare-alarms").history.count() == 2


def test_a_domain_taken_out_in_the_portal_stays_out():
    load()
    BoroughDomain.objects.get(
        borough__slug="wandsworth", domain="richmondandwandsworth.gov.uk"
    ).delete()
    load()
    assert BoroughDomain.objects.filter(domain="richmondandwandsworth.gov.uk").count() == 1
