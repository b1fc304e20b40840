"""When boroughs can move, and when they could move together. Pure functions over dates.

A contract can be left from the end of its current term until its latest end with every extension
used; a need can start between its earliest and latest start. A missing date is never guessed: such
a borough is listed as "dates not known".
"""

import datetime
from dataclasses import dataclass

from needs.models.contract import add_months

Date = datetime.date


@dataclass(frozen=True)
class Window:
    """The days between which a record can move, both included; None is not known."""

    opens: Date | None
    closes: Date | None

    @property
    def is_known(self) -> bool:
        return self.opens is not None and self.closes is not None


def contract_window(
    end: Date | None, extension_count: int, extension_months: int, today: Date
) -> Window:
    """From the earliest exit still ahead to the latest end.

    A current term that ended before today with extensions left is running on one of them: its
    earliest exit is the end of the first extension that is still ahead.
    """
    if end is None:
        return Window(None, None)
    latest = add_months(end, extension_count * extension_months)
    exits = (add_months(end, used * extension_months) for used in range(extension_count + 1))
    return Window(next((day for day in exits if day >= today), latest), latest)


def need_window(earliest: Date | None, latest: Date | None) -> Window:
    return Window(earliest, latest)


def start_by(start: Date | None, lead_time_months: int) -> Date | None:
    """The last day to begin procuring for a start on that day."""
    return None if start is None else add_months(start, -lead_time_months)


def notice_by(end: Date | None, notice_months: int | None) -> Date | None:
    """The last day to give notice before a contract rolls over at `end`."""
    if end is None or notice_months is None:
        return None
    return add_months(end, -notice_months)


def decide_by(
    start: Date | None, lead_time_months: int, end: Date | None = None, notice: int | None = None
) -> Date | None:
    """The earlier of the chosen start less the lead time and the end less the notice period.

    Times in months. None when neither can be worked out.
    """
    days = [start_by(start, lead_time_months), notice_by(end, notice)]
    return min((day for day in days if day is not None), default=None)
