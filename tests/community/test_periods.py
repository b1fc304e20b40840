"""Weeks and months that end at 07:00 in London, whatever the clocks do."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from community.periods import due_periods, last_month, last_week, period_named

LONDON = ZoneInfo("Europe/London")


def london(*parts):
    return datetime.datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "key"),
    [
        pytest.param(london(2026, 11, 23, 7), "2026-W47", id="the minute it is due"),
        pytest.param(london(2026, 11, 23, 6, 59), "2026-W46", id="a minute before"),
        pytest.param(london(2026, 11, 29, 23), "2026-W47", id="all week long"),
        pytest.param(london(2026, 3, 30, 7), "2026-W13", id="after the clocks went forward"),
        pytest.param(london(2026, 3, 30, 6, 59), "2026-W12", id="a minute before, in summer"),
        pytest.param(london(2026, 10, 26, 7), "2026-W43", id="after the clocks went back"),
        pytest.param(london(2026, 10, 26, 6, 59), "2026-W42", id="a minute before, in winter"),
        pytest.param(london(2027, 1, 4, 7), "2026-W53", id="a year of 53 weeks"),
    ],
)
def test_last_week(now, key):
    assert last_week(now).key == key


@pytest.mark.parametrize(
    ("now", "key"),
    [
        pytest.param(london(2026, 12, 1, 7), "2026-11", id="the minute it is due"),
        pytest.param(london(2026, 12, 1, 6, 59), "2026-10", id="a minute before"),
        pytest.param(london(2027, 1, 1, 8), "2026-12", id="over the end of a year"),
        pytest.param(london(2028, 3, 1, 7), "2028-02", id="after a leap day"),
        pytest.param(london(2026, 3, 31, 12), "2026-02", id="the last day of a long month"),
    ],
)
def test_last_month(now, key):
    assert last_month(now).key == key


def test_the_week_of_a_clock_change_has_no_168_hours():
    def hours(key):
        period = period_named(key)
        length = period.ends.astimezone(datetime.UTC) - period.starts.astimezone(datetime.UTC)
        return length.total_seconds() / 3600

    assert (hours("2026-W13"), hours("2026-W43"), hours("2026-W47")) == (167, 169, 168)


def test_periods_follow_each_other_without_a_gap():
    day, found = london(2026, 1, 1, 12), []
    while day < london(2027, 2, 1, 12):
        found.append(due_periods(day))
        day += datetime.timedelta(days=1)
    for each in zip(*found, strict=True):
        periods = list(dict.fromkeys(each))
        assert all(a.ends == b.starts for a, b in zip(periods, periods[1:], strict=False))
        assert len({p.key for p in periods}) == len(periods)


@pytest.mark.parametrize("key", ["2026", "2026-W54", "2026-13", "last week", "2026-W5"])
def test_a_period_that_is_none_is_refused(key):
    with pytest.raises(ValueError, match=r".+"):
        period_named(key)
