"""CSV as it is really sent: several encodings, delimiters, and a line from Excel on top."""

import codecs
import csv
import io
import re
from collections import Counter

from procurement_portal.lib.tables.table import (
    HEADINGS_WITHIN,
    WRONG_FILE,
    Row,
    TableError,
    check_size_of,
)

DELIMITERS = ",;\t|"
LOOK_AT = 50  # records looked at to find the delimiter
MAX_CELL = 32_767  # characters: what a spreadsheet's cell holds
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*(<!doctype|<html|<\?xml|<table|%PDF-|\{\\rtf)", re.IGNORECASE)
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(content: bytes) -> list[Row]:
    """The rows of a CSV file that are not blank, numbered by record. Raises TableError."""
    text = _decode(content)
    stated = SEPARATOR_LINE.match(text)
    delimiter = stated.group(1) if stated else _delimiter_of(text)
    rows = []
    try:
        for number, record in enumerate(_records(text, delimiter), start=1):
            cells = [cell.strip() for cell in record]
            if any(cells) and not (stated and number == 1):
                rows.append(Row(number, _without_empty_end(cells)))
    except csv.Error:
        raise TableError(
            f"A cell after row {rows[-1].number if rows else 1} is far too long: a quotation "
            'mark (") is opened there and not closed. Open the file in Excel and save it again'
        ) from None
    check_size_of(rows, above=HEADINGS_WITHIN)
    return rows


def _decode(content: bytes) -> str:
    """The text of the file; refuses what is not text."""
    text = _as_utf16(content)
    if text is None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Latin-1 as Windows writes it; the five bytes it leaves undefined stay as they are.
            text = content.decode("cp1252", errors="replace").replace("\ufffd", "")
    if CONTROL.search(text) or MARKUP.match(text):
        raise TableError(WRONG_FILE)
    return text


def _as_utf16(content: bytes) -> str | None:
    """The text when the file is UTF-16, with or without its mark; otherwise None."""
    start = content[:400]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif start[1::2].count(0) > len(start) // 4:
        encoding = "utf-16-le"
    elif start[0::2].count(0) > len(start) // 4:
        encoding = "utf-16-be"
    else:
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise TableError(WRONG_FILE) from None


def _records(text: str, delimiter: str):
    csv.field_size_limit(MAX_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts the first records into the most equal widths above one."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for number, record in enumerate(_records(text, delimiter)):
            if number == LOOK_AT:
                break
            if any(record):
                widths[len(record)] += 1
    except csv.Error:
        return (0, 0)
    widths.pop(1, None)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width)


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
