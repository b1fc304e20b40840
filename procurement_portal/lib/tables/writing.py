"""Tables for people to open in a spreadsheet: no cell is ever run as a formula."""

import csv
import datetime
import io
from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | Decimal | datetime.date | bool | None


def plain_text(text: str) -> str:
    """What was typed, for a text that one of our files marked as not a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def safe(value: Value) -> str:
    """A cell of a CSV file: ISO dates, Yes and No, and an apostrophe before a would-be formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def write_csv(headings: list[str], rows: Iterable[list[Value]]) -> bytes:
    """UTF-8 with its mark, so that Excel reads the accents."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(headings: list[str], rows: Iterable[list[Value]], sheet: str) -> bytes:
    """A workbook of one sheet; texts are texts, numbers numbers and dates dates."""
    return write_workbook({sheet: [headings, *rows]})


def write_workbook(sheets: dict[str, Iterable[list[Value]]]) -> bytes:
    """A workbook of several sheets by name, each with its headings as the first row."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name[:31])
        page.freeze_panes = "A2"
        for row in rows:
            page.append([_cell(page, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(page, value: Value) -> WriteOnlyCell:
    if isinstance(value, bool):
        value = safe(value)
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
        if isinstance(value, datetime.date):
            cell.number_format = "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
    cell.data_type = "s"  # openpyxl would make "=1+1" a formula
    return cell
