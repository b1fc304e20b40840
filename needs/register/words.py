"""How a register's values read on a page: dates in words, pence as pounds."""

import datetime

from needs.register.diff import LABELS
from procurement_portal.lib.formatting import format_uk_date, format_uk_money

DATES = {"start", "end", "latest_end", "break_on"}
BASIS_WORDS = {"whole_life": "Whole life", "annual": "A year", "unknown": "Not stated"}


def described(field: str, value) -> str:
    """A value of one field of `needs.register.diff.LABELS`, in words; "Not given" for none."""
    if value in (None, "", []):
        return "Not given"
    return IN_WORDS.get(field, str)(value)


def _day(value: str | datetime.date) -> str:
    return format_uk_date(datetime.date.fromisoformat(value) if isinstance(value, str) else value)


def described_extensions(months: list[int]) -> str:
    """ "2 x 12 months" or "24 months + 12 months", as `cells.parse_extension` reads; or ""."""
    if len(months) > 1 and len(set(months)) == 1:
        return f"{len(months)} x {_length(months[0])}"
    return " + ".join(map(_length, months))


def _length(months: int) -> str:
    return f"{months} month{'' if months == 1 else 's'}"


IN_WORDS = {
    **dict.fromkeys(DATES, _day),
    "extensions": described_extensions,
    "value_pence": format_uk_money,
    "value_basis": BASIS_WORDS.get,
    "vat_included": {True: "Yes", False: "No"}.get,
}


def described_changes(changes: list) -> list[dict]:
    """label, old and new in words, from stored [field, old, new]."""
    return [
        {"label": LABELS[field], "old": described(field, old), "new": described(field, new)}
        for field, old, new in changes
    ]
