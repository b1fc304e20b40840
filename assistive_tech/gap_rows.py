"""The gap map in words, links and table rows: what the page, the matrix and the CSV print."""

from __future__ import annotations

from django.urls import reverse

from assistive_tech.gaps import Cell, Study, cells, emptiest_first
from assistive_tech.models import CaseStudy, TechnologyClass
from assistive_tech.vocabulary import Confidence, OutcomeArea, Population
from procurement_portal.lib.filter_links import address
from procurement_portal.lib.form_rendering import noun_of
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.tables import write_csv

AXES = {"outcome": OutcomeArea, "population": Population}
AXIS_WORDS = {"outcome": "Outcome sought", "population": "Who it was for"}
COLUMNS = (
    *("technology_class_id", "outcomes_sought", "populations", "level", "confidence"),
    "evidence_level",
)
HEADINGS = ("Technology", "Case studies", "Claims among them", "Best level", "Confidence", "Gap")


def studies_of(queryset) -> list[Study]:
    """One query: the facts of every case study in the queryset."""
    return [
        Study(
            technology=technology,
            outcomes=tuple(outcomes),
            populations=tuple(populations),
            level=level,
            confidence=confidence,
            is_claim=evidence_level in CaseStudy.CLAIMS,
        )
        for technology, outcomes, populations, level, confidence, evidence_level in (
            queryset.values_list(*COLUMNS)
        )
    ]


class GapMap:
    """The map along one axis, narrowed by what is chosen.

    `chosen` holds `technology` (a slug), and `outcome` and `population` (values), where chosen:
    on the axis a choice leaves one column, beside it it narrows the studies.
    """

    def __init__(self, studies: list[Study], technologies: dict[str, str], axis: str, chosen: dict):
        self.axis, self.all = axis, studies
        self.chosen = {name: value for name, value in chosen.items() if value}
        other = "population" if axis == "outcome" else "outcome"
        self.other = self.chosen.get(other, "")
        self.other_words = str(dict(AXES[other].choices).get(self.other, ""))
        self.other_name = other
        kept = [s for s in studies if not self.other or self.other in s.along(other)]
        only = self.chosen.get("technology")
        self.technologies = {k: v for k, v in technologies.items() if only in (None, k)}
        self.columns = {
            str(value): str(words)
            for value, words in AXES[axis].choices
            if self.chosen.get(axis, value) == value
        }
        self.cells = cells(kept, list(self.technologies), list(self.columns), axis)

    def ranked(self) -> list[Cell]:
        return emptiest_first(self.cells)

    def proposal_href(self, cell: Cell) -> str:
        """Where a trial is proposed that would fill a gap; empty where there is none."""
        pairs = [("technology", cell.technology), (self.axis, cell.column)]
        pairs += [(self.other_name, self.other)] if self.other else []
        return address(reverse("assistive_tech:propose_trial"), pairs) if cell.is_gap else ""

    def library_href(self, cell: Cell) -> str:
        pairs = [("technology", cell.technology), (self.axis, cell.column)]
        pairs += [(self.other_name, self.other)] if self.other else []
        return address(reverse("assistive_tech:index"), pairs)

    def pair_words(self, cell: Cell) -> str:
        """ "falls with robotic pets", "robotic pets for older people": inside a sentence."""
        technology = noun_of(self.technologies[cell.technology])
        column = noun_of(self.columns[cell.column])
        if self.axis == "outcome":
            for_whom = f" for {noun_of(self.other_words)}" if self.other else ""
            return f"{column} with {technology}{for_whom}"
        change = f"{noun_of(self.other_words)} with " if self.other else ""
        return f"{change}{technology} for {column}"

    def sentence(self) -> str:
        """What is missing most, first of all."""
        empty = [cell for cell in self.ranked() if cell.is_empty]
        weak = [cell for cell in self.cells if cell.is_weak]
        whole = len(self.cells)
        if not empty:
            return f"Each pair here has a case study; {len(weak)} of {whole} only weak ones."
        first = f"No study here looks at {self.pair_words(empty[0])}."
        if whole == 1:
            return first
        rest = f"{len(empty)} of {whole} pairs have no case study, and {len(weak)} only weak ones."
        return f"{first} {rest}"

    def coverage(self) -> str:
        """Of how many case studies the map knows anything."""
        total = len(self.all)
        outcome = sum(bool(study.outcomes) for study in self.all)
        people = sum(bool(study.populations) for study in self.all)
        appraised = sum(bool(study.confidence) for study in self.all)
        return (
            f"{outcome} of {total} case studies state an outcome sought and {people} say who it "
            f"was for. Two people have appraised {appraised}."
        )

    def csv(self) -> bytes:
        """Every cell, emptiest first; no cell of the file is ever a formula."""
        headings = [HEADINGS[0], AXIS_WORDS[self.axis], *HEADINGS[1:]]
        if self.other:
            headings.append(AXIS_WORDS[self.other_name])
        rows = [
            [
                *(self.technologies[cell.technology], self.columns[cell.column]),
                *(cell.studies, cell.claims, level_of(cell), confidence_of(cell), gap_of(cell)),
                *([self.other_words] if self.other else []),
            ]
            for cell in self.ranked()
        ]
        return write_csv(headings, rows)


def level_of(cell: Cell) -> str:
    """The best level in words; empty where there is no study."""
    if cell.is_empty:
        return ""
    if cell.only_claims:
        return "Claims only"
    return f"Level {cell.level}" if cell.level else "Level not known"


def confidence_of(cell: Cell) -> str:
    if cell.is_empty or cell.only_claims:
        return ""
    return str(Confidence(cell.confidence).label) if cell.confidence else "Not appraised"


def gap_of(cell: Cell) -> str:
    return "Nothing" if cell.is_empty else "Weak" if cell.is_weak else ""


def matrix_of(gap_map: GapMap, may_propose: bool) -> dict:
    """The map as `heat_matrix` draws it; with `may_propose` an empty cell begins a trial."""
    width = len(gap_map.columns)
    rows = [gap_map.cells[i : i + width] for i in range(0, len(gap_map.cells), width)]
    return {
        "id": "gaps",
        "caption": "Case studies, with the best level among them",
        "corner": "Technology",
        "columns": [{"text": words} for words in gap_map.columns.values()],
        "rows": [
            {
                "text": gap_map.technologies[row[0].technology],
                "cells": [_drawn(gap_map, cell, may_propose) for cell in row],
            }
            for row in rows
        ],
    }


def _drawn(gap_map: GapMap, cell: Cell, may_propose: bool) -> dict:
    words = gap_map.pair_words(cell)
    if cell.is_empty:
        href = gap_map.proposal_href(cell) if may_propose else ""
        return {"count": 0, "href": href, "label": f"0: propose a trial of {words}"}
    count = format_count(cell.studies, "case study", "case studies")
    note = level_of(cell)
    if cell.claims and not cell.only_claims:
        note += f", {format_count(cell.claims, 'claim', 'claims')}"
    sure = confidence_of(cell)
    if cell.confidence:
        note += f". {sure}"
    spoken = f"{count} of {words}. {note}" + ("" if cell.confidence else f". {sure}".rstrip(". "))
    return {
        "count": cell.studies,
        "note": note,
        "href": gap_map.library_href(cell),
        "label": spoken,
    }


def kinds() -> dict[str, str]:
    """Slug to name of every kind of technology, those without a study among them."""
    return dict(TechnologyClass.objects.values_list("slug", "name"))
