"""Working days leave out weekends and the bank holidays of England and Wales."""

import datetime

import pytest

from procurement_portal.lib.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    known_until,
)

day = datetime.date.fromisoformat
FIVE_LATER = {
    "a plain Monday": ("2026-11-23", "2026-11-30"),
    "a Friday": ("2026-11-20", "2026-11-27"),
    "a Saturday": ("2026-11-28", "2026-12-04"),
    "the day before Good Friday": ("2026-04-02", "2026-04-13"),
    "before Christmas 2026, Boxing Day on the Monday": ("2026-12-23", "2027-01-04"),
    "before Christmas 2027, both days moved": ("2027-12-23", "2028-01-04"),
    "New Year 2028, moved to the Monday": ("2027-12-31", "2028-01-10"),
    "a year that is not listed": ("2031-12-24", "2031-12-31"),
}


@pytest.mark.parametrize(("start", "due"), FIVE_LATER.values(), ids=FIVE_LATER)
def test_five_working_days_later(start, due):
    assert add_working_days(day(start), 5) == day(due)


def test_a_late_evening_counts_as_its_day_in_london():
    """11.30pm on 30 June 2026 in UTC is already 1 July in London."""
    late = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    assert add_working_days(late, 1) == day("2026-07-02")


def easter_sunday(year: int) -> datetime.date:
    """Of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century = year % 19, year // 100
    skipped = century // 4
    moon = (century - skipped - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + skipped) % 7
    step = moon - weekday
    month = 3 + (step + 40) // 44
    return datetime.date(year, month, step + 28 - 31 * (month // 4))


def monday(year: int, month: int, *, last: bool = False) -> datetime.date:
    days = [datetime.date(year, month, number) for number in range(1, 32 if month != 6 else 31)]
    mondays = [one for one in days if one.weekday() == 0]
    return mondays[-1 if last else 0]


def standing_days(year: int) -> list[datetime.date]:
    """The eight days of an ordinary year, each at a weekend replaced by the next free weekday."""
    easter = easter_sunday(year)
    found = [monday(year, 5), monday(year, 5, last=True), monday(year, 8, last=True)]
    found += [easter - datetime.timedelta(days=2), easter + datetime.timedelta(days=1)]
    for month, number in ((1, 1), (12, 25), (12, 26)):
        free = datetime.date(year, month, number)
        while free.weekday() >= 5 or free in found:
            free += datetime.timedelta(days=1)
        found.append(free)
    return sorted(found)


@pytest.mark.parametrize("year", range(2025, 2029))
def test_the_list_is_what_the_rule_gives(year):
    assert sorted(one for one in bank_holidays() if one.year == year) == standing_days(year)


def test_the_list_says_how_far_it_reaches():
    assert known_until() == day("2028-12-31")
    assert not is_working_day(day("2028-12-26"))
    assert is_working_day(day("2029-12-25"))
