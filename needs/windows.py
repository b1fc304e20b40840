"""When boroughs can move, and when they could move together. Pure functions over dates.

A contract can be left from the end of its current term until its latest end with every extension
used; a need can start between its earliest and latest start. A missing date is never guessed: such
a borough is listed as "dates not known".
"""

import datetime
from collections.abc import Sequence
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


def contract_exits(
    end: Date | None, extension_months: Sequence[int], today: Date
) -> tuple[Date, ...]:
    """The days a contract can be left: the end of its current term, then of each extension.

    `extension_months` are the lengths of the extensions in the order they would be used. A
    current term that ended before today with extensions left is running on one of them: the
    first exit is the end of the first extension that is still ahead. A contract that is over has
    its latest end alone; none without an end date.
    """
    if end is None:
        return ()
    exits, used = [end], 0
    for months in extension_months:
        used += months
        exits.append(add_months(end, used))
    exits = sorted(set(exits))
    return tuple(day for day in exits if day >= today) or (exits[-1],)


def contract_window(end: Date | None, extension_months: Sequence[int], today: Date) -> Window:
    """From the earliest exit still ahead to the latest end."""
    return window_of_exits(contract_exits(end, extension_months, today))


def window_of_exits(exits: tuple[Date, ...]) -> Window:
    return Window(exits[0], exits[-1]) if exits else Window(None, None)


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


@dataclass(frozen=True)
class Mover:
    """A need or contract that could move: what the sweep works with.

    `exits` are the days a contract can be left, one more for each extension used; a need has
    none. `key` is whatever the caller knows the record by.
    """

    key: object
    borough: str
    window: Window
    exits: tuple[Date, ...] = ()
    lead_time_months: int = 9
    notice_months: int | None = None

    def decides_by(self, start: Date, extensions: int = 0) -> Date:
        """The last day to act for a shared start on that day, never guessing a notice period.

        Who extends must do so before the current term ends, whatever the notice.
        """
        end = self.exits[0] if self.exits else None
        notice = self.notice_months
        if extensions and notice is None:
            notice = 0
        return decide_by(start, self.lead_time_months, end, notice)


@dataclass(frozen=True)
class Place:
    """One mover inside a window: when it must decide, and the extensions it would use."""

    mover: Mover
    decide_by: Date
    extensions: int = 0
    extends_to: Date | None = None


@dataclass(frozen=True)
class Alignment:
    """Dates on any of which these boroughs could start together.

    `inside` as they stand, `joining` by using extensions; `outside` are boroughs whose dates do
    not fit and `unknown` those that gave none.
    """

    opens: Date
    closes: Date
    boroughs: frozenset[str]
    inside: tuple[Place, ...] = ()
    joining: tuple[Place, ...] = ()
    outside: tuple[Mover, ...] = ()
    unknown: tuple[Mover, ...] = ()

    @property
    def decide_by(self) -> Date:
        """The first day by which any of its boroughs must act."""
        return min(place.decide_by for place in (*self.inside, *self.joining))


@dataclass
class _Span:
    """A stretch of days with one set of boroughs; which came in and went out around it."""

    opens: Date
    closes: Date
    count: int
    came: bool
    left: bool = True


def best_windows(movers: list[Mover], today: Date, limit: int = 3) -> list[Alignment]:
    """The date ranges from today on that hold the most boroughs, two or more, best first.

    Only ranges that no borough could join by moving to the range next to it; equal counts in
    order of date.
    """
    ahead = [m for m in movers if m.window.is_known and m.window.closes >= today]
    spans = [span for span in _sweep(ahead, today) if span.came and span.left and span.count > 1]
    spans.sort(key=lambda span: (-span.count, span.opens))
    return [_align(span, movers, today) for span in spans[:limit]]


def _sweep(movers: list[Mover], today: Date) -> list[_Span]:
    """The stretches of days with the same boroughs, in order, by adding and removing movers."""
    day = datetime.timedelta(days=1)
    changes: dict[Date, list[tuple[int, str]]] = {}
    for mover in movers:
        changes.setdefault(max(mover.window.opens, today), []).append((1, mover.borough))
        changes.setdefault(mover.window.closes + day, []).append((-1, mover.borough))
    active: dict[str, int] = {}
    spans: list[_Span] = []
    for start in sorted(changes):
        before = set(active)
        for step, borough in changes[start]:
            active[borough] = active.get(borough, 0) + step
        active = {borough: count for borough, count in active.items() if count}
        if set(active) == before:
            continue
        if spans:
            spans[-1].closes, spans[-1].left = start - day, bool(before - set(active))
        spans.append(_Span(start, start, len(active), bool(set(active) - before)))
    return spans


def _align(span: _Span, movers: list[Mover], today: Date) -> Alignment:
    """Who is in, who can join and how, and who is not, for one range."""
    inside, joining, unknown, rest = [], [], [], []
    for mover in movers:
        if not mover.window.is_known:
            unknown.append(mover)
        elif max(mover.window.opens, today) <= span.closes and mover.window.closes >= span.opens:
            place = _place(mover, span)
            (joining if place.extensions else inside).append(place)
        else:
            rest.append(mover)
    held = frozenset(place.mover.borough for place in (*inside, *joining))
    return Alignment(
        span.opens,
        span.closes,
        held,
        tuple(inside),
        tuple(joining),
        tuple(mover for mover in rest if mover.borough not in held),
        tuple(mover for mover in unknown if mover.borough not in held),
    )


def _place(mover: Mover, span: _Span) -> Place:
    """In as it stands when the current term ends within the range; else the extension to use."""
    for used, day in enumerate(mover.exits):
        if day >= span.opens:
            by = mover.decides_by(span.opens, used)
            return Place(mover, by, used, day if used else None)
    return Place(mover, mover.decides_by(span.opens))
