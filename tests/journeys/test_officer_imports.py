"""Journey 2: a register with odd headings, errors corrected, loaded, loaded again, undone."""

import datetime

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
