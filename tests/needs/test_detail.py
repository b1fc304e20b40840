"""A need's page: who reads what, and what each may do."""

import datetime
import re

import pytest
from django.urls import reverse

from needs import matching
from tests.counting import queries
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    InterestFactory,
    NeedFactory,
    NeedTermsFactory,
    days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_need(camden, officer):
    terms = NeedTermsFactory(
        need__borough=camden,
        need__published=True,
        need__public=True,
        need__owner=officer.user,
        current_supplier="Hillside Software",
        annual_price_pence=4_500_000,
        notice_months=7,
    )
    return terms.need


def test_public_page_tells_the_need_without_its_commercial_side(anonymous, public_need):
    page = anonymous.read(public_need.get_absolute_url())
    assert public_need.problem in page
    assert "£100,000 to £250,000" in page
    assert "Decide by" in page
    for hidden in ("Hillside Software", "£180,000", "£45,000", "7 months", "Commercial details"):
        assert hidden not in page


def test_members_read_the_commercial_side(other_officer, public_need):
    page = other_officer.read(public_need.get_absolute_url())
    for shown in ("Hillside Software", "£180,000", "£45,000", "7 months"):
        assert shown in page


def test_contract_now_is_a_link_only_for_those_who_see_it(other_officer, public_need, camden):
    contract = ContractFactory(borough=camden, sealed=True, title="Planted contract words")
    public_need.terms.current_contract = contract
    public_need.terms.save()
    assert "Planted contract words" not in other_officer.read(public_need.get_absolute_url())


@pytest.mark.parametrize("kind", ["draft", "submitted", "members", "sealed"])
def test_missing_and_invisible_answer_the_same_bytes(anonymous, outsider, world, kind):
    need = {
        "draft": world.draft,
        "submitted": world.submitted,
        "members": world.need,
        "sealed": world.sealed_need,
    }[kind]
    for visitor in (anonymous, outsider):
        hidden = visitor.read(need.get_absolute_url(), status=404)
        missing = visitor.read("/needs/NEED-2222222", status=404)
        assert hidden == missing
        assert visitor.read("/needs/what%00ever", status=404) == missing


def test_sealed_need_is_its_boroughs_and_the_moderators(
    officer, other_officer, moderator, moderator_without_second_factor, world
):
    address = world.sealed_need.get_absolute_url()
    officer.read(address)
    moderator.read(address)
    other_officer.read(address, status=404)
    moderator_without_second_factor.read(address, status=404)


def test_names_and_internal_events_stay_inside(
    anonymous, other_officer, officer, camden, moderator
):
    need = NeedFactory(borough=camden, public=True, owner=officer.user)
    need.submit(by=officer.user)
    need.send_back(by=moderator.user, reason="Remove the planted words")
    need.submit(by=officer.user)
    need.publish(by=moderator.user)
    address = need.get_absolute_url()
    public = anonymous.read(address)
    assert "Published" in public
    assert officer.user.name not in public
    assert moderator.user.name not in public
    member = other_officer.read(address)
    assert moderator.user.name in member
    for page in (public, member):
        assert "Sent back" not in page
        assert "planted words" not in page
    own = officer.read(address)
    assert "Remove the planted words" in own


def test_who_joined_is_counted_for_all_named_for_members_and_signed_for_the_poster(
    anonymous, other_officer, officer, public_need, brent
):
    joined = InterestFactory(need=public_need, borough=brent, by__name="Jo Brown")
    address = public_need.get_absolute_url()
    assert "1 other borough has it too" in anonymous.read(address)
    assert "Brent" not in anonymous.read(address)
    assert "Brent</th>" in other_officer.read(address)
    assert joined.by.name not in other_officer.read(address)
    assert joined.by.name in officer.read(address)


def test_what_overlaps_is_shown_to_members_with_reasons(anonymous, officer, public_need, brent):
    other = NeedFactory(
        borough=brent,
        published=True,
        title=public_need.title,
        capability=public_need.capability,
    )
    matching.rematch(public_need)
    matching.rematch(other)
    page = officer.read(public_need.get_absolute_url())
    assert other.get_absolute_url() in page
    assert f"Both are {public_need.capability}" in page
    compared = re.search(r'href="(/overlap/pairs/[^"]+)"', page).group(1)
    assert other.title in officer.read(compared)
    assert other.get_absolute_url() not in anonymous.read(public_need.get_absolute_url())


def test_contract_elsewhere_overlaps_and_leads_to_its_page(officer, public_need, brent):
    contract = ContractFactory(
        borough=brent, title=public_need.title, capability=public_need.capability
    )
    matching.rematch(contract)
    matching.rematch(public_need)
    assert contract.get_absolute_url() in officer.read(public_need.get_absolute_url())


def test_stale_need_is_flagged(officer, camden):
    need = NeedFactory(
        borough=camden, published=True, status="stale", review_by=days(-1), public=True
    )
    assert "may be out of date" in officer.read(need.get_absolute_url())


def test_need_without_dates_says_so(officer, camden):
    need = NeedFactory(
        borough=camden,
        published=True,
        earliest_start=None,
        latest_start=None,
        capability=CapabilityFactory(),
    )
    assert "Decide-by date not known" in officer.read(need.get_absolute_url())


def test_decide_by_is_the_latest_start_less_the_time_it_takes(anonymous, officer, public_need):
    public_need.latest_start = datetime.date(2029, 4, 1)
    public_need.save()
    public_need.terms.contract_ends = datetime.date(2029, 3, 31)
    public_need.terms.save()
    page = officer.read(public_need.get_absolute_url())
    assert "Decide by 1 July 2028" in page  # nine months
    assert "Give notice by" in page
    assert "31 August 2028" in page  # seven months
    assert "Give notice by" not in anonymous.read(public_need.get_absolute_url())


@pytest.mark.parametrize(
    ("status", "offered", "missing"),
    [
        ("draft", ["Continue with your answers", "Withdraw"], ["Start procuring"]),
        ("published", ["Change", "Confirm it is still true", "Close with its outcome"], ["award"]),
        ("procuring", ["Mark as awarded", "Confirm it is still true"], ["Start procuring"]),
        ("awarded", ["Close with its outcome"], ["Withdraw"]),
        ("withdrawn", [], ["Withdraw<", "Confirm it is still true"]),
    ],
)
def test_own_borough_is_offered_what_can_be_done(officer, camden, status, offered, missing):
    need = NeedFactory(borough=camden, published=True, status=status)
    page = officer.read(need.get_absolute_url())
    for text in offered:
        assert text in page
    for text in missing:
        assert text not in page


def test_others_are_offered_to_join_only(other_officer, public_need):
    page = other_officer.read(public_need.get_absolute_url())
    assert "My borough has this need too" in page
    assert "Close with its outcome" not in page


@pytest.mark.parametrize("verb", ["confirm", "procure", "award", "submit", "leave"])
def test_verbs_need_a_post(officer, public_need, verb):
    address = reverse(f"needs:{verb}", args=[public_need.reference])
    assert officer.get(address).status_code == 405


def test_queries_do_not_grow_with_rows(officer, public_need):
    def more(count):
        for _ in range(count):
            InterestFactory(need=public_need)
            NeedFactory(published=True, title=public_need.title, capability=public_need.capability)
        matching.rebuild()
        return queries(officer, public_need.get_absolute_url())

    assert more(1) == more(9) <= 9
