"""Candidates from a spreadsheet or from pasted lines: rows of values, and what is wrong with them.

Nothing is half read: with one faulty cell there are no rows, only messages that name the cell.
"""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from assistive_tech.links import link_key
from procurement_portal.lib.tables import Table, column_letter

MOST_ROWS = 500
MOST_FAULTS = 20  # shown; the rest are counted
HEADINGS = {
    "title": "Title",
    "link": "Link",
    "source_title": "Source",
    "searched_in": "Searched in",
    "search_string": "Search string",
    "found_on": "Found on",
    "summary": "Summary",
}
OTHER_NAMES = {
    "title": ("name", "case study"),
    "link": ("url", "web address", "address", "source address"),
    "source_title": ("source title", "publication"),
    "searched_in": ("where searched", "database"),
    "search_string": ("search", "query", "search terms"),
    "found_on": ("date", "date found"),
    "summary": ("notes", "abstract", "description"),
}
FIELD_OF = {
    name: field
    for field, heading in HEADINGS.items()
    for name in (heading.lower(), *OTHER_NAMES[field])
}
LONGEST = {
    "title": 200,
    "link": 500,
    "source_title": 300,
    "searched_in": 120,
    "search_string": 300,
    "summary": 4_000,
}
LINE = ("title", "link", "source_title", "summary")  # what stands on a pasted line, in order
check_link = URLValidator(schemes=("http", "https"))


def is_heading(text: str) -> bool:
    return text in FIELD_OF


class Reader:
    """Rows so far, and what was wrong, in sentences. `known` are the links in the queue."""

    def __init__(self, known: Iterable[str]):
        self.rows: list[dict] = []
        self.faults: list[str] = []
        self.seen = {link_key(link): "is in the queue already" for link in known}

    def read(self, cells: dict, where: dict[str, str], again: str) -> None:
        """One row: `where` names each cell, `again` is said of a later row with its link."""
        values = {}
        for name, cell in cells.items():
            try:
                values[name] = _value(name, cell)
            except ValidationError as fault:
                self.faults.append(f"{where[name]}: {fault.message}")
        if len(values) < len(cells):
            return
        key = link_key(values["link"])
        if key in self.seen:
            self.faults.append(f"{where['link']}: this link {self.seen[key]}")
            return
        self.seen[key] = again
        self.rows.append({name: value for name, value in values.items() if value})

    def finish(self) -> "Reader":
        """All rows or none."""
        if not self.faults and not self.rows:
            self.faults.append("There is nothing in it to add")
        if len(self.rows) > MOST_ROWS:
            self.faults.append(f"Add {MOST_ROWS} at a time at most")
        if len(self.faults) > MOST_FAULTS:
            more = len(self.faults) - MOST_FAULTS
            self.faults = [*self.faults[:MOST_FAULTS], f"And {more} more faults like these"]
        if self.faults:
            self.rows = []
        return self


def rows_of_table(table: Table, known: Iterable[str] = ()) -> Reader:
    reader = Reader(known)
    places = {}
    for index, heading in enumerate(table.headings):
        name = FIELD_OF.get(heading.lower())
        if name:
            places.setdefault(name, index)
    missing = [HEADINGS[name] for name in ("title", "link") if name not in places]
    if missing:
        reader.faults.append(f"The file has no column called {' or '.join(missing)}")
        return reader
    for row in table.rows:
        cells = {name: row.cells[at] for name, at in places.items()}
        where = {
            name: f"Row {row.number}, column {column_letter(at)} ({HEADINGS[name]})"
            for name, at in places.items()
        }
        reader.read(cells, where, f"is in row {row.number} too")
    return reader.finish()


def rows_of_lines(text: str, known: Iterable[str] = ()) -> Reader:
    """Lines as copied from a spreadsheet (tabs) or typed with | between: title, link, source."""
    reader = Reader(known)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            parts = line.split("\t") if "\t" in line else line.split("|")
            cells = dict.fromkeys(LINE, "") | dict(zip(LINE, parts, strict=False))
            where = {name: f"Line {number}, {HEADINGS[name].lower()}" for name in LINE}
            reader.read(cells, where, f"is on line {number} too")
    return reader.finish()


def _value(name: str, cell):
    if name == "found_on":
        return _day(cell)
    text = str(cell).strip() if name == "summary" else " ".join(str(cell).split())
    if not text and name in ("title", "link"):
        raise ValidationError("must not be empty")
    if len(text) > LONGEST[name]:
        raise ValidationError(f"must be {LONGEST[name]:,} characters or less")
    if name == "link":
        try:
            check_link(text)
        except ValidationError:
            raise ValidationError("must be a web address that begins with https://") from None
    return text


def _day(cell) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = str(cell).strip()
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError("must be a date, like 2026-11-29 or 29/11/2026")
