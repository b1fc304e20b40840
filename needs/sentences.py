"""The sentence that stands first on each overlap page. Pure."""

from needs.landscape import Row
from needs.ranking import CapabilityFigures, Decision, MatrixRow
from procurement_portal.lib.formatting import format_uk_date, format_uk_money

POUND = 100


def count(number: int, one: str, many: str = "") -> str:
    """ "1 contract", "3 contracts"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def round_money(pence: int) -> str:
    """ "£2.1 million" or "£340,000": to two figures, because the parts are estimates."""
    pounds = pence / POUND
    if pounds >= 1_000_000:
        return f"£{pounds / 1_000_000:.1f} million"
    return format_uk_money(round(pounds, -3 if pounds >= 10_000 else -2) * POUND)


def join_names(names, limit: int = 8) -> str:
    """ "Brent, Camden and Ealing"; past the limit "… and 4 more"."""
    names = list(names)
    if len(names) > limit:
        names = [*names[:limit], f"{len(names) - limit} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def of_capability(figures: CapabilityFigures) -> str:
    """ "6 boroughs have Parking: 8 contracts and 2 needs, about £2.1 million a year. …"."""
    sentence = (
        f"{count(len(figures.boroughs), 'borough')} {_has(figures)} {figures.name}: "
        f"{count(figures.contracts, 'contract')} and {count(figures.needs, 'need')}"
    )
    if figures.yearly_pence is not None:
        sentence += f", about {round_money(figures.yearly_pence)} a year where a value is known"
    if figures.decide_by:
        sentence += f". The first must decide by {format_uk_date(figures.decide_by)}"
    return f"{sentence}."


def _has(figures: CapabilityFigures) -> str:
    return "has" if len(figures.boroughs) == 1 else "have"


def of_ranking(figures: list[CapabilityFigures]) -> str:
    """The widest shared capability, and how many are shared."""
    if not figures:
        return "No category here is shared by two boroughs or more."
    kinds = count(len(figures), "category is", "categories are")
    return f"{of_capability(figures[0])} In all, {kinds} shared by two boroughs or more."


def of_matrix(rows: list[MatrixRow], figures: list[CapabilityFigures]) -> str:
    """How many boroughs share how much, and how many share nothing yet."""
    having = sum(any(row.counts) for row in rows)
    silent = sum(all(number is None for number in row.counts) for row in rows) if figures else 0
    these = "this category" if len(figures) == 1 else f"these {len(figures):,} categories"
    sentence = (
        f"{count(having, 'borough')} of {len(rows)} {'has' if having == 1 else 'have'} something "
        f"in {these}"
    )
    if silent:
        sentence += f"; {count(silent, 'borough has', 'boroughs have')} shared nothing yet"
    return f"{sentence}."


def of_timeline(ahead: list[Row], dated: list[Row]) -> str:
    """How many records can still be decided on, and which comes first."""
    if not ahead:
        return "Nothing here has a decide-by date still ahead."
    first = ahead[0]
    return (
        f"{count(len(ahead), 'record')} of {len(dated):,} with dates can still be decided on. "
        f"The first is {first.borough}’s “{first.title}”, by {format_uk_date(first.decide_by)}."
    )


def of_decision(decision: Decision) -> str:
    """What must be decided about one row."""
    row = decision.row
    if decision.is_late:
        return f"Whether to extend “{row.title}”: its term ends then, too soon to replace it first"
    return of_row(row)


def of_row(row: Row) -> str:
    """What must be decided about a row while there is time."""
    if row.is_contract:
        ends = format_uk_date(row.moves_on)
        return f"Whether to extend, replace or let go “{row.title}”: its term ends on {ends}"
    return f"When to start procuring “{row.title}”"


def of_borough_pairs(rows: list[MatrixRow]) -> str:
    """The two boroughs that share most."""
    pairs = [
        (number, row.borough, other.borough)
        for place, row in enumerate(rows)
        for other, number in zip(rows[place + 1 :], row.counts[place + 1 :], strict=True)
        if number
    ]
    if not pairs:
        return "No two boroughs share a category here."
    number, a, b = max(pairs, key=lambda pair: pair[0])
    return f"{a} and {b} share the most: {count(number, 'category', 'categories')}."


def of_map(rows: list[dict]) -> str:
    """How many boroughs share a category with another, and which shares most."""
    sharing = [row for row in rows if row["count"]]
    if not sharing:
        return "No borough shares a category with another here."
    most = max(sharing, key=lambda row: row["count"])
    return (
        f"{count(len(sharing), 'borough shares', 'boroughs share')} a category with another. "
        f"{most['name']} shares the most: {count(most['count'], 'category', 'categories')}."
    )
