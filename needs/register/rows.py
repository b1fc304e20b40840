"""From a row of a register to values, or to errors that name the cell and say what to write."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from needs.register import cells, dates
from needs.register.columns import FIELDS, vat_of
from needs.register.dates import BadCell
from needs.register.diff import supplier_key
from procurement_portal.lib.tables import Cell, Row, plain_text

BASIS_OF = {"total_value": "whole_life", "annual_value": "annual", "value": "unknown"}
MONEY_FIELDS = tuple(BASIS_OF)
EXCEL_ERRORS = {"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "########"}
SECTION_COLUMNS = 3  # with so many columns a row of one text is a section's title
TOTAL = re.compile(r"(grand |sub-?)?total\b.{0,30}", re.IGNORECASE)


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell. `column` is the heading as printed."""

    column: str
    value: str
    problem: str
    remedy: str

    def sentence(self, row: int) -> str:
        """ "Row 14, column End date: 31/02/2027 is not a real date. Use 2027-02-28"."""
        shown = f"{self.value} " if self.value else ""
        return f"Row {row}, column {self.column}: {shown}{self.problem}. {self.remedy}"


@dataclass
class ReadRow:
    """One row: JSON-ready values by field of a contract, or errors.

    `values` has only what the row says: register_reference, title, description, supplier,
    product, department, start, end, break_on (ISO), extensions (months of each), route,
    capability, value_pence, value_basis, vat_included, notice_months, is_sme, is_vcse. A None
    end means “no end date”, a None break_on “no break clause”.
    """

    number: int
    cells: list[Cell]
    values: dict = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)


@dataclass
class Reading:
    """How a file is to be read: field name to heading, the order of dates, names of categories."""

    headings: list[str]
    columns: dict[str, str]
    day_first: bool = True
    categories: Mapping[str, str] = field(default_factory=dict)  # any name of one to its own

    def cells_of(self, row: Row) -> dict[str, Cell]:
        """Field name to cell, texts tidied, empty ones left out."""
        found = {}
        for name, heading in self.columns.items():
            cell = row.cells[self.headings.index(heading)]
            if isinstance(cell, str):
                cell = plain_text(cell.replace("\u200b", "").replace("\xa0", " ")).strip()
                if cells.is_empty(cell) and not (name == "extension" and cell.lower() == "none"):
                    continue
            found[name] = cell
        return found


def read_rows(
    rows: list[Row], reading: Reading, on_progress: Callable[[int], None] = lambda done: None
) -> tuple[list[ReadRow], list[int]]:
    """Every row read, and the numbers of the rows skipped as section titles or totals.

    A second row with the same identity is refused, naming the first.
    """
    read, skipped, first_with = [], [], {}
    for done, row in enumerate(rows, start=1):
        found = reading.cells_of(row)
        if _is_section(row, reading):
            skipped.append(row.number)
        else:
            result = _read_row(row, found, reading)
            _refuse_repeated(result, first_with, reading)
            read.append(result)
        on_progress(done)
    return read, skipped


def _is_section(row: Row, reading: Reading) -> bool:
    texts = [cell for cell in row.cells if cell != ""]
    first = texts[0] if texts and isinstance(texts[0], str) else ""
    if len(texts) == 1 and len(reading.columns) >= SECTION_COLUMNS:
        return True
    return bool(TOTAL.fullmatch(first)) and len(texts) <= 1 + len(MONEY_FIELDS)


def _read_row(row: Row, found: dict[str, Cell], reading: Reading) -> ReadRow:
    result = ReadRow(row.number, row.cells)
    for name, value, error in _parsed(found, reading):
        if error:
            result.errors.append(error)
        elif name in MONEY_FIELDS:
            _keep_money(result.values, name, value, reading.columns[name])
        elif name == "extension":
            result.values["extensions"] = value
        else:
            result.values[name] = value
    _check_whole(result, found, reading)
    return result


def _parsed(found: dict[str, Cell], reading: Reading) -> Iterator[tuple]:
    """Field name, value and error of each cell, in the order of FIELDS."""
    for name in FIELDS:
        if name not in found:
            continue
        heading, cell = reading.columns[name], found[name]
        try:
            if isinstance(cell, str) and cell.lower() in EXCEL_ERRORS:
                raise BadCell("is an error Excel shows", "Correct the formula, or leave it empty")
            yield name, _parse(name, cell, heading, reading), None
        except BadCell as bad:
            yield name, None, CellError(heading, printed(cell)[:80], bad.problem, bad.remedy)


def _parse(name: str, cell: Cell, heading: str, reading: Reading):
    kind = FIELDS[name].kind
    if kind == "date":
        return _date(name, cell, reading.day_first)
    if kind == "break":
        return _break(cell, reading.day_first)
    text = printed(cell)
    parse = {
        "money": cells.parse_money,
        "extension": partial(cells.parse_extension, heading=heading),
        "months": cells.parse_notice,
        "yes_no": cells.parse_yes_no,
        "category": partial(cells.parse_category, known=reading.categories),
    }.get(kind, partial(_text, name))
    return parse(text)


def _text(name: str, text: str) -> str:
    limit = FIELDS[name].max_length
    text = text if name == "description" else " ".join(text.split())
    if len(text) > limit:
        raise BadCell(f"… has {len(text):,} characters", f"Use {limit:,} or fewer")
    return text


def _date(name: str, cell: Cell, day_first: bool) -> str | None:
    """The ISO date, or None for an end that is said to be open."""
    ending = name == "end"
    if isinstance(cell, datetime.date):
        cell = cell.isoformat()
    if ending and " ".join(cell.lower().split()) in cells.OPEN_ENDED:
        return None
    date = dates.parse_date(cell, day_first=day_first, ending=ending)
    return date.isoformat() if date else None


def _break(cell: Cell, day_first: bool) -> str | None:
    """The ISO date, or None where the column says that there is no break."""
    answer = printed(cell).strip(" .").lower()
    if answer in cells.NO_BREAK:
        return None
    if answer in cells.SOME_BREAK:
        raise BadCell("does not say from when", "Use a date like 2027-03-31, or leave it empty")
    return _date("break_on", cell, day_first)


def _keep_money(values: dict, name: str, amount: tuple, heading: str) -> None:
    """The first of whole-life, annual and unexplained value that is given wins."""
    pence, basis, vat = amount
    if pence is None or "value_pence" in values:
        return
    values["value_pence"] = pence
    values["value_basis"] = basis or BASIS_OF[name]
    values["vat_included"] = vat if vat is not None else vat_of(heading)


def _check_whole(result: ReadRow, found: dict[str, Cell], reading: Reading) -> None:
    values, columns = result.values, reading.columns
    if "title" not in found:
        result.errors.append(
            CellError(columns["title"], "", "is empty", "Enter what the contract is for")
        )
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        _refuse_days(result, found, "end", f"is before {_said('start', found)}", reading)
    elif "extension" in found and end:
        _check_extension(result, printed(found["extension"]), columns["extension"])
    breaks = values.get("break_on")
    if breaks and end and breaks >= end:
        _refuse_days(result, found, "break_on", f"is not before {_said('end', found)}", reading)
    elif breaks and start and breaks < start:
        _refuse_days(result, found, "break_on", f"is before {_said('start', found)}", reading)


def _said(name: str, found: dict[str, Cell]) -> str:
    return f"the {name} date, {printed(found[name])}"


def _refuse_days(result: ReadRow, found: dict, name: str, problem: str, reading: Reading) -> None:
    shown = printed(found[name])[:80]
    result.errors.append(CellError(reading.columns[name], shown, problem, "Check both dates"))


def _check_extension(result: ReadRow, text: str, column: str) -> None:
    """Refuse "3+1+1" where the 3 may be the present term."""
    days = [result.values.get(name) for name in ("start", "end")]
    start, end = (datetime.date.fromisoformat(day) if day else None for day in days)
    if cells.may_count_first_term(text, result.values.get("extensions", []), start, end):
        problem = "may count the present term as well"
        result.errors.append(CellError(column, text[:80], problem, cells.HOW_TO_EXTEND))


def _refuse_repeated(result: ReadRow, first_with: dict[str, int], reading: Reading) -> None:
    if result.errors:
        return
    key = row_key(result.values)
    first = first_with.setdefault(key, result.number)
    if first == result.number:
        return
    reference = result.values.get("register_reference")
    if reference:
        column, remedy = "register_reference", "Give each contract its own reference"
    else:
        column, remedy = "title", "Give them references, or delete one of the two"
    shown = result.values[column]
    result.errors.append(
        CellError(reading.columns[column], shown, f"is also on row {first}", remedy)
    )


def row_key(values: dict) -> str:
    """What makes a row the same one in the next register: its reference, or else its title,
    supplier and start together."""
    reference = "".join((values.get("register_reference") or "").lower().split())
    if reference:
        return f"ref:{reference}"
    parts = [
        " ".join(values["title"].lower().split()),
        supplier_key(values.get("supplier") or ""),
        values.get("start") or "",
    ]
    return f"row:{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:40]}"


def printed(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.isoformat()
