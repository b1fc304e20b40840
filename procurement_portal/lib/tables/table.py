"""What a table that was read is made of, and the limits it had to keep."""

import datetime
from dataclasses import dataclass, field

Cell = str | datetime.date

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000  # with something in them
MAX_COLUMNS = 100
HEADINGS_WITHIN = 30  # rows: titles, logos and notes stand above the headings
WRONG_FILE = "The file must be CSV or XLSX, under 5 MB"


class TableError(Exception):
    """The file cannot be used; the text says why and what to do, in a sentence for its owner."""


@dataclass(frozen=True)
class Row:
    """One row with something in it. `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    """All the rows of one sheet (or of a CSV file, whose sheet has no name)."""

    rows: list[Row]
    name: str = ""
    formula: str = ""  # the first cell with a formula, like D4
    merged: str = ""  # the first merged cells, like A1:B2


@dataclass(frozen=True)
class Table:
    """Rows under headings. Every row has as many cells as there are headings.

    `notes` are sentences about what was left out, such as the sheets that were not read.
    """

    headings: list[str]
    heading_row: int
    rows: list[Row]
    sheet: str = ""
    notes: list[str] = field(default_factory=list)


def column_letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_size_of(rows: list[Row], where: str = "The file", above: int = 0) -> None:
    """Raises TableError when there are more rows or columns than we read.

    `above` is how many of the rows may be titles and headings.
    """
    if len(rows) > MAX_ROWS + above:
        raise TableError(
            f"{where} has more than {MAX_ROWS:,} rows. Split it into several files, "
            "or leave out those that ended long ago"
        )
    if any(len(row.cells) > MAX_COLUMNS for row in rows):
        raise TableError(
            f"{where} has more than {MAX_COLUMNS} columns. Delete the columns you do not need"
        )
