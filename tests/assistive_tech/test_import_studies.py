"""A spreadsheet becomes drafts, or nothing at all with every fault at its row and column."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from assistive_tech.forms.outcomes import outcomes_as_typed
from assistive_tech.models import CaseStudy
from procurement_portal.lib.tables import write_csv
from tests.factories import CaseStudyFactory, TechnologyClassFactory

URL = reverse("assistive_tech:import_studies")


@pytest.fixture(autouse=True)
def _kinds(db):
    TechnologyClassFactory()


GOOD = {
    "Title": "Sensors in six homes",
    "Kind of technology": "falls detection",
    "Outcomes sought": "Falls; Unpaid carers’ strain",
    "Design": "before and after",
    "Baseline taken": "Yes",
    "Cost in total (GBP)": 12500.5,
    "Prices of the year": 2024,
    "What got in the way": "No signal; No plug",
    "What failed": "Batteries",
    "Outcomes": "falls | 49.2 | percent | went down | falls | Records\nmood | better",
}


def book(rows: list[dict], **more) -> bytes:
    """An XLSX of rows under the headings they name; `more` are cells to put in by address."""
    made = Workbook()
    sheet = made.active
    headings = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(name) for name in headings])
    for address, value in more.items():
        sheet[address] = value
    return saved(made)


def saved(made: Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def send(visitor, borough, content: bytes, follow=True) -> str:
    file = SimpleUploadedFile("studies.xlsx", content)
    response = visitor.post(URL, {"file": file, "borough": borough.gss}, follow=follow)
    assert response.status_code == 200
    return response.content.decode()


def test_each_row_becomes_a_draft(at_lead, camden):
    page = send(at_lead, camden, book([GOOD, {**GOOD, "Title": "Another"}]))
    assert "2 drafts made" in page
    study = CaseStudy.objects.get(title="Sensors in six homes")
    assert (study.status, study.borough, study.version) == ("draft", camden, 1)
    assert study.outcomes_sought == ["falls", "carers"]
    assert (study.design, study.level, study.cost_pence) == ("before_after", 2, 12_500_50)
    assert study.barriers == ["No signal", "No plug"]
    assert "money" in study.answered
    assert "now" not in study.answered
    first, second = study.outcomes.all()
    assert (str(first), first.direction, first.outcome_area, first.measured_how) == (
        "falls: 49.2 percent", "decrease", "falls", "Records",
    )  # fmt: skip
    assert (second.metric, second.value, second.size) == ("mood", "better", None)


def test_what_was_downloaded_can_be_filled_in_and_sent(at_lead, camden):
    blank = load_workbook(io.BytesIO(at_lead.get(reverse("assistive_tech:template_xlsx")).content))
    assert blank.sheetnames == ["Case studies", "How to fill it in"]
    sheet = blank["Case studies"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for name in ("Title", "Kind of technology"):
        sheet.cell(2, places[name], GOOD[name])
    assert "1 draft made" in send(at_lead, camden, saved(blank))


def test_what_is_in_the_library_comes_back_as_it_was(at_lead, camden):
    study = CaseStudyFactory(
        title="=1+1 sensors", populations=["dementia"], cost_pence=5_50, barriers=["a", "b"],
        summary="Two\nlines",
    )  # fmt: skip
    study.outcomes.create(metric="falls", value="5", unit="percent", direction="decrease")
    study.outcomes.create(
        metric="Bed days", value="0", outcome_area="hospital", interval_low="-12.5",
        interval_high="0", p_value="<0.001", kind="objective", measured_how="HES", note="a, b",
        position=1,
    )  # fmt: skip
    content = at_lead.get(reverse("assistive_tech:export_xlsx")).content
    send(at_lead, camden, content)
    copy = CaseStudy.objects.get(status="draft")
    for name in ("title", "populations", "cost_pence", "barriers", "technology_class"):
        assert getattr(copy, name) == getattr(study, name)
    assert str(copy.outcomes.first()) == "falls: 5 percent"
    assert outcomes_as_typed(copy) == outcomes_as_typed(study)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Title": ""}, "Row 3, column A “Title”: Enter title"),
        ({"Kind of technology": "Magic"}, "Row 3, column B “Kind of technology”: Select the kind"),
        ({"Outcomes sought": "Fame"}, "Row 3, column C “Outcomes sought”:"),
        ({"Design": "guess"}, "Row 3, column D “Design”: Select design again"),
        ({"Cost in total (GBP)": "lots"}, "Row 3, column F “Cost in total (GBP)”: The cost must"),
        ({"Outcomes": "a|b|c|d|e|f|g|1|2|p|k|x"}, "“Outcomes”: line 1 has more than 11 parts"),
        ({"Outcomes": " | 5 | percent"}, "line 1, what was measured: Enter what was measured"),
        ({"Outcomes": "x\n" * 21}, "there are 21 lines; give 20 or less"),
        ({"Outcomes": "falls | 5 | percent | sideways"}, "“Outcomes”: line 1, which way: Select"),
        (
            {"Outcomes": "ok\nx|5||||||4|3"},
            "Row 3, column J “Outcomes”: line 2, confidence interval to: The interval must end",
        ),
        ({"Outcomes": "x|5||||||few|9"}, "line 1, confidence interval from: "),
        ({"Outcomes": "x|5||||||||" + "0" * 21}, "line 1, p value: P value must be 20 characters"),
        ({"Outcomes": "x|5|||||||||guessed"}, "line 1, counted, or said: Select"),
    ],
    ids=str,
)
def test_a_fault_is_told_with_its_row_and_column_and_nothing_is_kept(
    at_lead, camden, change, fault
):
    page = send(at_lead, camden, book([GOOD, {**GOOD, **change}]))
    assert fault in page
    assert "Nothing was imported" in page
    assert not CaseStudy.objects.exists()


def test_a_cell_that_reads_as_a_formula_in_a_csv_is_refused(at_lead, camden):
    rows = b"Title,Kind of technology\n=HYPERLINK(1),Falls detection\n"
    page = send(at_lead, camden, rows)
    assert "Row 2, column A “Title”: this reads as a formula" in page
    assert not CaseStudy.objects.exists()


def test_formulas_merged_cells_and_unknown_columns_are_refused(at_lead, camden):
    assert "Row 2, column C holds a formula" in send(at_lead, camden, book([GOOD], C2="=1+1"))
    made = load_workbook(io.BytesIO(book([GOOD])))
    made.active.merge_cells("A2:B3")
    assert "Row 2, column A is merged with other cells (A2:B3)" in send(
        at_lead, camden, saved(made)
    )
    page = send(at_lead, camden, book([{**GOOD, "Colour": "red"}]))
    assert "“Colour” is not a column of the template" in page
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file you chose is empty"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel file"),
        (b"PK\x03\x04rubbish", "damaged or locked"),
        (b"<html>", "must be CSV or XLSX"),
        (b"Colour,Size\nred,5\n", "There is no column “Title”"),
        (b"Title,Kind of technology\n", "There is no row below the headings"),
        (b"Title,Kind of technology\n" + b"a,Falls detection\n" * 51, "There are 51 rows"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(at_lead, camden, content, words):
    assert words in send(at_lead, camden, content)
    assert not CaseStudy.objects.exists()


def test_nobody_imports_for_another_borough(at_lead, brent):
    assert "There is a problem" in send(at_lead, brent, book([GOOD]))
    assert not CaseStudy.objects.exists()


def test_an_officer_learns_who_can(officer):
    assert "assistive technology lead writes" in officer.read(URL, status=403)


def test_the_csv_of_a_register_is_not_mistaken_for_one(at_lead, camden):
    content = write_csv(["Contract title", "Supplier"], [["Telecare", "A firm"]])
    assert "There is no column “Title”" in send(at_lead, camden, content)
