"""How a register's values read on a page: dates in words, pence as pounds."""

import datetime

from needs.register.diff import LABELS
from procurement_portal.lib.formatting import format_uk_date, format_uk_money

DATES = {"start", "end", "latest_end"}
BASIS_WORDS = {"whole_life": "Whole life", "annual": "A year", "unknown": "Not stated"}


def described(field: str, value) -> str:
    """A value of one field of `needs.register.diff.LABELS`, in words; "Not given" for none."""
    if value is None or value == "":
        return "Not given"
    if field in DATES:
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
        return format_uk_date(day)
    if field == "value_pence":
        return format_uk_money(value)
    if field == "value_basis":
        return BASIS_WORDS[value]
    if field == "vat_included":
        return "Yes" if value else "No"
    return str(value)


def described_changes(changes: list) -> list[dict]:
    """label, old and new in words, from stored [field, old, new]."""
    return [
        {"label": LABELS[field], "old": described(field, old), "new": described(field, new)}
        for field, old, new in changes
    ]
