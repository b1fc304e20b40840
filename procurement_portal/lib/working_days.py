"""Working days: Monday to Friday. Bank holidays are not known here and count as working."""

import datetime

from django.utils import timezone

SATURDAY = 5


def add_working_days(start: datetime.datetime | datetime.date, days: int) -> datetime.date:
    """The day that many working days after `start`; a time is first moved to Europe/London."""
    if isinstance(start, datetime.datetime):
        start = timezone.localtime(start).date()
    day = start
    while days:
        day += datetime.timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day
