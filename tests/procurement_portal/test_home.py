"""The start page, and what it shows to whom."""

import pytest

from tests.factories import CaseStudyFactory, ContractFactory, NeedFactory, days

pytestmark = pytest.mark.django_db


def test_it_says_what_it_is_for_and_leads_on(anonymous):
    page = anonymous.read("/")
    assert "See what London’s boroughs plan to buy, in time to buy it together</h1>" in page
    assert 'action="/needs"' in page
    assert "Sign in with your council email address" in page
    assert "No borough has published a need with a date ahead yet." in page


def test_its_figures_count_what_the_reader_can_see_and_lead_there(anonymous, officer, brent):
    NeedFactory(published=True, public=True, borough=brent)
    NeedFactory(published=True, borough=brent)
    NeedFactory(published=True, sealed=True)
    ContractFactory(public=True)
    CaseStudyFactory()
    page = anonymous.read("/")
    assert 'href="/needs?confirmed=on-time"><b>1</b> needs' in page
    assert 'href="/boroughs"><b>2 of 33</b>' in page
    assert 'href="/case-studies"><b>1</b>' in page
    assert 'href="/needs?confirmed=on-time"><b>2</b> needs' in officer.read("/")


def test_the_five_needs_that_start_soonest(anonymous):
    for n in range(7, 0, -1):
        NeedFactory(
            title=f"Starts {n}",
            published=True,
            public=True,
            earliest_start=days(n * 10),
            latest_start=days(n * 10 + 5),
        )
    NeedFactory(
        title="Past", published=True, public=True, earliest_start=days(-9), latest_start=days(-1)
    )
    page = anonymous.read("/")
    places = [page.find(f"Starts {n}<") for n in range(1, 6)]
    assert places == sorted(places)
    assert places[0] > 0
    assert "Starts 6<" not in page
    assert "Past<" not in page


def test_members_go_on_to_their_dashboard(officer):
    page = officer.read("/")
    assert 'href="/dashboard"' in page
    assert "Sign in with your council email address" not in page
