"""Stale records leave every figure, and come back at once when they are confirmed."""

import datetime
import re

import pytest
from django.urls import reverse

from members.models import ReviewPeriod
from needs.confirming import confirm_records
from needs.coverage import freshness_by_borough, london_in_words
from needs.models import Contract, Need
from procurement_portal.lib.freshness import freshness_words, review_date
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    OverlapFactory,
    OverlapSideFactory,
    days,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)
DUE = datetime.date(2027, 3, 4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((DAY, DUE, "Camden", False), "Confirmed 4 March 2026 by Camden, review by 4 March 2027"),
        (
            (DAY, DUE, "Camden", True),
            "Last confirmed 4 March 2026 by Camden, due again by 4 March 2027:"
            " may be out of date, not counted",
        ),
        ((None, None, "Camden", True), "Not confirmed yet by Camden, not counted"),
        ((DAY, None, "", False), "Confirmed 4 March 2026"),
    ],
)
def test_there_is_one_wording(given, words):
    confirmed_on, review_by, by, stale = given
    assert freshness_words(confirmed_on, review_by, by=by, stale=stale, counted=True) == words


@pytest.fixture
def category():
    return CapabilityFactory(slug="telecare", name="Telecare")


@pytest.fixture
def pair(camden, brent, category):
    """Camden's contract and Brent's need, alike, both counting."""
    contract = ContractFactory(
        borough=camden, capability=category, public=True, end=days(300), start=days(-700)
    )
    ContractTermsFactory(contract=contract, value_pence=7_654_300)
    need = NeedFactory(borough=brent, capability=category, published=True, public=True)
    OverlapFactory(
        side_a=OverlapSideFactory(contract=contract, decide_by=days(20)),
        side_b=OverlapSideFactory(need=need, decide_by=days(20)),
    )
    return contract, need


def figures(visitor, anonymous) -> dict[str, str]:
    """What every page that counts says, for a member and for the public."""
    pages = {
        "home": "/",
        "boroughs": "/boroughs",
        "borough": "/boroughs/camden",
        "categories": "/categories",
        "category": "/categories/telecare",
        "list": "/needs?confirmed=on-time",
    }
    member = {
        "dashboard": "/dashboard",
        "overlap": "/overlap",
        "matrix": "/overlap/matrix",
        "timeline": "/overlap/timeline",
        "capability": "/overlap/telecare",
        "csv": "/needs.csv?confirmed=on-time",
    }
    said = {name: plain(anonymous.read(url)) for name, url in pages.items()}
    said |= {f"member {name}": plain(visitor.read(url)) for name, url in (pages | member).items()}
    return said


def plain(text: str) -> str:
    """A page's words, without tokens and without the day somebody confirmed something."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    words = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    return re.sub(r"[Cc]onfirmed \d+ \w+ \d+(, review by \d+ \w+ \d+)?", "Confirmed", words)


def test_a_stale_record_leaves_every_figure_and_comes_back_everywhere_at_once(
    officer, anonymous, pair
):
    contract, need = pair
    before = figures(officer, anonymous)
    Contract.objects.filter(pk=contract.pk).update(review_by=days(-1))
    Need.objects.filter(pk=need.pk).update(review_by=days(-1), status="stale")
    gone = figures(officer, anonymous)
    same = [name for name in before if gone[name] == before[name]]
    assert same == []
    assert "0 of 1 record confirmed in time (0%)" in gone["borough"]
    assert "Not confirmed in time" in gone["borough"]
    assert "0 of 33 boroughs" in gone["home"]
    assert need.title not in gone["member csv"]
    confirm_records(by=officer.user, needs=Need.objects.all(), contracts=Contract.objects.all())
    back = figures(officer, anonymous)
    assert "1 of 1 record confirmed in time (100%)" in back["borough"]
    assert need.title in back["member csv"]
    for name in ("home", "categories", "member overlap", "member matrix", "member timeline"):
        assert back[name] == before[name], name


def test_figures_are_of_what_the_reader_may_see(officer, other_officer, anonymous, camden):
    ContractFactory(borough=camden, sealed=True)
    ContractFactory(borough=camden, public=True, stale=True)
    NeedFactory(borough=camden, published=True)
    assert "1 of 2 records confirmed" in plain(other_officer.read("/boroughs/camden"))
    assert "2 of 3 records confirmed" in plain(officer.read("/boroughs/camden"))
    assert "0 of 1 record confirmed" in plain(anonymous.read("/boroughs/camden"))


def test_figures_cost_two_queries(officer, camden, brent, django_assert_num_queries):
    for borough in (camden, brent):
        ContractFactory.create_batch(3, borough=borough)
        NeedFactory(borough=borough, published=True, review_by=days(20))
    assert officer.user.active_memberships  # read once a request
    with django_assert_num_queries(2):
        found = freshness_by_borough(officer.user)
    assert london_in_words(found, 33).startswith("2 of 33 boroughs share records")
    own = found[camden.pk]
    assert (own.fresh, own.stale, own.soon, own.next_due) == (4, 0, 1, days(20))


def test_the_dashboard_says_how_fresh_our_data_and_londons_is(officer, camden, brent):
    ContractFactory(borough=camden, stale=True)
    NeedFactory(borough=brent, published=True)
    text = plain(officer.read(reverse("needs:dashboard")))
    assert "Camden: 0 of 1 record confirmed in time (0%)" in text
    assert "1 of 2 boroughs share records confirmed in time: 1 of 2 records (50%)" in text


def test_moderators_change_the_period_for_confirmations_from_today_on(moderator, officer, camden):
    kept = ContractFactory(borough=camden, review_by=days(335))
    url = reverse("members:review_periods")
    text = moderator.read(url)
    assert "365 days" in text
    assert "keep the date they were given" in text
    moderator.post(url, {"kind": "contract", "days": "90", "reason": "Dates moved too often"})
    assert "90 days" in moderator.read(url)
    kept.refresh_from_db()
    assert kept.review_by == days(335)
    confirm_records(by=officer.user, contracts=Contract.objects.all())
    kept.refresh_from_db()
    assert kept.review_by == days(90)
    assert review_date("contract", days(-1)) == days(364)
    assert review_date("need", days(0)) == days(180)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"days": "x"}, "Enter the number of days, such as 180"),
        ({"days": "0"}, "Enter 7 days or more"),
        ({"days": "99999999999999"}, "Enter 1,825 days or fewer"),
        ({"kind": "nonsense"}, "Select"),
        ({"reason": ""}, "Enter why it changes"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_at_its_field(moderator, typed, message):
    answers = {"kind": "need", "days": "90", "reason": "Shorter", **typed}
    text = moderator.post(reverse("members:review_periods"), answers).content.decode()
    assert message in text
    assert not ReviewPeriod.objects.exists()
