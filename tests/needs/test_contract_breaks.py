"""A contract that can be ended early: its borough says from when, and windows count from then."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from needs import matching
from needs.tasks import undo_import
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    days,
)
from tests.needs.registers import contract as contract_of
from tests.needs.registers import outcomes
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


BREAKING = "Contract reference,Title,Start date,End date,Break clause"
ROW = "C1,Telephony,01/04/2024,31/03/2027,"


def test_a_register_says_from_when_and_a_later_one_changes_it(importer, officer):
    importer(ROW + "30/09/2026", headings=BREAKING, load=True)
    assert contract_of("C1").terms.break_on == datetime.date(2026, 9, 30)
    assert outcomes(importer(ROW, headings=BREAKING)) == {"same": 1}
    later = importer(ROW + "31/12/2026", headings=BREAKING, load=True)
    assert later.rows.get().changes == [["break_on", "2026-09-30", "2026-12-31"]]
    text = read_text(officer.read(contract_of("C1").get_absolute_url()))
    assert "Can be ended early from 31 December 2026" in text
    later.undo(by=officer.user)
    undo_import(later.pk)
    assert contract_of("C1").terms.break_on == datetime.date(2026, 9, 30)


def test_a_register_says_that_there_is_no_break_any_more(importer):
    importer(ROW + "30/09/2026", headings=BREAKING, load=True)
    importer(ROW + "No", headings=BREAKING, load=True)
    assert contract_of("C1").terms.break_on is None


def test_the_report_says_a_break_in_words(importer, officer):
    importer(ROW + "30/09/2026", headings=BREAKING, load=True)
    later = importer(ROW + "31/12/2026", "C2,Parking,,,maybe", headings=BREAKING)
    text = read_text(officer.read(reverse("needs:register_import", args=[later.reference])))
    assert "30 September 2026" in text
    assert "31 December 2026" in text
    assert "Row 3, column Break clause: maybe is not a date" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_has_the_break_and_can_be_imported_again(importer, officer, kind):
    importer(ROW + "30/09/2026", headings=BREAKING, load=True)
    file = officer.get(f"/my-borough/contracts/export.{kind}").content
    if kind == "csv":
        (row,) = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    else:
        headings, cells = load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
        row = dict(zip(headings, cells, strict=True))
        row["Break date"] = row["Break date"].date().isoformat()
    assert row["Break date"] == "2026-09-30"
