"""Notices come in once, match their borough, and become contracts where they say enough."""

import datetime
import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from needs import notice_imports
from needs.models import Contract, NoticeImport, PublishedNotice
from needs.notices import import_contract_rows, import_notices
from needs.tasks import import_notice_file, import_waiting_notices
from tests.factories import ContractFactory, NoticeImportFactory, SupplierFactory
from tests.needs.test_ocds import package, release

pytestmark = pytest.mark.django_db


def award(**changes) -> dict:
    return release(**changes)


def test_an_award_becomes_an_unconfirmed_contract_of_the_borough(camden, anonymous):
    report = import_notices(package(award()))
    assert (report.new, report.changed, report.same) == (1, 0, 0)
    notice = PublishedNotice.objects.get()
    contract = Contract.objects.get()
    assert notice.borough == contract.borough == camden
    assert notice.contract == contract
    assert contract.get_source_display() == "From a published notice, not confirmed by the borough"
    assert (contract.last_confirmed_on, contract.visibility) == (None, "public")
    assert str(contract.latest_end) == "2029-03-31"
    assert contract.supplier.name == "Systems Ltd"
    assert contract.terms.value_pence == 75_000_050
    assert contract.licence == "OGL-UK-3.0"
    assert "012345-2026" in contract.source_url
    assert contract.history.get().history_change_reason == "From a published notice"


def test_the_same_file_again_changes_nothing(camden):
    data = package(award(), award(id="another-one"))
    import_notices(data)
    stamps = list(PublishedNotice.objects.values_list("imported_at", flat=True))
    report = import_notices(data)
    assert (report.new, report.changed, report.same, report.contracts) == (0, 0, 2, [])
    assert list(PublishedNotice.objects.values_list("imported_at", flat=True)) == stamps
    assert Contract.history.count() == 2


def test_a_notice_published_again_brings_its_contract_up_to_date(camden):
    import_notices(package(award()))
    later = {"contractPeriod": {"startDate": "2026-04-01", "endDate": "2031-03-31"}}
    report = import_notices(package(award(awards=[later])))
    assert (report.new, report.changed) == (0, 1)
    contract = Contract.objects.get()
    assert str(contract.end) == "2031-03-31"
    assert contract.supplier.name == "Systems Ltd"
    assert contract.version == 2
    assert contract.history.count() == 2


def test_a_row_of_the_boroughs_own_stands(camden):
    own = ContractFactory(
        borough=camden,
        title="Our own words",
        supplier=SupplierFactory(name="SYSTEMS LTD"),
        start=None,
        end=datetime.date(2029, 3, 31),
    )
    report = import_notices(package(award()))
    assert report.contracts == []
    assert list(Contract.objects.all()) == [own]


def test_a_contract_the_borough_confirmed_is_left_alone(camden):
    import_notices(package(award()))
    Contract.objects.get().set_confirmed(None)
    contract = Contract.objects.get()
    contract.set_confirmed(None)
    contract.save()
    import_notices(package(award(tender={"title": "Another title"})))
    assert Contract.objects.get().title == "Housing management system"
    assert PublishedNotice.objects.get().title == "Another title"


@pytest.mark.parametrize(
    "changes",
    [
        {"tag": ["tender"]},
        {"awards": [{"suppliers": [{"name": "A"}]}]},
        {"buyer": {"name": "Leeds City Council"}, "parties": []},
        {"buyer": {"name": "Richmond and Wandsworth Councils"}, "parties": []},
    ],
    ids=["no award", "no end date", "not London", "two boroughs"],
)
def test_what_does_not_become_a_contract(camden, changes):
    report = import_notices(package(award(**changes)))
    assert report.new == 1
    assert not Contract.objects.exists()


def test_refused_records_leave_the_others_in(camden):
    report = import_notices(package(award(), award(id="bad-dates-one", date="31/02/2027")))
    assert report.new == 1
    assert [str(r) for r in report.refusals] == [
        "Release 2, date: 31/02/2027 is not a real date. Use 2027-02-28"
    ]


def test_a_notice_twice_in_one_file_is_one_notice(camden):
    import_notices(package(award(), award(date="2026-05-05")))
    assert str(PublishedNotice.objects.get().published_on) == "2026-05-05"


def test_the_shipped_notices_load_by_command():
    call_command("load_reference", stdout=StringIO())
    out = StringIO()
    call_command("import_notices", stdout=out)
    assert "notices.jsonl.gz: 5,499 new, 0 changed, 0 same, 0 refused, 64 contracts new" in (
        out.getvalue()
    )
    assert PublishedNotice.objects.filter(borough__isnull=False).count() == 309
    assert Contract.objects.filter(source="notice").count() == 69
    assert Contract.objects.filter(capability__isnull=False).exists()
    again = StringIO()
    call_command("import_notices", stdout=again)
    assert "0 new, 0 changed, 5,499 same" in again.getvalue()
    assert "0 contracts new, 0 contracts changed" in again.getvalue().splitlines()[1]


def test_rows_of_the_contracts_table_fill_what_the_notice_left_open(camden):
    own_shape = {
        "id": "N00009",
        "notice_id": "abc-9",
        "buyer": "London Borough of Camden",
        "title": "Switchboard",
        "stage": "award",
        "end": "2029-01-01",
        "text_basis": "published notice",
    }
    import_notices(json.dumps(own_shape).encode())
    rows = (
        "contract_id,notice_ref,borough,gss_code,title,supplier,value_gbp,start,end,extension,"
        "category,is_tech,published,source,source_url,record_basis,licence\n"
        "C1,N00009,Camden,E09000007,Other title,Phones Ltd,1000,2026-01-01,2029-01-01,,,False,"
        ",x,,published award notice,OGL-UK-3.0\n"
        "C2,N00010,Camden,E09000007,No end,Phones Ltd,1000,2026-01-01,,,,False,,x,,y,OGL-UK-3.0\n"
    )
    report = import_contract_rows(rows.encode())
    contract = Contract.objects.get()
    assert (contract.title, contract.supplier.name) == ("Switchboard", "Phones Ltd")
    assert len(report.contracts_changed) == 1
    assert import_contract_rows(rows.encode()).contracts == []


def test_the_command_says_why_a_file_cannot_be_read(tmp_path):
    path = tmp_path / "notices.json"
    path.write_text("not json")
    with pytest.raises(CommandError, match="not JSON"):
        call_command("import_notices", str(path))


# --- The moderator's page -----------------------------------------------------------------


def upload(visitor, content: bytes, name: str = "notices.json"):
    return visitor.post("/moderation/notices", {"file": SimpleUploadedFile(name, content)})


def test_a_moderators_file_is_read_by_a_worker_and_reported(moderator, camden):
    response = upload(moderator, package(award(), award(id="bad-dates-one", date="soon")))
    notice_import = NoticeImport.objects.get()
    page = moderator.read(response.url)
    assert "Waiting" in page
    assert "notices.json was uploaded and is being read" in page
    import_notice_file(notice_import.pk)
    page = moderator.read(response.url)
    assert "New notices" in page
    assert "Contracts made from awards" in page
    assert "Release 2" in page
    assert "soon is not a real date" in page
    notice_import.refresh_from_db()
    assert (notice_import.status, bytes(notice_import.content)) == ("loaded", b"")
    assert (notice_import.records_done, notice_import.records_total) == (2, 2)


def test_a_file_that_cannot_be_read_says_why(moderator):
    response = upload(moderator, b"not json")
    import_notice_file(NoticeImport.objects.get().pk)
    page = moderator.read(response.url)
    assert "The file is not JSON, JSON Lines or gzip of either." in page
    assert "Upload another file" in page


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notices.xlsx", b"x", "The file must be JSON or JSON Lines, gzipped or not"),
        ("notices.json", b"", "The file you chose is empty"),
        ("n.json", b"x" * (20 * 1024 * 1024 + 1), "The file must be under 20 MB"),
    ],
)
def test_a_file_is_refused_before_it_is_kept(moderator, name, content, message):
    response = upload(moderator, content, name)
    assert message in response.content.decode()
    assert not NoticeImport.objects.exists()


def test_no_file_at_all(moderator):
    page = moderator.post("/moderation/notices").content.decode()
    assert "Select a file of notices" in page
    assert "<title>Error: Import published notices" in page


def test_two_workers_read_a_file_once(camden):
    notice_import = NoticeImportFactory(content=package(award()))
    import_notice_file(notice_import.pk)
    import_notice_file(notice_import.pk)
    assert notice_import.events.filter(verb="load").count() == 1


def test_the_sweeper_finds_what_was_left_behind(camden):
    fresh = NoticeImportFactory()
    overdue = NoticeImportFactory(created_at=timezone.now() - datetime.timedelta(minutes=5))
    lost = NoticeImportFactory(
        status="loading",
        created_at=timezone.now() - datetime.timedelta(hours=2),
        started_at=timezone.now() - datetime.timedelta(hours=1),
    )
    found = notice_imports.waiting()
    assert set(found) == {overdue.pk, lost.pk}
    assert fresh.pk not in found
    import_waiting_notices()


# --- The list --------------------------------------------------------------------------------


def test_the_list_names_source_and_licence_and_keeps_suppliers_for_members(
    camden, anonymous, officer
):
    import_notices(package(award(), award(id="leeds-notice", buyer={"name": "Leeds"}, parties=[])))
    page = anonymous.read("/notices")
    assert "Housing management system" in page
    assert "https://www.find-tender.service.gov.uk/Notice/012345-2026" in page
    assert "Open Government Licence v3.0" in page
    assert "Published 4 March 2026" in page
    assert "Contract 1 April 2026 to 31 March 2029" in page
    assert "£750,000.50" in page
    assert "1 notice" in page
    assert "Hosting and support" not in page
    assert "Systems Ltd" not in page
    assert "Systems Ltd" in officer.read("/notices")
    assert "2 notices" in anonymous.read("/notices?buyers=all")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=housing", "1 notice"),
        ("q=nothing+like+it", "0 notices"),
        ("borough=camden", "1 notice"),
        ("stage=award", "1 notice"),
        ("stage=tender", "0 notices"),
        ("technology=on", "1 notice"),
    ],
)
def test_the_list_can_be_narrowed(camden, anonymous, query, count):
    import_notices(package(award()))
    assert count in anonymous.read(f"/notices?{query}")


def test_a_date_the_notice_does_not_give_is_said_to_be_missing(camden, anonymous):
    import_notices(package(award(date=None)))
    assert "Date not given" in anonymous.read("/notices")
