"""Moderators set how long a category takes to buy; decide-by dates follow at once."""

import pytest
from django.urls import reverse

from needs import matching
from needs.models import Capability
from needs.models.contract import add_months
from needs.reference import load_capabilities, load_service_areas
from procurement_portal.lib.formatting import format_uk_date
from tests.factories import CapabilityFactory, ContractFactory, NeedFactory, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Telephony", lead_time_months=6)


@pytest.fixture
def url(telephony):
    return reverse("needs:set_lead_time", args=["telephony"])


def change(moderator, url, **answers):
    given = {"months": "12", "before": "6", "reason": "Three boroughs took a year"}
    return moderator.post(url, given | answers, follow=True).content.decode()


def test_decide_by_dates_move_at_once(moderator, officer, camden, telephony, url):
    row = ContractFactory(borough=camden, capability=telephony, end=days(700))
    need = NeedFactory(borough=camden, capability=telephony, published=True)
    for record in (row, need):
        matching.rematch(record)
    page = change(moderator, url)
    assert "Telephony now takes 12 months to buy. 2 decide-by dates have moved" in page
    for start, address in ((row.end, row), (need.latest_start, need)):
        by = format_uk_date(add_months(start, -12))
        assert by in officer.read(address.get_absolute_url())
        assert by in officer.read("/overlap/telephony")
    assert format_uk_date(add_months(row.end, -12)) in officer.read("/my-borough/contracts")
    assert format_uk_date(add_months(need.latest_start, -12)) in officer.read("/needs")


def test_says_who_changed_it_when_and_why(moderator, url):
    change(moderator, url)
    page = moderator.read(url)
    assert "From 6 to 12 months" in page
    assert "Three boroughs took a year" in page
    assert str(moderator.user) in page
    assert "12 months" in moderator.read(reverse("needs:lead_times"))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"months": ""}, "Enter the usual months to buy"),
        ({"months": "0"}, "must be 1 or more"),
        ({"months": "61"}, "must be 60 or less"),
        ({"months": "6"}, "It is 6 months already"),
        ({"reason": ""}, "Enter why it changes"),
        ({"before": "9"}, "Somebody else has just set it to 6 months"),
    ],
    ids=["empty", "none", "too long", "the same", "no reason", "changed meanwhile"],
)
def test_what_cannot_be_saved_is_said_at_the_field(moderator, telephony, url, answers, said):
    assert said in change(moderator, url, **answers)
    telephony.refresh_from_db()
    assert telephony.lead_time_months == 6


def test_after_a_change_meanwhile_saving_again_is_enough(moderator, telephony, url):
    page = change(moderator, url, before="9")
    assert 'name="before" value="6"' in page


def test_a_record_without_dates_stays_without(moderator, camden, telephony, url):
    matching.rematch(ContractFactory(borough=camden, capability=telephony, start=None, end=None))
    assert "0 decide-by dates have moved" in change(moderator, url)


def test_the_reference_file_leaves_it_as_it_is(moderator):
    load_service_areas()
    load_capabilities()
    first = Capability.objects.order_by("pk").first()
    url = reverse("needs:set_lead_time", args=[first.slug])
    change(moderator, url, months="31", before=str(first.lead_time_months))
    assert str(load_capabilities()).startswith("0 new, 0 changed")
    first.refresh_from_db()
    assert first.lead_time_months == 31


def test_moderators_find_it_from_the_category(moderator, officer, telephony, url):
    assert url in moderator.read("/categories/telephony")
    assert url not in officer.read("/categories/telephony")
