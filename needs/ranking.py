"""Which capabilities boroughs share most, who is most alike, and what must be decided. Pure."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from needs.landscape import Landscape, Row, first_ahead

FEWEST_FOR_MONEY = 3  # boroughs behind a sum of money before it is shown (domain.md)
QUARTER = datetime.timedelta(days=92)


@dataclass(frozen=True)
class CapabilityFigures:
    """One capability across boroughs, from rows that count."""

    slug: str
    name: str
    tender_group: str
    rows: tuple[Row, ...]
    decide_by: datetime.date | None

    @property
    def boroughs(self) -> list[str]:
        return sorted({row.borough for row in self.rows})

    @property
    def contracts(self) -> int:
        return sum(row.is_contract for row in self.rows)

    @property
    def needs(self) -> int:
        return len(self.rows) - self.contracts

    @property
    def yearly_pence(self) -> int | None:
        """The year's value together; None when fewer than three boroughs gave theirs."""
        known = [row for row in self.rows if row.yearly_pence is not None]
        if len({row.borough for row in known}) < FEWEST_FOR_MONEY:
            return None
        return sum(row.yearly_pence for row in known)


def figures_by_capability(landscape: Landscape) -> list[CapabilityFigures]:
    """Every capability with rows, the most boroughs first, then the earliest decide-by."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in landscape.counting:
        grouped[row.capability].append(row)
    figures = [
        CapabilityFigures(
            slug,
            rows[0].capability_name,
            rows[0].tender_group,
            tuple(rows),
            first_ahead(rows, landscape.today),
        )
        for slug, rows in grouped.items()
    ]
    figures.sort(key=lambda f: (-len(f.boroughs), f.decide_by or datetime.date.max, f.name))
    return figures


def shared(figures: list[CapabilityFigures]) -> list[CapabilityFigures]:
    """Those that two boroughs or more have."""
    return [figure for figure in figures if len(figure.boroughs) > 1]


@dataclass(frozen=True)
class Decision:
    """Something a borough must decide soon, and who else is in the same place.

    `by` is the decide-by date or, where that has passed, the end of the current term: too late
    to procure a replacement first, but not to extend.
    """

    row: Row
    by: datetime.date
    is_late: bool
    others: tuple[str, ...]


def decisions(landscape: Landscape, borough: str) -> list[Decision]:
    """The borough's rows to decide within three months where others share the capability.

    One a capability, the earliest; soonest first.
    """
    today = landscape.today
    boroughs: dict[str, set[str]] = defaultdict(set)
    for row in landscape.counting:
        boroughs[row.capability].add(row.borough)
    found = []
    for row in landscape.counting:
        by, is_late = decide_next(row, today)
        others = tuple(sorted(boroughs[row.capability] - {borough}))
        if row.borough == borough and others and by and today <= by <= today + QUARTER:
            found.append(Decision(row, by, is_late, others))
    found.sort(key=lambda d: (d.by, d.row.side))
    first: dict[str, Decision] = {}
    for decision in found:
        first.setdefault(decision.row.capability, decision)
    return list(first.values())


def decide_next(row: Row, today: datetime.date) -> tuple[datetime.date | None, bool]:
    """The next date to decide by, and whether it is too late to procure before the end."""
    if row.decide_by is None or row.decide_by >= today:
        return row.decide_by, False
    return (row.moves_on if row.is_contract else None), True


def ending(landscape: Landscape, borough: str, months: int = 24) -> list[Row]:
    """The borough's contracts whose current term ends within that many months, soonest first."""
    last = landscape.today + datetime.timedelta(days=round(months * 30.44))
    rows = [
        row
        for row in landscape.counting
        if row.borough == borough and row.is_contract and row.moves_on and row.moves_on <= last
    ]
    return sorted(rows, key=lambda row: (row.moves_on, row.title))


def most_like(landscape: Landscape, borough: str) -> list[tuple[str, str, int]]:
    """Other boroughs by how many capabilities they share with this one: name, slug, number."""
    has: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in landscape.counting:
        has[row.borough, row.borough_slug].add(row.capability)
    mine = next((found for (name, _), found in has.items() if name == borough), set())
    alike = [
        (name, slug, len(found & mine))
        for (name, slug), found in has.items()
        if name != borough and found & mine
    ]
    return sorted(alike, key=lambda item: (-item[2], item[0]))


@dataclass(frozen=True)
class MatrixRow:
    """A borough and how many records it has for each capability; None where it shares nothing."""

    borough: str
    slug: str
    counts: tuple[int | None, ...]


def borough_matrix(
    whole: Landscape, figures: list[CapabilityFigures], boroughs: list[tuple[str, str]]
) -> list[MatrixRow]:
    """Every borough against the capabilities of `figures`, in the order given.

    `boroughs` are slugs and names. A borough with no row in the whole landscape, whatever the
    filters, has not shared anything: its cells are None and not nought.
    """
    sharing = {row.borough_slug for row in (*whole.counting, *whole.stale)}
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for figure in figures:
        for row in figure.rows:
            numbers[row.borough_slug, figure.slug] += 1
    return [
        MatrixRow(
            name,
            slug,
            tuple(numbers[slug, f.slug] if slug in sharing else None for f in figures),
        )
        for slug, name in boroughs
    ]


def shared_capabilities(landscape: Landscape) -> dict[str, set[str]]:
    """The categories that each borough shares with another, by the borough's slug."""
    with_it: dict[str, set[str]] = defaultdict(set)
    for row in landscape.counting:
        with_it[row.capability].add(row.borough_slug)
    shares: dict[str, set[str]] = defaultdict(set)
    for capability, boroughs in with_it.items():
        for slug in boroughs if len(boroughs) > 1 else ():
            shares[slug].add(capability)
    return shares


def borough_by_borough(
    whole: Landscape, landscape: Landscape, boroughs: list[tuple[str, str]]
) -> list[MatrixRow]:
    """How many categories each two boroughs share; with itself, how many it shares at all.

    `landscape` is what the filters leave of `whole`. A borough that shares nothing in the whole
    has None throughout, in its column too.
    """
    sharing = {row.borough_slug for row in (*whole.counting, *whole.stale)}
    shares = shared_capabilities(landscape)

    def shared_by(a: str, b: str) -> int | None:
        return len(shares[a] & shares[b]) if {a, b} <= sharing else None

    return [
        MatrixRow(name, slug, tuple(shared_by(slug, other) for other, _ in boroughs))
        for slug, name in boroughs
    ]
