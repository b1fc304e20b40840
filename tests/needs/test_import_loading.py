"""What an import does to a register: the dry run, loading, again, together, and undone."""

import datetime

import pytest
from django.utils import timezone

from needs.importing import start_import
from needs.models import Contract, RegisterImport, Supplier
from needs.tasks import check_import, load_import, sweep_imports, undo_import
from procurement_portal.lib.workflow import MoveNotPossible
from tests.factories import CapabilityFactory, ContractFactory, NeedFactory, NeedTermsFactory
from tests.needs.registers import contract, csv_of, loaded, outcomes

ROWS = [
    'C1,Housing management system,NEC Ltd,01/04/2024,31/03/2027,2 x 12 months,"£360,000"',
    "C2,Parking permits,Conduent Ltd,01/05/2023,30/04/2028,,TBC",
    "C3,Telephony,BT plc,13/06/2022,,,120k",
]


def test_the_dry_run_counts_and_touches_nothing(importer):
    done = importer(*ROWS, "C4,,Nobody,01/01/2026,31/02/2027,,")
    assert done.status == "checked"
    assert outcomes(done) == {"new": 3, "refused": 1}
    assert not Contract.objects.exists()
    assert not Supplier.objects.exists()


def test_loading_makes_contracts_with_their_terms(importer, camden, officer):
    done = importer(*ROWS, load=True)
    assert done.status == "loaded"
    housing = contract("C1")
    assert housing.borough == camden
    assert housing.title == "Housing management system"
    assert housing.supplier.name == "NEC Ltd"
    assert (housing.start, housing.end) == (datetime.date(2024, 4, 1), datetime.date(2027, 3, 31))
    assert housing.latest_end == datetime.date(2029, 3, 31)
    assert (housing.terms.value_pence, housing.terms.value_basis) == (36_000_000, "whole_life")
    assert housing.source == Contract.Source.REGISTER
    assert housing.confirmed_by == officer.user
    assert housing.last_confirmed_on == timezone.localdate()
    version = housing.history.get()
    assert version.history_user == officer.user
    assert version.history_change_reason == "Imported from register.csv"
    assert contract("C2").terms.value_pence is None


def test_the_same_file_again_changes_nothing(importer):
    importer(*ROWS, load=True)
    before = list(Contract.objects.order_by("pk").values())
    again = importer(*ROWS)
    assert outcomes(again) == {"same": 3}
    assert list(Contract.objects.order_by("pk").values()) == before


def test_a_supplier_under_an_alias_is_no_change(importer):
    Supplier.objects.create(name="Marrow Systems Ltd", aliases=["MSL Digital"])
    rows = ["C1,Telephony,MSL Digital Limited,13/06/2022,,,"]
    importer(*rows, load=True)
    assert contract("C1").supplier.name == "Marrow Systems Ltd"
    assert outcomes(importer(*rows)) == {"same": 1}


def test_a_changed_row_says_what_changes_and_keeps_a_version(importer):
    importer(*ROWS, load=True)
    changed = importer(ROWS[0].replace("31/03/2027", "31/03/2028"), *ROWS[1:])
    assert outcomes(changed) == {"changed": 1, "same": 2}
    row = changed.rows.get(outcome="changed")
    assert row.changes == [["end", "2027-03-31", "2028-03-31"]]
    changed.confirm(by=changed.by)
    load_import(changed.pk)
    housing = contract("C1")
    assert housing.end == datetime.date(2028, 3, 31)
    assert housing.latest_end == datetime.date(2030, 3, 31)
    assert housing.version == 2
    assert housing.history.count() == 2


def test_an_empty_cell_erases_nothing(importer):
    importer(*ROWS, load=True)
    again = importer("C1,Housing management system,TBC,,,,")
    assert outcomes(again) == {"same": 1}


def test_a_register_that_gains_references_finds_its_contracts_again(importer):
    importer(",Housing system,NEC Ltd,01/04/2024,31/03/2027,,", load=True)
    again = importer("C1,Housing system,NEC Limited,01/04/2024,31/03/2027,,", load=True)
    assert outcomes(again) == {"changed": 1}
    assert contract("C1").version == 2
    assert Contract.objects.count() == 1
    later = importer("C1,Housing and repairs,NEC Limited,01/04/2024,31/03/2027,,")
    assert later.rows.get().changes == [["title", "Housing system", "Housing and repairs"]]


def test_two_rows_cannot_be_one_contract(importer):
    importer(*ROWS, load=True)
    again = importer(ROWS[0], ROWS[0].replace("C1", ""))
    assert outcomes(again) == {"same": 1, "refused": 1}
    assert "is the contract of row 2" in again.rows.get(outcome="refused").errors[0]["problem"]


def test_another_boroughs_contracts_are_not_touched(importer, brent, other_officer):
    importer(*ROWS, load=True)
    theirs = importer(*ROWS, borough=brent, by=other_officer.user, load=True)
    assert outcomes(theirs) == {"new": 3}
    assert Contract.objects.filter(borough=brent).count() == 3


def test_suppliers_are_found_by_name_alias_and_company_form(importer):
    known = Supplier.objects.create(name="NEC Software Solutions UK", aliases=["NEC", "Northgate"])
    importer(
        "C1,A,NEC Limited,,,,", "C2,B,NORTHGATE,,,,", "C3,C,Newcomer Ltd,,,,", "C4,D,Newcomer,,,,",
        load=True,
    )  # fmt: skip
    assert contract("C1").supplier == contract("C2").supplier == known
    assert contract("C3").supplier == contract("C4").supplier
    assert Supplier.objects.count() == 2


def test_a_capability_is_suggested_with_its_certainty_and_a_chosen_one_stays(importer):
    capability = CapabilityFactory(
        slug="housing-management", name="Housing management", synonyms=["housing management system"]
    )
    importer(*ROWS, load=True)
    housing = contract("C1")
    assert housing.capability == capability
    assert 0 < housing.capability_certainty < 1
    chosen = CapabilityFactory(name="Chosen by a person", slug="chosen")
    housing.capability, housing.capability_certainty = chosen, None
    housing.save()
    importer(ROWS[0].replace("31/03/2027", "31/03/2028"), load=True)
    assert contract("C1").capability == chosen


def test_doubtful_dates_are_asked_about_once_for_the_file(importer, officer):
    rows = ["C1,A,X,03/04/2024,05/06/2027,,", "C2,B,Y,01/02/2024,07/08/2027,,"]
    asked = importer(*rows, day_first=None)
    assert asked.status == "question"
    assert asked.doubtful_dates == ["03/04/2024", "01/02/2024", "05/06/2027", "07/08/2027"]
    asked.begin_check(by=officer.user, columns=asked.columns, day_first=False)
    check_import(asked.pk)
    asked.refresh_from_db()
    loaded(asked, officer.user)
    assert contract("C1").start == datetime.date(2024, 3, 4)


def test_dates_that_can_be_read_one_way_are_not_asked_about(importer):
    assert importer(*ROWS, day_first=None).status == "checked"


def test_a_report_that_went_out_of_date_is_made_again_and_nothing_is_loaded(importer, officer):
    importer(*ROWS, load=True)
    slow = importer(ROWS[0].replace("Housing", "Homes"), *ROWS[1:])
    quick = importer(ROWS[0].replace("Housing", "Dwelling"), *ROWS[1:], load=True)
    assert quick.status == "loaded"
    loaded(slow, officer.user)
    assert slow.status == "checked"
    assert "changed while you read the report" in slow.failure
    assert contract("C1").title == "Dwelling management system"
    loaded(slow, officer.user)
    assert slow.status == "loaded"
    assert contract("C1").title == "Homes management system"


def test_a_task_that_runs_twice_does_its_work_once(importer):
    done = importer(*ROWS, load=True)
    check_import(done.pk)
    load_import(done.pk)
    assert Contract.objects.count() == 3
    assert done.events.count() == 4
    assert contract("C1").history.count() == 1


def test_loading_is_all_or_nothing(importer, officer, monkeypatch):
    done = importer(*ROWS)
    done.confirm(by=officer.user)

    def broken(*args):
        raise RuntimeError("the worker's power went")

    monkeypatch.setattr("needs.importing.loading._note_on_rows", broken)
    with pytest.raises(RuntimeError):
        load_import(done.pk)
    assert not Contract.objects.exists()
    done.refresh_from_db()
    assert done.status == "loading"
    monkeypatch.undo()
    load_import(done.pk)
    assert Contract.objects.count() == 3


def test_undo_removes_the_new_and_restores_the_changed(importer, officer):
    importer(*ROWS, load=True)
    before = Contract.objects.defer("version").get(register_reference="C1")
    second = importer(
        ROWS[0].replace("31/03/2027", "31/03/2028").replace("360,000", "400,000"),
        "C9,New one,Somebody,01/01/2026,31/12/2027,,",
        load=True,
    )
    assert contract("C1").terms.value_pence == 40_000_000
    second.undo(by=officer.user)
    undo_import(second.pk)
    second.refresh_from_db()
    assert second.status == "undone"
    assert (second.counts["removed"], second.counts["restored"]) == (1, 1)
    after = contract("C1")
    assert (after.end, after.latest_end) == (before.end, before.latest_end)
    assert after.terms.value_pence == 36_000_000
    assert after.history.first().history_change_reason == "Undone: import of register.csv"
    assert not Contract.objects.filter(register_reference="C9").exists()
    assert Contract.objects.count() == 3


def test_undo_forgets_the_suppliers_that_only_it_named(importer, officer, brent):
    known = Supplier.objects.create(name="Known before")
    ContractFactory(borough=brent, supplier=None)
    importer("C1,Housing,Used before,01/04/2024,,,", load=True)
    done = importer(
        "C1,Housing,Changed to,01/04/2024,,,",
        "C5,Bins,Named once,01/04/2024,,,",
        "C6,Parks,Named elsewhere,01/04/2024,,,",
        "C7,Pest control,Known before,01/04/2024,,,",
        "C8,Trees,Aliased since,01/04/2024,,,",
        load=True,
    )
    elsewhere = Supplier.objects.get(name="Named elsewhere")
    ContractFactory(borough=brent, supplier=elsewhere)
    Supplier.objects.filter(name="Aliased since").update(aliases=["Trees R Us"])
    done.undo(by=officer.user)
    undo_import(done.pk)
    assert set(Supplier.objects.values_list("name", flat=True)) == {
        "Used before", "Named elsewhere", known.name, "Aliased since",
        "Changed to",  # a version of the contract still names it
    }  # fmt: skip


def test_undo_keeps_what_was_edited_or_used_since_and_says_which_rows(importer, officer, camden):
    done = importer(*ROWS, load=True)
    edited = contract("C2")
    edited.version += 1
    edited.save()
    NeedTermsFactory(need=NeedFactory(borough=camden), current_contract=contract("C3"))
    done.undo(by=officer.user)
    undo_import(done.pk)
    done.refresh_from_db()
    assert done.counts["kept"] == [3, 4]
    left = Contract.objects.order_by("register_reference")
    assert [c.register_reference for c in left] == ["C2", "C3"]


def test_after_a_day_an_import_stays(importer, officer):
    done = importer(*ROWS, load=True)
    done.loaded_at -= datetime.timedelta(hours=25)
    done.save()
    assert not done.can_be_undone
    with pytest.raises(MoveNotPossible):
        done.undo(by=officer.user)


def test_a_file_that_cannot_be_read_says_why(importer, officer, camden):
    done = importer(*ROWS)
    done.content = b"PK\x03\x04 broken"
    done.save()
    done.begin_check(by=officer.user, columns=done.columns)
    check_import(done.pk)
    done.refresh_from_db()
    assert done.status == "failed"
    assert "damaged or locked" in done.failure


def lost(register_import, attempts=0):
    """As if its task never came back."""
    register_import.queued_at = timezone.now() - datetime.timedelta(minutes=10)
    register_import.attempts = attempts
    register_import.save()


def test_the_sweeper_queues_lost_work_once(importer, officer, monkeypatch):
    done = importer(*ROWS)
    done.confirm(by=officer.user)
    lost(done)
    queued = []
    monkeypatch.setattr("needs.tasks.imports.enqueue_on_commit", lambda *task: queued.append(task))
    sweep_imports()
    sweep_imports()
    assert queued == [(load_import, done.pk)]


def test_work_that_fails_again_and_again_is_given_up_and_says_so(importer, officer):
    done = importer(*ROWS)
    done.confirm(by=officer.user)
    lost(done, attempts=3)
    load_import(done.pk)
    sweep_imports()
    done.refresh_from_db()
    assert done.status == "failed"
    assert "Nothing was changed" in done.failure


def test_old_files_are_let_go(importer):
    done = importer(*ROWS, load=True)
    RegisterImport.objects.filter(pk=done.pk).update(
        created_at=timezone.now() - datetime.timedelta(days=31)
    )
    sweep_imports()
    done.refresh_from_db()
    assert bytes(done.content) == b""


def test_one_upload_sent_twice_is_one_import(camden, officer):
    one, other = (
        start_import(borough=camden, by=officer.user, file_name="a.csv", content=csv_of(*ROWS))
        for _ in range(2)
    )
    assert one == other


@pytest.mark.no_cover  # others run the same lines, and noting it would double its time
def test_five_thousand_rows_load_whole(importer):
    rows = [
        f"C{n},Housing management system {n},Supplier {n % 400} Ltd,01/04/2024,31/03/2027,"
        f"2 x 12 months,{n}000"
        for n in range(5_000)
    ]
    importer(*rows, load=True)
    assert Contract.objects.count() == 5_000
