"""A contract that can be ended early: its borough says from when, and windows count from then."""

import pytest

from needs import matching
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    days,
)
from tests.needs.test_contract import answers, edit_url
from tests.needs.test_overlap_pages import read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(camden):
    capability = CapabilityFactory(slug="telephony", name="Telephony", lead_time_months=6)
    return ContractFactory(borough=camden, capability=capability, end=days(900))


def typed(day: str, month: str, year: str) -> dict:
    return {"break_on_day": day, "break_on_month": month, "break_on_year": year}


def test_the_borough_says_from_when_and_members_read_it(officer, other_officer, contract):
    page = officer.post(edit_url(contract), answers(contract, **typed("30", "9", "2026")))
    assert page.status_code == 302
    text = read_text(other_officer.read(contract.get_absolute_url()))
    assert "Can be ended early from 30 September 2026" in text
    assert 'value="2026"' in officer.read(edit_url(contract))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (("31", "3", "2027"), "The day must be before the end of the current term"),
        (("31", "3", "2024"), "The day must not be before the start"),
        (("31", "2", "2026"), "must be a real date"),
    ],
    ids=["at the end", "before the start", "no date"],
)
def test_a_day_that_cannot_be_is_said_at_the_field(officer, contract, day, said):
    page = officer.post(edit_url(contract), answers(contract, **typed(*day))).content.decode()
    assert said in page


def test_windows_count_from_the_break(officer, contract, brent):
    ContractTermsFactory(contract=contract, break_on=days(300), notice_months=None)
    need = NeedFactory(
        borough=brent,
        capability=contract.capability,
        published=True,
        earliest_start=days(400),
        latest_start=days(450),
    )
    for record in (contract, need):
        matching.rematch(record)
    page = read_text(officer.read("/overlap/telephony"))
    assert "Can join by ending it early" in page
    contract.terms.break_on = None
    contract.terms.save()
    assert "No dates hold two boroughs" in read_text(officer.read("/overlap/telephony"))
