"""Which period a digest tells about: weeks and months that end at 07:00 in London. Pure.

A week runs from Monday 07:00 to Monday 07:00 by the clock on the wall, so it has 167 or 169 hours
when the clocks change (on a Sunday night, never at 07:00). It is named for the ISO week it began
in; a month for the month it began in.
"""

import datetime
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HOUR = datetime.time(7)
WEEK = re.compile(r"(\d{4})-W(\d{2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Period:
    """From `starts` (not included) to `ends`, both aware; `frequency` is weekly or monthly."""

    key: str
    frequency: str
    starts: datetime.datetime
    ends: datetime.datetime

    @property
    def words(self) -> str:
        return "week" if self.frequency == "weekly" else "month"


def _at_seven(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, HOUR, LONDON)


def week_of(monday: datetime.date) -> Period:
    year, week, _ = monday.isocalendar()
    after = monday + datetime.timedelta(days=7)
    return Period(f"{year}-W{week:02}", "weekly", _at_seven(monday), _at_seven(after))


def month_of(first: datetime.date) -> Period:
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return Period(f"{first:%Y-%m}", "monthly", _at_seven(first), _at_seven(after))


def last_week(now: datetime.datetime) -> Period:
    """The latest week that has ended at `now`."""
    today = now.astimezone(LONDON).date()
    monday = today - datetime.timedelta(days=today.weekday() + 7)
    week = week_of(monday)
    return week if week.ends <= now else week_of(monday - datetime.timedelta(days=7))


def last_month(now: datetime.datetime) -> Period:
    """The latest month that has ended at `now`."""
    first = now.astimezone(LONDON).date().replace(day=1)
    month = month_of((first - datetime.timedelta(days=1)).replace(day=1))
    if month.ends <= now:
        return month
    return month_of((month.starts.date() - datetime.timedelta(days=1)).replace(day=1))


def due_periods(now: datetime.datetime) -> tuple[Period, Period]:
    return last_week(now), last_month(now)


def period_named(key: str) -> Period:
    """The period of a key such as 2026-W48 or 2026-11. Raises ValueError for anything else."""
    if found := WEEK.fullmatch(key):
        return week_of(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := MONTH.fullmatch(key):
        return month_of(datetime.date(int(found[1]), int(found[2]), 1))
    raise ValueError("A period is a week like 2026-W48 or a month like 2026-11")


def running_period(frequency: str, now: datetime.datetime) -> Period:
    """What a digest sent at `now` would tell about: the period begun, cut off at this moment."""
    begun = (last_month if frequency == "monthly" else last_week)(now)
    return Period(begun.key, begun.frequency, begun.ends, now)
