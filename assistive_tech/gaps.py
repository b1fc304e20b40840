"""Where evidence is missing: kinds of technology against outcomes or people. Pure, rows in.

A claim by a supplier, by the press or of a forecast is counted, because it stands in the library,
but it never makes a gap smaller: the best level and its confidence come from what was studied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistive_tech.vocabulary import Confidence

COMPARED = 3  # the Nesta level from which a comparison shows what caused a change
CONFIDENCES = ["", *Confidence.values]  # weakest first; empty until two people have appraised it


@dataclass(frozen=True)
class Study:
    """What the map needs of a case study: slugs and values, `level` 1 to 5 or None."""

    technology: str
    outcomes: tuple[str, ...]
    populations: tuple[str, ...]
    level: int | None = None
    confidence: str = ""
    is_claim: bool = False

    def along(self, axis: str) -> tuple[str, ...]:
        """Its values on the axis "outcome" or "population"."""
        return self.outcomes if axis == "outcome" else self.populations


@dataclass(frozen=True)
class Cell:
    """One kind of technology and one column; `studies` counts the `claims` among them.

    `level` is the best of what is no claim, and `confidence` the best among studies of that level:
    the two are never taken from different studies.
    """

    technology: str
    column: str
    studies: int = 0
    claims: int = 0
    level: int | None = None
    confidence: str = ""

    @property
    def is_empty(self) -> bool:
        return self.studies == 0

    @property
    def only_claims(self) -> bool:
        return 0 < self.studies == self.claims

    @property
    def is_weak(self) -> bool:
        """Something is there, but nothing that was compared with anything."""
        return not self.is_empty and (self.level or 0) < COMPARED

    @property
    def is_gap(self) -> bool:
        return self.is_empty or self.is_weak


def cells(
    studies: Iterable[Study], technologies: Sequence[str], columns: Sequence[str], axis: str
) -> list[Cell]:
    """Every cell, row by row in the order given. A study stands in each column that it names."""
    found: dict[tuple[str, str], list[Study]] = {}
    for study in studies:
        for column in set(study.along(axis)):
            found.setdefault((study.technology, column), []).append(study)
    return [
        _cell(technology, column, found.get((technology, column), []))
        for technology in technologies
        for column in columns
    ]


def _cell(technology: str, column: str, studies: list[Study]) -> Cell:
    studied = [study for study in studies if not study.is_claim]
    level = max((study.level for study in studied if study.level), default=None)
    best = [study.confidence for study in studied if study.level == level]
    return Cell(
        technology,
        column,
        studies=len(studies),
        claims=len(studies) - len(studied),
        level=level,
        confidence=max(best, key=CONFIDENCES.index, default=""),
    )


def emptiest_first(grid: list[Cell]) -> list[Cell]:
    """Nothing at all, then claims only, then the weakest level, then the fewest studies.

    Of two that are alike, first the one whose technology and column are studied more elsewhere:
    where a technology and an outcome are both well known, that nobody tried them together is
    more likely to be a gap than a pair that makes no sense.
    """
    by_row, by_column = {}, {}
    for cell in grid:
        by_row[cell.technology] = by_row.get(cell.technology, 0) + cell.studies
        by_column[cell.column] = by_column.get(cell.column, 0) + cell.studies

    def place(cell: Cell) -> tuple:
        elsewhere = by_row[cell.technology] * by_column[cell.column]
        weakness = (not cell.is_empty, not (cell.is_empty or cell.only_claims), cell.level or 0)
        return *weakness, cell.studies, -elsewhere

    return sorted(grid, key=place)
