"""From an uploaded file to headings and rows, whatever its kind, sheet and title rows."""

from collections.abc import Callable

from procurement_portal.lib.tables.delimited import read_delimited
from procurement_portal.lib.tables.table import (
    HEADINGS_WITHIN,
    MAX_BYTES,
    WRONG_FILE,
    Cell,
    Row,
    Sheet,
    Table,
    TableError,
    check_size_of,
    column_letter,
)
from procurement_portal.lib.tables.workbook import read_workbook

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # XLS, and XLSX locked with a password
KNOWN_WEIGHT = 10


def read_table(
    content: bytes,
    is_heading: Callable[[str], bool],
    first_rows: int | None = None,
    *,
    plain: bool = False,
) -> Table:
    """The table in a file; its kind is told from the content, never from the name.

    `is_heading` says whether a text is a heading the caller knows: it decides between sheets
    and finds the headings below titles. `first_rows` reads only the start of a workbook, for a
    quick look. With `plain`, a sheet with formulas or merged cells is refused, by its first such
    cell, where otherwise results and values are read. Raises TableError.
    """
    sheets, notes = _read_sheets(content, first_rows)
    best, best_score = None, -1
    for sheet in sheets:
        index, score = _find_headings(sheet.rows, is_heading)
        if score > best_score:
            best, best_score, at = sheet, score, index
    if best is None:
        raise TableError("The file has no rows. Choose a file with rows below its headings")
    if plain:
        _refuse_what_is_not_plain(best)
    notes = [*notes, *_left_out(sheets, best)]
    return _below_headings(best, at, notes)


def _read_sheets(content: bytes, first_rows: int | None) -> tuple[list[Sheet], list[str]]:
    if not content:
        raise TableError("The file is empty")
    if len(content) > MAX_BYTES:
        raise TableError(WRONG_FILE)
    if content.startswith(OLD_OFFICE):
        raise TableError(
            "The file is an old Excel file (XLS) or is locked with a password. "
            "Open it in Excel and save it as XLSX or CSV, without a password"
        )
    if content.startswith(ZIP):
        return read_workbook(content, first_rows)
    return [Sheet(read_delimited(content))], []


def _refuse_what_is_not_plain(sheet: Sheet) -> None:
    """Raises TableError that names the row and the column."""
    if sheet.formula:
        raise TableError(f"{_place(sheet.formula)} holds a formula. Paste its value instead")
    if sheet.merged:
        first = sheet.merged.partition(":")[0]
        raise TableError(
            f"{_place(first)} is merged with other cells ({sheet.merged}). Unmerge them, so that "
            "each row stands by itself"
        )


def _place(cell: str) -> str:
    """ "Row 4, column D" from "D4"."""
    letters = cell.rstrip("0123456789")
    return f"Row {cell[len(letters) :]}, column {letters}"


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _find_headings(rows: list[Row], is_heading) -> tuple[int, int]:
    """Where the headings most likely are, and how likely: known names first, then width."""
    best, best_score = 0, -1
    for index, row in enumerate(rows[:HEADINGS_WITHIN]):
        texts = {_text(cell).lower() for cell in row.cells} - {""}
        known = sum(is_heading(text) for text in texts)
        score = known * KNOWN_WEIGHT + len(texts)
        if score > best_score:
            best, best_score = index, score
    return best, best_score


def _left_out(sheets: list[Sheet], read: Sheet) -> list[str]:
    others = [f"“{sheet.name}”" for sheet in sheets if sheet is not read and sheet.rows]
    if not others:
        return []
    return [f"We read the sheet “{read.name}” only. Not read: {', '.join(others)}."]


def _below_headings(sheet: Sheet, at: int, notes: list[str]) -> Table:
    heading_row = sheet.rows[at]
    body = sheet.rows[at + 1 :]
    width = _used_width([heading_row, *body])
    headings = _unique_headings(_padded(heading_row.cells, width))
    rows = [Row(row.number, _padded(row.cells, width)) for row in body]
    rows = [row for row in rows if [_text(cell) for cell in row.cells] != headings]
    check_size_of(rows)
    return Table(headings, heading_row.number, rows, sheet.name, notes)


def _used_width(rows: list[Row]) -> int:
    """How many columns have something in them; empty ones at the right do not count."""
    return max((i + 1 for row in rows for i, cell in enumerate(row.cells) if cell != ""), default=0)


def _padded(cells: list[Cell], width: int) -> list[Cell]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _unique_headings(cells: list[Cell]) -> list[str]:
    """Headings as printed on one line; empty and repeated ones are told apart by letter."""
    headings: list[str] = []
    for index, cell in enumerate(cells):
        text = _text(cell) or (str(cell) if cell else "")
        letter = column_letter(index)
        if not text:
            text = f"Column {letter}"
        elif text in headings:
            text = f"{text} (column {letter})"
        headings.append(text[:120])
    return headings
