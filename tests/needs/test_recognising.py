"""The contract that a notice told of is known again when its borough's register brings it."""

import datetime

import pytest
from django.urls import reverse

from needs.models import Contract
from needs.notice_contracts import AwardedContract, write_contracts
from needs.tasks import load_import, undo_import
from tests.factories import CapabilityFactory, ContractFactory, SupplierFactory
from tests.needs.registers import loaded
from tests.needs.test_contract import answers

pytestmark = pytest.mark.django_db

ROW = "C7,Parking permits system,Permit Software Limited,01/04/2024,31/03/2027,,50000"
MAY_BE = ROW.replace("Parking permits system", "Kerbside platform")


@pytest.fixture
def award(camden):
    """As a published award left it."""
    SupplierFactory(name="Permits plc", aliases=["Permit Software Ltd"])
    told = AwardedContract(
        gss=camden.gss,
        key="ocds-1-2",
        title="Contract for a parking permits system",
        supplier="Permits plc",
        start=datetime.date(2024, 4, 1),
        end=datetime.date(2027, 3, 31),
        source_url="https://www.example.org/notice",
    )
    write_contracts([told])
    return told


def test_the_same_contract_replaces_the_row_from_the_notice(importer, award, officer):
    made = Contract.objects.get()
    done = importer(ROW)
    assert done.counts["changed"] == 1
    page = officer.read(reverse("needs:register_import", args=[done.reference]))
    assert "Replaces the row read from a published notice: the same supplier, the same end" in page
    loaded(done, done.by)
    now = Contract.objects.get()
    assert (now.pk, now.title, now.source) == (made.pk, "Parking permits system", "register")
    assert now.visibility == "members"
    assert now.register_reference == "C7"
    assert [version.source for version in now.history.all()] == ["register", "notice"]
    facts = officer.read(now.get_absolute_url())
    assert "and before that read from a published notice" in facts
    assert importer(ROW).counts["same"] == 1


def test_the_notice_read_again_makes_no_second_contract(importer, award):
    importer(ROW.replace("31/03/2027", "30/04/2027").replace("Parking", "Contract for a parking"),
             load=True)  # fmt: skip
    assert write_contracts([award]).new == []
    assert Contract.objects.get().end == datetime.date(2027, 4, 30)


def test_undoing_the_import_brings_the_notices_row_back(importer, award):
    done = importer(ROW, load=True)
    done.undo(by=done.by)
    undo_import(done.pk)
    back = Contract.objects.get()
    assert (back.title, back.source) == ("Contract for a parking permits system", "notice")
    assert (back.visibility, back.row_key) == ("public", "notice:ocds-1-2")
    assert back.last_confirmed_on is None


def test_what_may_be_the_same_is_asked_and_both_stay_unless_somebody_says_so(
    importer,
    award,
    officer,
):
    done = importer(MAY_BE)
    page = officer.read(reverse("needs:register_import", args=[done.reference]))
    assert "Which of these are the same contract?" in page
    assert "Row 2, Kerbside platform: may be the same as “Contract for a parking permits" in page
    officer.post(reverse("needs:confirm_import", args=[done.reference]))
    load_import(done.pk)
    assert sorted(Contract.objects.values_list("source", flat=True)) == ["notice", "register"]


def test_what_somebody_says_is_the_same_takes_its_place(importer, award, officer):
    done = importer(MAY_BE)
    officer.post(reverse("needs:confirm_import", args=[done.reference]), {"same_as": ["2"]})
    load_import(done.pk)
    now = Contract.objects.get()
    assert (now.title, now.source) == ("Kerbside platform", "register")
    done.refresh_from_db()
    done.undo(by=done.by)
    undo_import(done.pk)
    assert Contract.objects.get().source == "notice"


def test_two_rows_that_may_be_one_contract_cannot_both_be(importer, award, officer):
    done = importer(MAY_BE, MAY_BE.replace("C7", "C8").replace("platform", "scheme"))
    answer = officer.post(
        reverse("needs:confirm_import", args=[done.reference]), {"same_as": ["2", "3"]}
    )
    assert "Select one of rows 2 and 3" in answer.content.decode()
    done.refresh_from_db()
    assert done.status == "checked"


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (ROW.replace("Permit Software Limited", "Another firm"), None),
        (ROW.replace("2024", "2030").replace("2027", "2031"), None),
        (ROW.replace("31/03/2027", "30/06/2028"), True),
        (ROW.replace("Parking permits system", "Parking enforcement permits module"), False),
        (ROW.replace("Permit Software Limited", ""), False),
        (ROW.replace("31/03/2027", "30/06/2028").replace("permits system", "enforcement"), False),
        (ROW.replace("31/03/2027", "30/06/2028").replace("Parking permits system", "Bins"), None),
    ],
    ids=[
        "another supplier",
        "dates apart",
        "same words and dates that overlap",
        "same end, other words",
        "no supplier",
        "some words and dates that overlap",
        "nothing but the supplier",
    ],
)
def test_only_what_agrees_in_supplier_dates_and_title_is_sure(importer, award, row, outcome):
    stored = importer(row).rows.get()
    seen = True if stored.replaces else (False if stored.may_be else None)
    assert seen is outcome


def test_two_rows_that_are_surely_one_contract_are_both_asked_about(importer, award):
    done = importer(ROW, ROW.replace("C7", "C8"))
    assert [row.replaces for row in done.rows.all()] == [False, False]
    assert all(row.may_be for row in done.rows.all())


def test_a_contract_of_the_boroughs_own_is_never_replaced(importer, camden):
    ContractFactory(
        borough=camden,
        title="Parking permits system",
        supplier=SupplierFactory(name="Permit Software Ltd"),
        end=datetime.date(2027, 3, 31),
    )
    assert importer(ROW).counts["new"] == 1


TYPED = {
    "title": "Parking permits system", "supplier_name": "Permit Software Ltd",
    "register_reference": "", "extension": "",
}  # fmt: skip


def test_who_adds_it_by_hand_is_asked_and_takes_its_place(officer, award):
    CapabilityFactory(name="Parking permits", slug="parking-permits")
    old = Contract.objects.get()
    asked = officer.post("/my-borough/contracts/add", answers(**TYPED)).content.decode()
    assert "Is it this one, read from a published notice?" in asked
    assert "Select the contract that it is, or none of these" in asked
    assert Contract.objects.count() == 1
    officer.post("/my-borough/contracts/add", answers(**TYPED, same_as=old.reference))
    now = Contract.objects.get()
    assert (now.pk, now.title, now.source) == (old.pk, "Parking permits system", "typed")
    assert now.visibility == "members"
    assert now.terms.value_pence == 12_345_600
    assert now.history.first().history_change_reason.startswith("Replaces the row")


def test_who_says_it_is_another_adds_one(officer, award):
    officer.post("/my-borough/contracts/add", answers(**TYPED, same_as="none"))
    assert sorted(Contract.objects.values_list("source", flat=True)) == ["notice", "typed"]
