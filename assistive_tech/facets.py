"""How many case studies each choice of each filter would leave. Pure, over rows of facts.

The count beside a choice is what the list would hold if it were chosen with everything else that
is chosen now, so a facet's own choice does not count against its others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

UNKNOWN = "unknown"

FACETS: dict[str, Callable[[dict], list[str]]] = {
    "outcome": lambda row: row["outcomes_sought"],
    "population": lambda row: row["populations"],
    "technology": lambda row: [row["technology_class"]],
    "setting": lambda row: _known(row["care_setting"]),
    "borough": lambda row: _known(row["borough__slug"]),
    "level": lambda row: [str(row["level"] or UNKNOWN)],
    "confidence": lambda row: _known(row["confidence"]),
    "year": lambda row: _known(year_of(row["began"], row["ended"])),
    "london": lambda row: ["True"] if row["borough__slug"] else [],
    "cost": lambda row: ["True"] if row["cost_pence"] is not None else [],
}
COLUMNS = (
    *("outcomes_sought", "populations", "technology_class", "care_setting", "borough__slug"),
    *("level", "confidence", "began", "ended", "cost_pence"),
)


def _known(value) -> list[str]:
    return [str(value)] if value else []


def year_of(began: str, ended: str) -> str:
    """The year it began, or else the year it ended; empty when neither is known."""
    return (began or ended)[:4]


def counts(rows: list[dict], chosen: dict[str, str]) -> dict[str, Counter]:
    """For each facet, how many rows each value would leave; `chosen` is facet to value."""
    found = {name: Counter() for name in FACETS}
    for row in rows:
        values = {name: list(read(row)) for name, read in FACETS.items()}
        failed = [name for name, value in chosen.items() if value and value not in values[name]]
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            found[name].update(set(values[name]))
    return found
