"""The child process that reads a workbook: its own limits, nothing of the portal imported.

Run as `python -I xlsx_reader.py MAX_ROWS MAX_COLUMNS FIRST_ROWS` with the file on standard input;
prints {"sheets": [{name, rows: [[number, cells]], formula, merged}], "hidden": [names]} or
{"error": sentence}. `formula` and `merged` are the first such cells, like "D4" and "A1:B2".
A cell is null, a text, or a list of one ISO date.
"""

import datetime
import io
import json
import re
import resource
import sys
import zipfile

# openpyxl takes these in where it finds them, for charts and pictures: half of this child's start.
sys.modules["numpy"] = sys.modules["PIL"] = None

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

MEMORY = 640 * 1024 * 1024  # bytes of address space
SECONDS = 25  # of processor time
MAX_SCANNED = 200_000  # rows walked through, blank ones included
MAX_SHEETS = 5
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)\"")

FORMULA = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3}[0-9]+)\"[^>]*>\s*<(?:\w+:)?f[\s/>]")


class TooLarge(Exception):
    pass


def limit_self():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(value):
    """A cell's value as JSON: dates as a list, numbers as people would type them."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return [value.isoformat()]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(round(value, 6))
    return None if value is None else str(value).strip() or None


def rows_of(sheet, max_rows, max_columns, first_rows):
    """Rows with something in them, as [number, cells]."""
    sheet.reset_dimensions()
    found = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [plain(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            if len(cells) > max_columns:
                raise TooLarge(f"has more than {max_columns} columns")
            found.append([number, cells])
        if first_rows and number >= first_rows:
            break
        if len(found) > max_rows + 40 or number > MAX_SCANNED:  # 40: titles and headings
            raise TooLarge(f"has more than {max_rows:,} rows")
    return found


def first_of(pattern, xml):
    found = pattern.search(xml)
    return found[1].decode() if found else ""


def fill_merged(xml, rows):
    """Cells merged downwards hold their value once; give it to every row they span."""
    by_number = dict(rows)
    for reference in MERGED.findall(xml):
        left, top, right, bottom = range_boundaries(reference.decode())
        source = by_number.get(top, [])
        if left != right or len(source) < left or source[left - 1] is None:
            continue
        for number in range(top + 1, min(bottom, top + len(rows)) + 1):
            cells = by_number.get(number)
            if cells is not None:
                cells.extend([None] * (left - len(cells)))
                cells[left - 1] = cells[left - 1] or source[left - 1]


def sheet_path(sheet):
    return sheet._worksheet_path.lstrip("/")


def read(content, max_rows, max_columns, first_rows):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [s for s in book.worksheets if s.sheet_state == "visible"][:MAX_SHEETS]
    answer = {
        "sheets": [],
        "hidden": [s.title for s in book.worksheets if s.sheet_state != "visible"],
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in sheets:
            try:
                rows = rows_of(sheet, max_rows, max_columns, first_rows)
            except TooLarge as error:
                return {"error": f"The sheet “{sheet.title}” {error}. Delete what you do not need"}
            xml = archive.read(sheet_path(sheet))
            fill_merged(xml, rows)
            marks = {"formula": first_of(FORMULA, xml), "merged": first_of(MERGED, xml)}
            answer["sheets"].append({"name": sheet.title, "rows": rows, **marks})
    return answer


def main():
    limit_self()
    content = sys.stdin.buffer.read()
    try:
        answer = read(content, *(int(argument) for argument in sys.argv[1:4]))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError):
        # What openpyxl raises for workbooks with parts missing or malformed (SyntaxError: XML).
        answer = {"error": "The file is damaged. Open it in Excel and save it again as XLSX or CSV"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
