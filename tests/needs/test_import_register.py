"""The import journey as its officer sees it, page by page."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from needs.importing import template_rows
from needs.models import ColumnMapping, Contract, RegisterImport
from needs.register import FIELDS, guess_columns
from needs.tasks import check_import, load_import, undo_import
from tests.factories import MembershipFactory

UPLOAD = "/my-borough/contracts/import"
REGISTER = (
    "Camden contracts register,,,,,\n"
    ",,,,,\n"
    "Ref no,Contract title,Contractor,Start,Expiry date,Annual value (£)\n"
    'C1,Housing management system,NEC Ltd,13/04/2024,31/03/2027,"£120,000"\n'
    "C2,Parking permits,Conduent,01/05/2023,31/02/2027,TBC\n"
    "C3,Telephony,BT plc,13/06/2022,30/06/2028,lots\n"
    "C4,Library system,SirsiDynix,13/06/2022,30/06/2028,40k\n"
)


@pytest.fixture(autouse=True)
def no_worker(settings, monkeypatch):
    """Tasks wait until the test runs them, as with a slow worker."""
    queued = []
    monkeypatch.setattr("needs.tasks.imports.enqueue_on_commit", lambda *task: queued.append(task))
    return queued


def upload(visitor, text=REGISTER, name="register.csv", url=UPLOAD):
    content = text if isinstance(text, bytes) else text.encode()
    return visitor.post(url, {"file": SimpleUploadedFile(name, content)})


def the_import() -> RegisterImport:
    return RegisterImport.objects.get()


def page(found, name="register_import"):
    return reverse(f"needs:{name}", args=[found.reference])


def guessed(found) -> dict:
    """The form as it is shown, sent unchanged."""
    chosen = {heading: name for name, heading in found.columns.items()}
    return {f"column_{n}": chosen.get(h, "") for n, h in enumerate(found.headings)}


@pytest.fixture
def checked(officer):
    upload(officer)
    found = the_import()
    officer.post(page(found, "match_columns"), guessed(found))
    check_import(found.pk)
    return the_import()


@pytest.fixture
def loaded(officer, checked):
    officer.post(page(checked, "confirm_import"))
    load_import(checked.pk)
    return the_import()


def test_the_start_says_what_is_read_and_offers_a_template(officer):
    text = officer.read(UPLOAD)
    assert "Import your contracts register" in text
    assert "under 5 MB" in text
    assert "Department responsible" in text
    for kind in ("csv", "xlsx"):
        assert reverse("needs:register_template", args=[kind]) in text


def test_the_template_matches_itself(officer):
    content = officer.get("/my-borough/contracts/template.csv").content.decode("utf-8-sig")
    headings, example = list(csv.reader(io.StringIO(content)))
    assert guess_columns(headings) == {name: field.label for name, field in FIELDS.items()}
    assert example == template_rows()[1][0]
    assert officer.get("/my-borough/contracts/template.xlsx").content.startswith(b"PK")
    assert officer.get("/my-borough/contracts/template.pdf").status_code == 404


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "The submitted file is empty|The file you chose is empty"),
        (b"%PDF-1.4", "The file must be CSV or XLSX, under 5 MB"),
        (b"Title\n" + b"x" * (5 * 1024 * 1024), "The file must be CSV or XLSX, under 5 MB"),
    ],
    ids=["empty", "pdf", "large"],
)
def test_a_file_that_cannot_be_used_is_refused_beside_the_field(officer, text, message):
    response = upload(officer, text)
    shown = response.content.decode()
    assert any(m in shown for m in message.split("|"))
    assert "<title>Error: " in shown
    assert not RegisterImport.objects.exists()


def test_no_file_is_an_error_that_says_what_to_do(officer):
    assert "Select your contracts register" in officer.post(UPLOAD).content.decode()


def test_columns_are_guessed_with_samples_beside_them(officer):
    response = upload(officer)
    found = the_import()
    assert response["Location"] == page(found, "match_columns")
    text = officer.read(response["Location"])
    assert "For example: Housing management system; Parking permits; Telephony" in text
    assert found.columns["title"] == "Contract title"
    assert found.columns["annual_value"] == "Annual value (£)"


def test_one_field_for_two_columns_and_no_title_are_refused(officer):
    upload(officer)
    found = the_import()
    twice = {**guessed(found), "column_1": "end", "column_5": "end"}
    text = officer.post(page(found, "match_columns"), twice).content.decode()
    assert "“End date” is chosen for “Contract title” too" in text
    without = {**guessed(found), "column_1": ""}
    text = officer.post(page(found, "match_columns"), without).content.decode()
    assert "Select which column is the “Title of agreement”" in text
    assert the_import().status == "uploaded"


def test_a_slow_worker_shows_waiting_and_the_page_refreshes_itself(officer, no_worker):
    upload(officer)
    found = the_import()
    officer.post(page(found, "match_columns"), guessed(found))
    assert no_worker == [(check_import, found.pk)]
    text = officer.read(page(found))
    assert "Waiting to start" in text
    assert '<meta http-equiv="refresh"' in text
    assert "0 of 4 rows" in text


def test_a_queue_that_is_down_loses_nothing(officer, monkeypatch):
    """The page works and says that it takes longer; the sweeper finds the import."""
    monkeypatch.undo()

    def away(*args, **kwargs):
        raise RedisConnectionError

    monkeypatch.setattr("celery.app.task.Task.delay", away)
    monkeypatch.setattr("django.core.cache.cache.get", away)
    upload(officer)
    found = the_import()
    answer = officer.post(page(found, "match_columns"), guessed(found), follow=True)
    assert "Checking your register" in answer.content.decode()
    assert the_import().status == "checking"


def test_the_report_counts_names_every_refused_row_and_loads_nothing(officer, checked):
    text = officer.read(page(checked))
    assert "Nothing has been loaded yet" in text
    assert "Row 5, column Expiry date: 31/02/2027 is not a real date. Use 2027-02-28" in text
    assert "Row 6, column Annual value (£): lots is not an amount" in text
    assert checked.counts == {"new": 2, "changed": 0, "same": 0, "refused": 2}
    assert "Housing management system" in text
    assert not Contract.objects.exists()


def test_the_refused_rows_can_be_downloaded_corrected_and_uploaded(officer, checked):
    url = reverse("needs:import_errors", args=[checked.reference])
    content = officer.get(url).content.decode("utf-8-sig")
    headings, first, _second = list(csv.reader(io.StringIO(content)))
    assert headings[-2:] == ["Row", "What to correct"]
    assert first[:5] == ["C2", "Parking permits", "Conduent", "01/05/2023", "31/02/2027"]
    assert "Use 2027-02-28" in first[-1]
    assert guess_columns(headings) == checked.columns


def test_confirming_loads_and_shows_the_result(officer, loaded):
    text = officer.read(page(loaded))
    assert "2 contracts added, 0 changed, 0 the same as before, 2 rows refused" in text
    assert "Undo this import" in text
    assert Contract.objects.count() == 2


def test_confirming_twice_loads_once(officer, checked):
    first = officer.post(page(checked, "confirm_import"))
    second = officer.post(page(checked, "confirm_import"))
    assert first["Location"] == second["Location"] == page(checked)
    load_import(checked.pk)
    officer.post(page(checked, "confirm_import"))
    assert Contract.objects.count() == 2


def test_confirming_what_was_not_checked_is_a_409(officer):
    upload(officer)
    answer = officer.post(page(the_import(), "confirm_import"))
    assert answer.status_code == 409


def test_the_same_file_again_says_that_nothing_changes(officer, loaded):
    whole = "\n".join(line for line in REGISTER.splitlines() if not line.startswith(("C2", "C3")))
    upload(officer, whole)
    again = RegisterImport.objects.latest("created_at")
    officer.post(page(again, "match_columns"), guessed(again))
    check_import(again.pk)
    text = officer.read(page(again))
    assert "Nothing to load. Every row says what the portal has already" in text
    assert "Load these contracts" not in text


def test_columns_are_remembered_for_the_next_register(officer, checked):
    mapping = ColumnMapping.objects.get()
    assert mapping.columns == checked.columns
    upload(officer, REGISTER.replace("Contractor", "Firm"))
    again = RegisterImport.objects.latest("created_at")
    assert "supplier" not in again.columns
    officer.post(page(again, "match_columns"), {**guessed(again), "column_2": "supplier"})
    upload(officer, REGISTER.replace("Contractor", "Firm").replace("C4", "C5"))
    assert RegisterImport.objects.latest("created_at").columns["supplier"] == "Firm"


def test_doubtful_dates_are_asked_on_a_page_of_their_own(officer):
    upload(officer, "Title,Start date\nHousing,03/04/2024\nParking,05/06/2024\n")
    found = the_import()
    officer.post(page(found, "match_columns"), guessed(found))
    check_import(found.pk)
    text = officer.get(page(found), follow=True).content.decode()
    assert "Some dates could be read in two ways" in text
    assert "03/04/2024 is 3 April 2024" in text
    assert "03/04/2024 is 4 March 2024" in text
    url = page(found, "date_order")
    assert "Select whether the day or the month comes first" in officer.post(url).content.decode()
    officer.post(url, {"day_first": "no"})
    check_import(found.pk)
    assert the_import().status == "checked"
    assert the_import().rows.first().values["start"] == "2024-03-04"


def test_undo_takes_the_import_back_and_says_so(officer, loaded):
    answer = officer.post(page(loaded, "undo_import"), follow=True)
    assert "Undoing the import" in answer.content.decode()
    undo_import(loaded.pk)
    assert "2 contracts were removed" in officer.read(page(loaded))
    assert not Contract.objects.exists()
    assert officer.post(page(loaded, "undo_import")).status_code == 302


def test_a_broken_file_shows_why_and_how_to_go_on(officer):
    upload(officer)
    found = the_import()
    RegisterImport.objects.filter(pk=found.pk).update(content=b"PK\x03\x04")
    officer.post(page(found, "match_columns"), guessed(found))
    check_import(found.pk)
    text = officer.read(page(found))
    assert "The register was not loaded" in text
    assert "damaged or locked" in text
    assert "Upload another file" in text


def test_another_borough_finds_nothing(other_officer, loaded):
    for name in ("register_import", "match_columns", "date_order", "import_errors"):
        assert other_officer.get(page(loaded, name)).status_code == 404
    for name in ("confirm_import", "undo_import"):
        assert other_officer.post(page(loaded, name)).status_code == 404
    assert "register.csv" not in other_officer.read(UPLOAD)


def test_a_person_of_two_boroughs_chooses_which_register_it_is(officer, brent, camden):
    assert officer.get(f"{UPLOAD}?borough=brent").status_code == 404
    MembershipFactory(user=officer.user, borough=brent)
    assert "Import for Brent instead" in officer.read(UPLOAD)
    upload(officer, url=f"{UPLOAD}?borough=brent")
    assert the_import().borough == brent


def test_words_in_a_file_are_never_markup(officer):
    upload(officer, "Title,<b>Bold</b>\n<script>alert(1)</script>,<i>x</i>\n")
    found = the_import()
    text = officer.read(page(found, "match_columns"))
    assert "<b>Bold</b>" not in text
    officer.post(page(found, "match_columns"), guessed(found))
    check_import(found.pk)
    assert "<script>alert" not in officer.read(page(found))
