"""Reading what people upload, refusing what would hurt, writing what no program runs."""

import csv
import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from procurement_portal.lib.tables import TableError, read_table, write_csv, write_xlsx

HEADINGS = ("title", "supplier", "end date")


def known(text):
    return text.lower() in HEADINGS


def read(content, **options):
    return read_table(content, known, **options)


def workbook(*sheets, merged=()) -> bytes:
    """An XLSX of (name, state, rows) sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, state, rows in sheets:
        page = book.create_sheet(name)
        page.sheet_state = state
        for row in rows:
            page.append(row)
        for area in merged:
            page.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return stream.getvalue()


SIMPLE = 'Title{d}Supplier{d}End date\nCafé system{d}"Ltd, of ""Old"" Street"{d}28/02/2027\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_csv_is_read_in_any_encoding_and_delimiter(encoding, delimiter):
    table = read(SIMPLE.format(d=delimiter).encode(encoding))
    assert table.headings == ["Title", "Supplier", "End date"]
    assert table.rows[0].number == 2
    assert table.rows[0].cells == ["Café system", 'Ltd, of "Old" Street', "28/02/2027"]


def test_a_quoted_cell_may_hold_new_lines():
    table = read(b'Title,Supplier\r\n"Two\r\nlines",A Ltd\r\nThird,B Ltd\r\n')
    assert table.rows[0].cells[0] == "Two\r\nlines"
    assert [row.number for row in table.rows] == [2, 3]


def test_titles_and_blank_rows_above_the_headings_and_between_rows_keep_row_numbers():
    table = read(
        b"Contracts register of the council,,\n\n,,\nTitle,Supplier,End date\n\nA,B,C\n,,\nD,E,F\n"
    )
    assert table.heading_row == 4
    assert [(row.number, row.cells[0]) for row in table.rows] == [(6, "A"), (8, "D")]


def test_the_line_that_excel_puts_on_top_names_the_delimiter():
    table = read(b"sep=;\r\nTitle;Supplier\r\nA, B and C;D\r\n")
    assert table.headings == ["Title", "Supplier"]
    assert table.rows[0].cells == ["A, B and C", "D"]
    assert table.rows[0].number == 3


def test_empty_and_repeated_headings_are_told_apart():
    table = read(b"Title,Supplier,,Supplier\nA,B,C,D\n")
    assert table.headings == ["Title", "Supplier", "Column C", "Supplier (column D)"]


def test_headings_printed_again_on_a_later_page_are_no_row():
    table = read(b"Title,Supplier\nA,B\nTitle,Supplier\nC,D\n")
    assert [row.cells[0] for row in table.rows] == ["A", "C"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "no rows"),
        (b"%PDF-1.7 whatever", "must be CSV or XLSX"),
        (b"<html><table><tr><td>Title</td></tr></table>", "must be CSV or XLSX"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "must be CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"PK\x03\x04 not a zip", "damaged or locked"),
        (archive({"word/document.xml": b"<w/>"}), "must be CSV or XLSX"),
        (archive({"xl/workbook.xml": b"<nonsense"}), "damaged"),
        (b"Title,Supplier\n" + b"a,b\n" * 1_400_000, "under 5 MB"),
        (b"Title,Supplier\n" + b"a,b\n" * 10_001, "more than 10,000 rows"),
        (b"Title" + b",x" * 101, "more than 100 columns"),
        (b'Title,Supplier\nA,B\n"never closed,' + b"x" * 40_000, "quotation mark"),
    ],
    ids=[
        "empty", "blank", "pdf", "html", "png", "xls", "broken zip", "word", "broken workbook",
        "too many bytes", "too many rows", "too many columns", "open quote",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(content, message):
    with pytest.raises(TableError, match=message):
        read(content)


def test_xlsx_gives_dates_as_dates_and_numbers_as_typed():
    day = datetime.datetime(2027, 2, 28, 12, 0)
    content = workbook(
        ("Register", "visible", [["Title", "Supplier", "End date"], [120000, 1.5, day], [True]])
    )
    table = read(content)
    assert table.rows[0].cells == ["120000", "1.5", datetime.date(2027, 2, 28)]
    assert table.rows[1].cells == ["Yes", "", ""]


def test_the_sheet_with_known_headings_is_read_and_the_others_are_named():
    content = workbook(
        ("Notes", "visible", [["Read me", "first", "please", "now"]]),
        ("Secret", "hidden", [["Title"], ["Hidden thing"]]),
        ("Register", "visible", [["Title", "Supplier"], ["A", "B"]]),
    )
    table = read(content)
    assert table.sheet == "Register"
    assert table.rows[0].cells == ["A", "B"]
    assert table.notes == [
        "Hidden sheets were not read: “Secret”.",
        "We read the sheet “Register” only. Not read: “Notes”.",
    ]


def test_cells_merged_downwards_count_for_every_row():
    rows = [["Register 2026"], ["Title", "Supplier"], ["A", "Shared Ltd"], ["B"], ["C", "Own Ltd"]]
    table = read(workbook(("R", "visible", rows), merged=["A1:B1", "B3:B4"]))
    assert [row.cells for row in table.rows] == [
        ["A", "Shared Ltd"], ["B", "Shared Ltd"], ["C", "Own Ltd"],
    ]  # fmt: skip


def test_the_first_rows_alone_can_be_read():
    rows = [["Title", "Supplier"], *(["A", str(n)] for n in range(100))]
    assert len(read(workbook(("R", "visible", rows)), first_rows=11).rows) == 10


@pytest.mark.parametrize("write", [write_csv, lambda *table: write_xlsx(*table, "R")])
def test_ten_thousand_rows_under_headings_are_read(write):
    content = write(["Title", "Supplier"], [[f"A{n}", "B"] for n in range(10_000)])
    assert len(read(content).rows) == 10_000


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read():
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(TableError, match="unpacks to more"):
        read(bomb)


def test_a_small_workbook_packed_too_tightly_is_refused():
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 3_000_000})
    with pytest.raises(TableError, match="unpacks to more"):
        read(bomb)


def test_a_workbook_of_too_many_parts_is_refused():
    parts = {f"xl/media/{n}.bin": bytes([n % 256]) * 9 for n in range(201)}
    with pytest.raises(TableError, match="unpacks to more"):
        read(archive({"xl/workbook.xml": b"<x/>", **parts}))


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A copy of an archive with one of its files edited."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = {entry: packed.read(entry) for entry in packed.namelist()}
    assert old in entries[name]
    return archive({**entries, name: entries[name].replace(old, new)})


def test_a_sheet_that_declares_a_giant_size_is_refused_before_it_is_read():
    content = workbook(("R", "visible", [["Title", "Supplier"], ["A", "B"]]))
    giant = replaced(content, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    with pytest.raises(TableError, match="1,048,576 rows and 16,384 columns"):
        read(giant)


def test_a_sheet_that_hides_its_size_is_stopped_while_it_is_read():
    content = workbook(("R", "visible", [["Title", "Supplier"], ["A", "B"]]))
    rows = b"".join(b"<row><c t='n'><v>1</v></c></row>" for _ in range(10_500))
    long = replaced(content, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")
    with pytest.raises(TableError, match="(more than 10,000 rows|unpacks to more)"):
        read(long)


def test_an_entity_that_expands_without_end_is_refused():
    content = workbook(("R", "visible", [["Title", "Supplier"], ["A", "B"]]))
    doctype = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
        )
        + b"]>"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    laughing = replaced(
        content, "xl/worksheets/sheet1.xml", sheet,
        doctype + sheet.replace(b"</sheetData>", b"<row><c><v>&j;</v></c></row></sheetData>"),
    )  # fmt: skip
    with pytest.raises(TableError):
        read(laughing)


DANGEROUS = ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tTab", "\rReturn"]


def test_csv_cells_never_start_a_formula():
    content = write_csv(["=cmd", "Value"], [[text, 5] for text in DANGEROUS])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == "'=cmd"
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in DANGEROUS]


def test_xlsx_cells_are_texts_numbers_and_dates_and_never_formulas():
    day = datetime.date(2027, 2, 28)
    content = write_xlsx(["Title"], [[text, 5, day, None, True] for text in DANGEROUS], "Contracts")
    page = load_workbook(io.BytesIO(content)).active
    for row in page.iter_rows(min_row=2):
        assert row[0].data_type == "s"
        assert [cell.data_type for cell in row[1:3]] == ["n", "d"]
        assert row[4].value == "Yes"


def test_what_was_written_reads_back_the_same():
    rows = [["Café, “quoted”", "two\nlines", "2027-02-28"]]
    for content in (write_csv(list(HEADINGS), rows), write_xlsx(list(HEADINGS), rows, "R")):
        assert read(content).rows[0].cells == rows[0]
