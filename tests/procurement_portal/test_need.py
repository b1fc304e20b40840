"""A need's page with the techniques that fit it."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from tests.factories import NeedFactory, NeedTermsFactory, days
from tests.walking import Undo

HEADING = 'id="techniques"'
CHANGE = re.compile(r'href="([^"]+)">Say how well you know the market')


@pytest.fixture(autouse=True, scope="module")
def _catalogue(django_db_setup, django_db_blocker):
    """The catalogue, below what each test does and undoes."""
    with django_db_blocker.unblock(), Undo():
        call_command("load_guidance", verbosity=0)
        yield


@pytest.fixture
def need(camden):
    starts = {"earliest_start": days(200), "latest_start": days(280)}
    need = NeedFactory(borough=camden, published=True, public=True, **starts)
    NeedTermsFactory(need=need, exact_value_pence=18_765_432)
    return need


def test_members_see_three_with_reasons_and_a_link_with_the_answers_in_it(other_officer, need):
    page = other_officer.read(need.get_absolute_url())
    assert page.count("Why it fits") == 3
    assert "39 weeks until the start, less 16 for the tender, leave 23" in page
    assert "of £100,000 to £250,000" in page
    href = unescape(CHANGE.search(page)[1])
    assert "band=to_250k" in href
    assert "months=9" in href
    found = other_officer.read(href)
    assert found.count("Why it fits") == 3
    assert 'value="to_250k" selected' in found


def test_the_exact_value_is_in_no_reason_and_no_link(officer, need):
    page = officer.read(need.get_absolute_url())
    part = page[page.index(HEADING) : page.index("About this page")]
    assert "187,654" not in part
    assert "18765432" not in part


def test_strangers_read_a_public_need_without_advice_to_its_borough(anonymous, need):
    assert HEADING not in anonymous.read(need.get_absolute_url())


def test_a_sealed_need_shows_nothing_outside_and_its_techniques_inside(
    officer, other_officer, anonymous, camden
):
    sealed = NeedFactory(borough=camden, published=True, sealed=True)
    assert HEADING in officer.read(sealed.get_absolute_url())
    for outside in (other_officer, anonymous):
        outside.read(sealed.get_absolute_url(), status=404)


def test_a_need_that_says_little_counts_half_and_one_that_is_over_is_left_alone(officer, camden):
    vague = NeedFactory(
        **{"borough": camden, "earliest_start": None, "latest_start": None, "tender_group": ""},
        value_band="unknown",
    )
    assert "the start is not known, so this counts half" in officer.read(vague.get_absolute_url())
    over = NeedFactory(borough=camden, withdrawn=True)
    assert HEADING not in officer.read(over.get_absolute_url())


def test_a_start_that_has_passed_leaves_no_time(officer, camden):
    late = NeedFactory(borough=camden, earliest_start=days(-90), latest_start=days(-60))
    page = officer.read(late.get_absolute_url())
    assert "months=0" in unescape(CHANGE.search(page)[1])
