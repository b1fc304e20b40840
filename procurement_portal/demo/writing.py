"""An example register as a file: headings, dates, money and oddities as boroughs have them."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from openpyxl import Workbook

from procurement_portal.demo.registers import (
    ExampleContract,
    contracts_of,
    later_contracts_of,
)
from procurement_portal.demo.texts import read

Cell = str | int | datetime.date
ENCODINGS = {
    "csv": "utf-8",
    "csv_bom": "utf-8-sig",
    "latin": "cp1252",
    "latin_semicolon": "cp1252",
    "utf16": "utf-16",
}
WORDS = ("No", "One", "Two")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATES = {
    "iso": lambda day: day.isoformat(),
    "day_first": lambda day: f"{day:%d/%m/%Y}",
    "short_month": lambda day: f"{day:%d}-{MONTHS[day.month - 1]}-{day:%y}",
    "long_month": lambda day: f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year}",
    "cell": lambda day: day,
}
MONEY = {
    "pounds": lambda pounds: f"£{pounds:,}",
    "decimals": lambda pounds: f"{pounds}.00",
    "number": lambda pounds: pounds,
    "thousands": lambda pounds: f"£{pounds / 1000:g}k",
}
EXTENSIONS = {
    "times": lambda count, months: f"{count} x {months} months",
    "years": lambda count, months: f"{count} x {months // 12} year{'s' if months > 12 else ''}",
    "plus": lambda count, months: "+".join([str(months // 12)] * count) + (
        " years" if count == 1 else ""
    ),
    "words": lambda count, months: f"{WORDS[count]} option{'s'[: count - 1]} of {months} months",
    "months": lambda count, months: count * months,
}  # fmt: skip
UNKNOWN = "TBC"
UNKNOWN_FIELDS = ("extension", "notice_months", "total_value", "annual_value", "value")


@dataclass(frozen=True)
class RegisterFile:
    """A register ready to upload, and the columns its borough would match."""

    name: str
    content: bytes
    columns: dict[str, str]


@dataclass(frozen=True)
class Style:
    """How one borough writes its register: the keys of `data/registers.toml`."""

    headings: str
    file: str
    dates: str
    money: str
    extensions: str
    rows: int
    odd: list[str]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Heading and field of each column; a field of "" is not read by the portal."""
        return [(heading, field) for heading, field in read("headings")[self.headings]["columns"]]


def style_of(slug: str) -> Style:
    return Style(**read("registers")[slug])


def register_of(slug: str, name: str, today: datetime.date) -> RegisterFile:
    """The register of the borough with this address and name, as it would be on `today`."""
    return _register(slug, name, contracts_of(slug, today), today)


def later_register_of(
    slug: str, name: str, today: datetime.date, *, with_errors: bool = False
) -> RegisterFile:
    """The borough's next register: most rows the same, two changed, three new.

    With errors, three cells cannot be read: a day that does not exist, an amount in words, and a
    missing title.
    """
    errors = {3: ("end", "31/02/2031"), 7: ("value", "about the same"), 11: ("title", "")}
    register = _register(
        slug, name, later_contracts_of(slug, today), today, errors if with_errors else {}
    )
    stem, ending = register.name.split(".")
    suffix = "-with-errors" if with_errors else "-next"
    return replace(register, name=f"{stem}{suffix}.{ending}")


def _register(
    slug: str,
    name: str,
    contracts: list[ExampleContract],
    today: datetime.date,
    errors: dict[int, tuple[str, str]] | None = None,
) -> RegisterFile:
    style = style_of(slug)
    chance = Random(f"cells {slug}")
    body = list(_body(style, contracts, chance))
    of_contracts = [row for row in body if sum(cell != "" for cell in row) > 1]
    for place, (field, text) in (errors or {}).items():
        _spoil(of_contracts[place], field, text, style)
    rows = [*_titles(style, name, today), [heading for heading, _ in style.columns], *body]
    ending = "xlsx" if style.file == "xlsx" else "csv"
    return RegisterFile(
        name=f"{slug}-contracts-register-example.{ending}",
        content=_workbook(rows) if style.file == "xlsx" else _delimited(rows, style.file),
        columns={field: heading for heading, field in style.columns if field},
    )


def _spoil(row: list[Cell], field: str, text: str, style: Style) -> None:
    """Put a text that cannot be read where this field stands; "value" is any kind of value."""
    places = [place for place, (_, there) in enumerate(style.columns) if there.endswith(field)]
    row[places[0]] = text


def _titles(style: Style, name: str, today: datetime.date) -> list[list[Cell]]:
    if "title_row" not in style.odd:
        return []
    said = [
        f"{name}: contracts register (example data, invented)",
        f"Published {LONG_MONTHS[today.month - 1]} {today.year}",
        "",
    ]
    return [[text] + [""] * (len(style.columns) - 1) for text in said]


def _body(style: Style, contracts: list[ExampleContract], chance: Random) -> Iterator[list[Cell]]:
    width = len(style.columns)
    department = ""
    for number, contract in enumerate(_in_order(contracts, style), start=1):
        if "sections" in style.odd and contract.department != department:
            department = contract.department
            yield [department.upper()] + [""] * (width - 1)
        yield [_cell(contract, column, style, chance) for column in style.columns]
        if "blank_rows" in style.odd and number % 9 == 0:
            yield [""] * width
    if "total_row" in style.odd:
        yield _total(contracts, style)


def _in_order(contracts: list[ExampleContract], style: Style) -> list[ExampleContract]:
    key = "department" if "sections" in style.odd else "reference"
    return sorted(contracts, key=lambda contract: (getattr(contract, key), contract.reference))


def _cell(contract: ExampleContract, column: tuple[str, str], style: Style, chance: Random) -> Cell:
    heading, field = column
    if not field:
        return _unread(heading, contract, style)
    if "tbc" in style.odd and field in UNKNOWN_FIELDS and chance.randrange(9) == 0:
        return UNKNOWN
    if field in PRINTED:
        return PRINTED[field](contract, heading, style)
    text = getattr(contract, field)
    return text.upper() if "shouting" in style.odd and field in ("title", "supplier") else text


def _day(day: datetime.date | None, style: Style) -> Cell:
    return DATES[style.dates](day) if day else "Rolling"


def _notice(contract: ExampleContract, heading: str, _style: Style) -> Cell:
    months = contract.notice_months
    return months if "months" in heading.lower() else f"{months} months"


def _extension(contract: ExampleContract, _heading: str, style: Style) -> Cell:
    if not contract.extension_count:
        return 0 if style.extensions == "months" else "None"
    return EXTENSIONS[style.extensions](contract.extension_count, contract.extension_months)


# Fields that are more than a text: contract, heading and style to what stands in the cell.
PRINTED = {
    "register_reference": lambda contract, _, style: contract.reference,
    "start": lambda contract, _, style: _day(contract.start, style),
    "end": lambda contract, _, style: _day(contract.end, style),
    "extension": _extension,
    "total_value": lambda contract, _, style: MONEY[style.money](contract.total_value),
    "annual_value": lambda contract, _, style: MONEY[style.money](contract.annual_value),
    "value": lambda contract, _, style: MONEY[style.money](contract.total_value),
    "notice_months": _notice,
    "is_sme": lambda contract, _, style: "Yes" if contract.is_sme else "No",
    "is_vcse": lambda contract, _, style: "Yes" if contract.is_vcse else "No",
}


def _unread(heading: str, contract: ExampleContract, style: Style) -> Cell:
    """What stands in the columns that the portal has no use for."""
    if heading == "Review date" and contract.end:
        return DATES[style.dates](contract.end - datetime.timedelta(days=180))
    if heading == "Cost centre":
        return f"E{contract.reference[-4:]}"
    return "Nil" if heading.startswith("VAT") else ""


def _total(contracts: list[ExampleContract], style: Style) -> list[Cell]:
    fields = [field for _, field in style.columns]
    row: list[Cell] = [""] * len(fields)
    row[0] = "Total"
    row[fields.index("total_value")] = MONEY[style.money](sum(c.total_value for c in contracts))
    return row


def _delimited(rows: list[list[Cell]], kind: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if kind == "latin_semicolon" else ",").writerows(rows)
    return text.getvalue().encode(ENCODINGS[kind])


def _workbook(rows: list[list[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Contracts register")
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
