"""Working days: Monday to Friday, without the bank holidays of England and Wales.

Bank holidays are dated data (`bank_holidays.json`). In a year that the file does not list, only
weekends are left out, so that a promise can come out a few days early but never fails; `doctor`
says when the list is about to end.
"""

import datetime
import json
from functools import cache
from pathlib import Path

from django.utils import timezone

SATURDAY = 5
LISTED = Path(__file__).parent / "bank_holidays.json"


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """Every bank holiday that the file lists, substitute days in place of those at weekends."""
    years = json.loads(LISTED.read_text(encoding="utf-8"))["years"]
    return frozenset(datetime.date.fromisoformat(day) for days in years.values() for day in days)


def known_until() -> datetime.date:
    """The last day of the last year whose bank holidays are listed."""
    return datetime.date(max(day.year for day in bank_holidays()), 12, 31)


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(start: datetime.datetime | datetime.date, days: int) -> datetime.date:
    """The day that many working days after `start`; a time is first moved to Europe/London."""
    if isinstance(start, datetime.datetime):
        start = timezone.localtime(start).date()
    day = start
    while days:
        day += datetime.timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day
