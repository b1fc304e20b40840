"""Dates as registers print them. Day or month first is decided once for a file, never per row."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from procurement_portal.lib.form_fields import MONTHS

NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ t,]+[\d:.]+(?: ?[ap]m)?)?")
ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ t][\d:.+z]+)?")
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]*(?:of )?([a-z]{3,9})[ \-/.,]*(\d{4}|\d{2})"
)
MONTH_DAY = re.compile(r"([a-z]{3,9})[ \-/.]*(\d{1,2})(?:st|nd|rd|th)?[ ,\-/.]+(\d{4})")
MONTH_YEAR = re.compile(r"([a-z]{3,9})[ \-/.,]*(\d{4}|\d{2})|(\d{1,2})[/.\-](\d{4})")
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
SERIAL_START = datetime.date(1899, 12, 30)  # day 0 of Excel's calendar
FIRST_YEAR, LAST_YEAR = 1970, 2100
OPEN_ENDED_YEAR = 9999  # how some systems write that a contract has no end
MONTH_WORDS = MONTHS | {"sept": 9}


class BadCell(Exception):
    """What is wrong with a cell, and what to write instead: two halves of a sentence."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class DateOrder:
    """What a file's dates say about their order. `day_first` is None when somebody must say."""

    day_first: bool | None
    examples: list[str]


def date_order(texts: Iterable[str]) -> DateOrder:
    """Whether the file's dates are day first, from those that can be read one way only.

    A file without doubtful dates is day first. One with doubtful dates and no proof, or with
    proofs of both, must be asked about; `examples` are some of its doubtful dates.
    """
    day_first = month_first = False
    examples: list[str] = []
    for text in texts:
        found = NUMERIC.fullmatch(text.strip())
        if not found:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            day_first = True
        elif second > 12 >= first:
            month_first = True
        elif first != second and len(examples) < 5 and text not in examples:
            examples.append(text)
    if not examples:
        return DateOrder(not (month_first and not day_first), [])
    return DateOrder(day_first if day_first != month_first else None, examples)


def parse_date(text: str, *, day_first: bool, ending: bool) -> datetime.date | None:
    """A date, or None for “no end” (year 9999). Raises BadCell.

    `ending` says that the column is an end: a month without a day then suggests its last day.
    """
    text = WEEKDAY.sub("", " ".join(text.lower().split()))
    parts = _parts(text, day_first)
    if parts is None:
        raise BadCell(*_what_it_is(text, ending))
    year, month, day = parts
    if year == OPEN_ENDED_YEAR:
        return None
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise BadCell("is not a real date", f"Use {_nearest(year, month, day)}") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(
            f"has the year {year}", f"Use a date between {FIRST_YEAR} and {LAST_YEAR}, or leave it"
        )
    return date


def _parts(text: str, day_first: bool) -> tuple[int, int, int] | None:
    """Year, month and day as printed, whether or not there is such a day."""
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first else (second, first)
        return _full_year(found[3]), month, day
    if (found := DAY_MONTH.fullmatch(text)) and found[2] in MONTH_WORDS:
        return _full_year(found[3]), MONTH_WORDS[found[2]], int(found[1])
    if (found := MONTH_DAY.fullmatch(text)) and found[1] in MONTH_WORDS:
        return int(found[3]), MONTH_WORDS[found[1]], int(found[2])
    return None


def _full_year(text: str) -> int:
    """Two figures mean this century: contracts in a register are not older."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _what_it_is(text: str, ending: bool) -> tuple[str, str]:
    """Problem and remedy for a text that is no date with a day."""
    found = MONTH_YEAR.fullmatch(text)
    if found:
        month = MONTH_WORDS.get(found[1] or "") or int(found[3] or 0)
        year = _full_year(found[2] or found[4])
        if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
            day = _last_day(year, month) if ending else 1
            return "has no day", f"Use {year}-{month:02}-{day:02}"
    if SERIAL.fullmatch(text):
        date = SERIAL_START + datetime.timedelta(days=int(float(text)))
        return "is a number Excel keeps for a date", f"Use {date.isoformat()}"
    return "is not a date", "Use a date like 2027-03-31, or leave it empty"


def _nearest(year: int, month: int, day: int) -> str:
    """The last day of the month when only the day is too large; otherwise the form to use."""
    if 1 <= month <= 12 and day > 28 and FIRST_YEAR <= year <= LAST_YEAR:
        return f"{year}-{month:02}-{_last_day(year, month):02}"
    return "a date like 2027-03-31"


def _last_day(year: int, month: int) -> int:
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (after - datetime.timedelta(days=1)).day
