"""Journey 2: a register with odd headings, errors corrected, loaded, loaded again, undone."""

import datetime

import openpyxl
import pytest
from django.utils import timezone

from needs.models import Contract

YEAR = timezone.localdate().year
HEADINGS = "Ref no,Name of contract,Firm,Began,Expiry date,Options to extend,Per annum (ex VAT)"


def register(*, corrected: bool = False, renamed: str = "") -> bytes:
    """Forty rows below two title rows; three of them wrong until corrected."""
    rows = ["Register of contracts over £5000,,,,,,", "", HEADINGS]
    for n in range(1, 41):
        end = f"31/03/{YEAR + 1 + n % 4}"
        value = f'"£{n * 1000:,}"'
        if n in (7, 19, 33) and not corrected:
            end, value = {7: ("31/02/2029", value), 19: (end, "lots"), 33: ("soon", value)}[n]
        title = renamed if renamed and n in (3, 4) else "Housing management system"
        rows.append(f"CN{n:03},{title} {n},NEC Ltd,13/04/2023,{end},2 x 12 months,{value}")
    return "\n".join(rows).encode("cp1252")


@pytest.fixture
def uploads(tmp_path):
    def file(content: bytes):
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        return path

    return file


def bring(here, path):
    """Upload a file and send its columns as they are matched."""
    here.open("/my-borough/contracts/import")
    here.page.set_input_files("input[type=file]", path)
    here.press("Upload")
    here.reads("Match the columns")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_officer_imports_corrects_loads_and_undoes(
    script, browse, officer, worker, uploads, reference_data
):
    here = browse(officer, java_script_enabled=script)
    here.open("/my-borough/contracts")
    here.follow("Upload your contract register (about 5 minutes)")
    bring(here, uploads(register()))
    here.page.get_by_label("Name of contract").select_option("Title of agreement")
    here.page.get_by_label("Firm").select_option("Supplier name")
    here.page.get_by_label("Began").select_option("Start date")
    here.press("Check the file")
    here.reads("Check before loading", within=30)
    here.reads("Row 10, column Expiry date: 31/02/2029 is not a real date. Use 2029-02-28")
    here.reads("Row 22, column Per annum (ex VAT): lots is not an amount")
    here.reads("Row 36, column Expiry date: soon is not a date")

    bring(here, uploads(register(corrected=True)))
    here.press("Check the file")  # what was matched is remembered
    here.reads("Check before loading", within=30)
    here.press("Load these contracts")
    here.reads("Your register is loaded", within=30)
    here.reads("40 contracts added, 0 changed")
    here.press("See your contracts")
    here.reads("40 contracts")
    first = Contract.objects.get(register_reference="CN001")
    assert first.end == datetime.date(YEAR + 2, 3, 31)
    assert first.capability.name == "Housing management"

    bring(here, uploads(register(corrected=True)))
    here.press("Check the file")
    here.reads("Every row says what the portal has already", within=30)

    bring(here, uploads(register(corrected=True, renamed="Homes management system")))
    here.press("Check the file")
    here.reads("Homes management system 3", within=30)
    here.press("Load these contracts")
    here.reads("0 contracts added, 2 changed, 38 the same", within=30)
    here.press("Undo this import")
    here.reads("The import is undone", within=30)
    here.reads("2 put back as they were")
    assert not Contract.objects.filter(title__startswith="Homes").exists()
    assert Contract.objects.count() == 40


ODD_SHEET = [
    ["Contracts let by the council", None, None, None, None],
    [],
    ["Agreement", "Who with", "Live from", "Last day", "£ p.a."],
    ["Library management system", "Open Shelf CIC", "01/02/2024", f"03/04/{YEAR + 2}", "£12,500"],
    [],
    ["Parking permits", "Kerb & Co", "05/06/2024", f"07/08/{YEAR + 3}", "TBC"],
    ["Payroll bureau", "Payday Ltd", "02/03/2024", "soon", "lots"],
]


@pytest.fixture
def workbook(tmp_path):
    """A register as a council keeps it in Excel: a merged title, blank rows, dates as text."""
    book = openpyxl.Workbook()
    for row in ODD_SHEET:
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    path = tmp_path / "Contracts 2026 FINAL v2.xlsx"
    book.save(path)
    return path


def test_officer_is_asked_once_what_no_row_can_tell(
    browse, officer, worker, workbook, reference_data
):
    here = browse(officer)
    bring(here, workbook)
    for heading, meaning in (
        ("Agreement", "Title of agreement"),
        ("Who with", "Supplier name"),
        ("Live from", "Start date"),
        ("Last day", "End date"),
    ):
        here.page.get_by_label(heading).select_option(meaning)
    here.press("Check the file")
    here.reads("Some dates could be read in two ways", within=30)
    here.reads("01/02/2024 is 1 February 2024")
    here.press("Continue")
    here.reads("Select whether the day or the month comes first")
    here.choose("The day")
    here.press("Continue")
    here.reads("Check before loading", within=30)
    here.reads("Row 7, column Last day: soon is not a date")
    here.reads("Row 7, column £ p.a.: lots is not an amount")
    here.press("Load the rows that can be read")
    here.reads("Your register is loaded", within=30)
    here.reads("2 contracts added, 0 changed, 0 the same as before, 1 row refused")
    with here.page.expect_download() as errors:
        here.follow("Download the refused rows with the reasons")
    assert "Payroll bureau" in errors.value.path().read_text("utf-8-sig")
    library = Contract.objects.get(title="Library management system")
    assert library.end == datetime.date(YEAR + 2, 4, 3)
    assert library.terms.value_pence == 1_250_000
    assert Contract.objects.get(title="Parking permits").terms.value_pence is None

    bring(here, workbook)
    here.press("Check the file")
    here.reads("Some dates could be read in two ways", within=30)
    assert here.page.get_by_label("The day", exact=True).is_checked(), "last time's answer"
    here.press("Continue")
    here.reads("Check before loading", within=30)
    here.reads("The other rows say what the portal has already, so nothing would change")
    assert Contract.objects.count() == 2
