"""XLSX: what its directory says is checked first, then a limited child process reads it.

A workbook of a few kilobytes can declare seventeen thousand million cells or unpack to hundreds
of megabytes; nothing is unpacked here beyond the first bytes of each sheet.
"""

import datetime
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from procurement_portal.lib.tables.table import (
    HEADINGS_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    WRONG_FILE,
    Cell,
    Row,
    Sheet,
    TableError,
    check_size_of,
)

MAX_ENTRIES = 200
MAX_UNPACKED = 20 * 1024 * 1024  # bytes
MAX_RATIO = 100  # unpacked to packed
SECONDS = 30
READER = Path(__file__).with_name("xlsx_reader.py")
SHEET_FILE = re.compile(r"xl/worksheets/[^/]+\.xml")
DIMENSION = re.compile(
    rb"<(?:\w+:)?dimension\b[^>]*\bref=\"([A-Z]{1,3})([0-9]{1,7})"
    rb"(?::([A-Z]{1,3})([0-9]{1,7}))?\""
)
LOCKED = 0x1  # the flag of a part that has a password
DAMAGED = "The file is damaged or locked. Open it in Excel and save it again as XLSX or CSV"
TOO_BIG = (
    "The file unpacks to more than we read. Copy your rows into a new workbook, "
    "without pictures or other sheets, or save it as CSV"
)


def read_workbook(content: bytes, first_rows: int | None) -> tuple[list[Sheet], list[str]]:
    """The visible sheets, and notes naming the hidden ones. Raises TableError."""
    check_archive(content)
    answer = _read_in_child(content, first_rows)
    if "error" in answer:
        raise TableError(answer["error"])
    sheets = []
    for sheet in answer["sheets"]:
        rows = [Row(number, [_cell(value) for value in cells]) for number, cells in sheet["rows"]]
        check_size_of(rows, f"The sheet “{sheet['name']}”", above=HEADINGS_WITHIN)
        sheets.append(Sheet(rows, sheet["name"], sheet["formula"], sheet["merged"]))
    hidden = ", ".join(f"“{name}”" for name in answer["hidden"])
    notes = [f"Hidden sheets were not read: {hidden}."] if hidden else []
    return sheets, notes


def check_archive(content: bytes) -> None:
    """Refuse archives that are not workbooks, or would grow too much. Raises TableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise TableError(TOO_BIG)
            unpacked = sum(entry.file_size for entry in entries)
            packed = max(1, min(len(content), sum(entry.compress_size for entry in entries)))
            if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
                raise TableError(TOO_BIG)
            if any(entry.flag_bits & LOCKED for entry in entries):
                raise TableError(DAMAGED)
            names = [entry.filename for entry in entries]
            if "xl/workbook.xml" not in names:
                raise TableError(WRONG_FILE)
            for name in filter(SHEET_FILE.fullmatch, names):
                with archive.open(name) as sheet:
                    _check_dimension(sheet.read(4096))
    # zipfile raises RuntimeError for what is locked, or packed in a way it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise TableError(DAMAGED) from error


def _check_dimension(start: bytes) -> None:
    """Refuse a sheet that says it is larger than we read, whatever it really holds."""
    found = DIMENSION.search(start)
    if not found:
        return
    columns = max(_column_number(found[1]), _column_number(found[3] or b"A"))
    rows = max(int(found[2]), int(found[4] or 1))
    if rows > MAX_ROWS + 1_000 or columns > MAX_COLUMNS:  # room for titles and blank rows
        raise TableError(
            f"A sheet says it has {rows:,} rows and {columns:,} columns; we read up to "
            f"{MAX_ROWS:,} rows and {MAX_COLUMNS} columns. Copy only the rows and columns "
            "you use into a new sheet, or save it as CSV"
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_in_child(content: bytes, first_rows: int | None) -> dict:
    limits = [str(MAX_ROWS), str(MAX_COLUMNS), str(first_rows or 0)]
    command = [sys.executable, "-I", "-W", "ignore", str(READER), *limits]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
        return json.loads(child.stdout) if child.returncode == 0 else {"error": TOO_BIG}
    except (subprocess.TimeoutExpired, ValueError):
        return {"error": TOO_BIG}


def _cell(value) -> Cell:
    """A cell as the child sends it: null, text, or a date as a list of one ISO text."""
    if isinstance(value, list):
        return datetime.date.fromisoformat(value[0])
    return value or ""
