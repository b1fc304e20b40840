"""What an extension would change: "if Brent takes its 12-month extension, six boroughs fit …".

Pure functions over dates, on top of `needs.windows`. As things stand a contract can be left
while its current term runs out and a need within its dates; a scenario supposes that one or more
contracts are extended and everything else stays as it stands.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from needs.windows import (
    Alignment,
    Mover,
    Place,
    Stretch,
    Window,
    best_windows,
    stretches,
)

Date = datetime.date
MOST_TOGETHER = 4  # boroughs that one scenario asks to extend


@dataclass(frozen=True)
class Use:
    """A contract that would be extended: how many of its extensions, and until when."""

    mover: Mover
    extensions: int
    extends_to: Date

    @property
    def months(self) -> int:
        """How much longer it would run."""
        return self.mover.extended_by(self.extensions)


@dataclass(frozen=True)
class Scenario:
    """Extensions, the dates they open, and the boroughs that could then start together.

    `before` is the most boroughs, itself included, that any of those who extend could start with
    as things stand; 0 when it could not start in time at all.
    """

    uses: tuple[Use, ...]
    opens: Date
    closes: Date
    boroughs: frozenset[str]
    before: int

    @property
    def gained(self) -> int:
        return len(self.boroughs) - self.before


def supposing(movers: Sequence[Mover], taken: Mapping[object, int]) -> list[Mover]:
    """The movers with these extensions used and no other: by key, how many are used."""
    return [_until(mover, taken.get(mover.key, 0)) for mover in movers]


def _until(mover: Mover, extensions: int) -> Mover:
    """The same record, its window closing with that many extensions."""
    if not mover.exits:
        return mover
    exits = mover.exits[: extensions + 1]
    return replace(mover, exits=exits, window=Window(mover.window.opens, exits[-1]))


def best_scenarios(movers: Sequence[Mover], today: Date, limit: int = 5) -> list[Scenario]:
    """The extensions that gain the most boroughs, the most first.

    Of one borough alone, and of the few that would have to extend to fill one of the best
    windows. Fewer extensions first where they gain as much; then in order of date.
    """
    standing = _Standing(movers, today)
    found = [*_of_one(movers, standing), *_of_several(movers, standing)]
    found.sort(key=lambda s: (-s.gained, len(s.uses), s.opens, _whose(s)))
    first: dict[tuple, Scenario] = {}
    for scenario in found:
        if scenario.gained > 0:
            first.setdefault(_whose(scenario), scenario)
    return list(first.values())[:limit]


def _whose(scenario: Scenario) -> tuple:
    """The boroughs that extend and the dates: one line for each, whichever record it is."""
    return tuple(sorted(use.mover.borough for use in scenario.uses)), scenario.opens


class _Largest:
    """The largest of neighbouring counts, without reading them all.

    Each level holds the largest of twice as many neighbours as the one below, so that any run of
    counts is two overlapping entries of one level.
    """

    def __init__(self, counts: Sequence[int]):
        self.size = len(counts)
        # A count with its place, so that the first of equal counts is the largest.
        self.levels = [[count * self.size - place for place, count in enumerate(counts)]]
        width = 1
        while 2 * width <= self.size:
            below = self.levels[-1]
            self.levels.append(list(map(max, below, below[width:])))
            width *= 2

    def first(self, low: int, high: int) -> int:
        """The place of the first largest from `low` up to, without, `high`; there must be one."""
        depth = (high - low).bit_length() - 1
        level = self.levels[depth]
        return -max(level[low], level[high - (1 << depth)]) % self.size


class _Standing:
    """Which boroughs could start on which days as things stand."""

    def __init__(self, movers: Sequence[Mover], today: Date):
        self.today = today
        self.stretches = stretches(supposing(movers, {}), today)
        self.first_days = [stretch.opens for stretch in self.stretches]
        self.last_days = [stretch.closes for stretch in self.stretches]
        self.most = _Largest([len(stretch.boroughs) for stretch in self.stretches])
        self.others: dict[str, _Largest] = {}  # by borough, without the stretches that it is in

    def within(self, window: Window) -> tuple[int, int]:
        """The places of the stretches that a window touches, from and up to.

        Twice the same when it touches none, as one that closes before it opens.
        """
        low = bisect_left(self.last_days, window.opens)
        if window.opens > window.closes:
            return low, low
        return low, max(low, bisect_right(self.first_days, window.closes))

    def most_with(self, mover: Mover) -> int:
        """The most boroughs it can start with as it stands, itself included; 0 when too soon."""
        window = Window(mover.feasible(self.today).opens, mover.exits[0])
        low, high = self.within(window)
        if low == high:
            return 0
        return len(self.stretches[self.most.first(low, high)].boroughs)

    def best_joined(self, borough: str, window: Window) -> Stretch | None:
        """The first stretch with the most other boroughs; none that it is in anyway."""
        low, high = self.within(window)
        if low == high:
            return None
        best = self.stretches[self.most.first(low, high)]
        if borough in best.boroughs:
            best = self.stretches[self._others_of(borough).first(low, high)]
        return best if best.boroughs and borough not in best.boroughs else None

    def _others_of(self, borough: str) -> _Largest:
        if borough not in self.others:
            self.others[borough] = _Largest(
                [0 if borough in s.boroughs else len(s.boroughs) for s in self.stretches]
            )
        return self.others[borough]


def _of_one(movers: Sequence[Mover], standing: _Standing) -> Iterator[Scenario]:
    """For each contract, its extensions that bring it together with more boroughs than fewer do."""
    tried = set()
    for mover in movers:
        same = mover.borough, mover.window, mover.exits, mover.lead_time_months
        if len(mover.exits) < 2 or same in tried:
            continue
        tried.add(same)
        before = most = standing.most_with(mover)
        soonest = mover.feasible(standing.today).opens
        for extensions in range(1, len(mover.exits)):
            window = Window(soonest, mover.exits[extensions])
            stretch = standing.best_joined(mover.borough, window)
            if stretch and len(stretch.boroughs) >= most:
                most = len(stretch.boroughs) + 1
                use = Use(mover, extensions, mover.exits[extensions])
                opens = max(stretch.opens, window.opens)
                closes = min(stretch.closes, window.closes)
                yield Scenario((use,), opens, closes, stretch.boroughs | {mover.borough}, before)


def _of_several(movers: Sequence[Mover], standing: _Standing) -> Iterator[Scenario]:
    """For each of the best windows, everybody who has to extend to fill it: two to four."""
    for window in best_windows(movers, standing.today):
        needed = _needed(window)
        if 1 < len(needed) <= MOST_TOGETHER:
            uses = tuple(Use(p.mover, p.extensions, p.extends_to) for p in needed)
            before = max(standing.most_with(use.mover) for use in uses)
            closes = min(_last_day(window, needed).values())
            yield Scenario(uses, window.opens, closes, window.boroughs, before)


def _last_day(window: Alignment, extending: Sequence[Place]) -> dict[str, Date]:
    """By borough, the last day on which it can start with those extensions and no other."""
    last: dict[str, Date] = {}
    for place in (*window.inside, *extending):
        borough = place.mover.borough
        last[borough] = max(place.stands_until, last.get(borough, place.stands_until))
    return last


def _needed(window: Alignment) -> list[Place]:
    """One contract for each borough that is in by extending alone: the fewest extensions."""
    standing = {place.mover.borough for place in window.inside}
    first: dict[str, Place] = {}
    for place in sorted(window.joining, key=lambda p: (p.extensions, p.decide_by)):
        if place.mover.borough not in standing:
            first.setdefault(place.mover.borough, place)
    return list(first.values())
