"""When boroughs can move, and when they could move together. Pure functions over dates.

A contract can be left from the end of its current term, or a break before it, until its latest
end with every extension used; a need can start between its earliest and latest start. Nothing can
start sooner than its lead time from today. A missing date is never guessed: such a borough is
listed as "dates not known".
"""

import datetime
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from needs.models.contract import add_months

Date = datetime.date
DAY = datetime.timedelta(days=1)


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


def with_break(window: Window, break_on: Date | None) -> Window:
    """The window of a contract that can also be ended early, from that day on."""
    if break_on is None or window.opens is None:
        return window
    return Window(min(break_on, window.opens), window.closes)


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
    none. `key` is whatever the caller knows the record by. Times in months.
    """

    key: object
    borough: str
    window: Window
    exits: tuple[Date, ...] = ()
    lead_time_months: int = 9
    notice_months: int | None = None

    def feasible(self, today: Date) -> Window:
        """Its window without the days too near to procure for; empty when it closes first."""
        soonest = add_months(today, self.lead_time_months)
        if add_months(soonest, -self.lead_time_months) < today:  # months differ in length
            soonest += DAY
        opens = self.window.opens
        return Window(opens if opens is None else max(opens, soonest), self.window.closes)

    def extended_by(self, extensions: int) -> int:
        """Months that its current term would run on with that many extensions."""
        first, last = self.exits[0], self.exits[extensions]
        return (last.year - first.year) * 12 + last.month - first.month


class Duty(enum.Enum):
    """What a borough must do for a start within a window."""

    EXTEND = "extend"
    GIVE_NOTICE = "give notice"
    PROCURE = "begin procuring"


@dataclass(frozen=True)
class Place:
    """One mover inside a window: what it must do by when, and the extensions it would use.

    `stands_until` is the last start in the window for which it needs no (further) extension;
    `duties` are dated by that start, the soonest first.
    """

    mover: Mover
    duties: tuple[tuple[Date, Duty], ...]
    extensions: int
    extends_to: Date | None
    stands_until: Date

    @property
    def decide_by(self) -> Date:
        """The last day to act before the window closes to it."""
        return self.duties[0][0]


class Reason(enum.Enum):
    """Why a record is out of a window."""

    ENDS_BEFORE = "ends before"
    OPENS_AFTER = "opens after"
    NO_TIME = "no time to procure"


@dataclass(frozen=True)
class Outside:
    """A mover that a window does not hold, why, and the day that decides it."""

    mover: Mover
    reason: Reason
    day: Date


@dataclass
class Stretch:
    """Days, first and last included, on any of which the same boroughs could start.

    `came` and `left`: whether a borough comes in at its beginning, and goes out at its end.
    """

    opens: Date
    closes: Date
    boroughs: frozenset[str]
    came: bool
    left: bool = True


@dataclass(frozen=True)
class Alignment:
    """Dates on any of which these boroughs could start together.

    `inside` as they stand, `joining` by using extensions; `outside` are records of boroughs
    whose dates do not fit and `unknown` those of boroughs that gave none.
    """

    opens: Date
    closes: Date
    boroughs: frozenset[str]
    inside: tuple[Place, ...]
    joining: tuple[Place, ...]
    outside: tuple[Outside, ...]
    unknown: tuple[Mover, ...]
    decide_by: Date | None  # the first day still ahead by which any of them must act

    @property
    def places(self) -> tuple[Place, ...]:
        """Everybody in it, in the order in which they must act."""
        found = (*self.inside, *self.joining)
        return tuple(sorted(found, key=lambda place: (place.decide_by, place.mover.borough)))

    def tender_notice_by(self, start: Date) -> Date:
        """The last day to go to market for a start on that day, by the longest lead time in it."""
        longest = max(place.mover.lead_time_months for place in (*self.inside, *self.joining))
        return add_months(start, -longest)


def best_stretches(movers: Sequence[Mover], today: Date) -> list[Stretch]:
    """The date ranges that hold the most boroughs, two or more, the most first.

    Only ranges that no borough could join by moving to the range next to it; equal counts in
    order of date.
    """
    found = [s for s in stretches(movers, today) if s.came and s.left and len(s.boroughs) > 1]
    return sorted(found, key=lambda stretch: (-len(stretch.boroughs), stretch.opens))


def best_windows(movers: Sequence[Mover], today: Date, limit: int = 3) -> list[Alignment]:
    """The first of the best ranges, each with who is in, who can join, and who is out."""
    found = best_stretches(movers, today)[:limit]
    return [align(stretch, movers, today) for stretch in found]


def stretches(movers: Sequence[Mover], today: Date) -> list[Stretch]:
    """All days from the first that anybody can start, in order, by adding and removing movers."""
    active: dict[str, int] = {}
    found: list[Stretch] = []
    for start, steps in sorted(_changes(movers, today).items()):
        before = frozenset(active)
        for step, borough in steps:
            active[borough] = active.get(borough, 0) + step
        active = {borough: count for borough, count in active.items() if count}
        after = frozenset(active)
        if after == before:
            continue
        if found:
            found[-1].closes, found[-1].left = start - DAY, bool(before - after)
        found.append(Stretch(start, start, after, bool(after - before)))
    return found


def _changes(movers: Sequence[Mover], today: Date) -> dict[Date, list[tuple[int, str]]]:
    """By day, which boroughs' records come in (1) and go out (-1)."""
    changes: dict[Date, list[tuple[int, str]]] = {}
    for mover in movers:
        window = mover.feasible(today)
        if window.is_known and window.opens <= window.closes:
            changes.setdefault(window.opens, []).append((1, mover.borough))
            after = min(window.closes, Date.max - DAY) + DAY
            changes.setdefault(after, []).append((-1, mover.borough))
    return changes


def align(found: Stretch, movers: Sequence[Mover], today: Date) -> Alignment:
    """Who is in, who can join and how, and who is out and why, for one range."""
    places, unknown, rest = [], [], []
    for mover in movers:
        window = mover.feasible(today)
        if not window.is_known:
            unknown.append(mover)
        elif max(window.opens, found.opens) <= min(window.closes, found.closes):
            places.append(_place(mover, window, found))
        else:
            rest.append(mover)
    held = frozenset(place.mover.borough for place in places)
    days = [day for place in places for day, _ in place.duties if day >= today]
    return Alignment(
        found.opens,
        found.closes,
        held,
        tuple(place for place in places if not place.extensions),
        tuple(place for place in places if place.extensions),
        tuple(_outside(mover, found) for mover in rest if mover.borough not in held),
        tuple(mover for mover in unknown if mover.borough not in held),
        min(days, default=None),
    )


def _place(mover: Mover, window: Window, found: Stretch) -> Place:
    """In as it stands when the current term ends within the range; else the extension to use."""
    first, last = max(window.opens, found.opens), min(window.closes, found.closes)
    if not mover.exits:
        return Place(mover, ((_procure(mover, last), Duty.PROCURE),), 0, None, last)
    used = next(number for number, day in enumerate(mover.exits) if day >= first)
    last, notice = min(mover.exits[used], last), mover.notice_months
    leaves = mover.exits[used] if used else last  # by a break when that is before its term
    duties = [(_procure(mover, last), Duty.PROCURE)]
    if used:  # before the current term ends, whatever the notice
        duties.append((add_months(mover.exits[0], -(notice or 0)), Duty.EXTEND))
    if notice is not None:
        duties.append((add_months(leaves, -notice), Duty.GIVE_NOTICE))
    duties.sort(key=lambda duty: duty[0])
    return Place(mover, tuple(duties), used, leaves if used else None, last)


def _procure(mover: Mover, start: Date) -> Date:
    return add_months(start, -mover.lead_time_months)


def _outside(mover: Mover, found: Stretch) -> Outside:
    if mover.window.closes < found.opens:
        return Outside(mover, Reason.ENDS_BEFORE, mover.window.closes)
    if mover.window.opens > found.closes:
        return Outside(mover, Reason.OPENS_AFTER, mover.window.opens)
    return Outside(mover, Reason.NO_TIME, mover.window.closes)
