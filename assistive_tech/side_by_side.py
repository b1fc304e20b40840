"""Two to four case studies as rows of one table: facts first, then money, then each outcome."""

from collections.abc import Sequence

from assistive_tech.comparison import (
    Measured,
    Money,
    Verdict,
    best_of,
    compare,
    compare_money,
)
from assistive_tech.models import CaseStudy, OutcomeResult
from assistive_tech.reading import (
    WORKED_OUT,
    claim_of,
    confidence_words,
    direction_of,
    level_words,
    missing_words,
    period,
    person_year_of,
    result_of,
)
from assistive_tech.template import LABELS, words_of
from assistive_tech.vocabulary import OutcomeArea

FACTS = (
    *("technology_class", "product", "populations", "care_setting", "cohort_size"),
    *("design", "comparator", "baseline", "duration_weeks"),
)
TEXTS = ("what_failed", "barriers", "now")


def rows_of(studies: Sequence[CaseStudy]) -> list[dict]:
    """Groups of rows: {id, title, judged, rows}; a row has `label`, `cells` and maybe a `verdict`.

    `studies` have their `outcomes`, kinds of technology and boroughs fetched.
    """
    groups = {
        "How strong": _strength(studies),
        "What it was": [_fact(studies, name) for name in FACTS],
        "Money": [_cost(studies), _per_person(studies), _savings(studies)],
        "Outcomes": _outcomes(studies),
        "What to know before you copy it": [_fact(studies, name) for name in TEXTS],
    }
    return [
        {
            "id": f"group-{number}",
            "title": title,
            "judged": any(row["verdict"] for row in rows),
            "rows": _named(rows, studies),
        }
        for number, (title, rows) in enumerate(groups.items(), start=1)
        if rows
    ]


def _named(rows: list[dict], studies) -> list[dict]:
    """Each cell with the title of its study, for a phone, where a row is a block of lines."""
    for row in rows:
        for cell, study in zip(row["cells"], studies, strict=True):
            cell["study"] = study.title
    return rows


def _row(label: str, cells, verdict: Verdict | None = None, values=None) -> dict:
    """`values` stand under the cells: each brought to one measure."""
    cells = list(cells)
    pairs = zip(cells, values or [""] * len(cells), strict=True)
    return {
        "label": label,
        "cells": [{"text": text, "value": value} for text, value in pairs],
        "verdict": verdict,
    }


def _strength(studies) -> list[dict]:
    return [
        _row("State", (study.get_status_display() for study in studies)),
        _row("Level of evidence", (level_words(study) for study in studies)),
        _row("Confidence", (confidence_words(study) for study in studies)),
        _row("Claim", (claim_of(study) or "No" for study in studies)),
        _row("When", (period(s.began, s.ended) or missing_words(s) for s in studies)),
    ]


def _fact(studies, name: str) -> dict:
    return _row(LABELS[name], (words_of(s, name) or missing_words(s) for s in studies))


def _money_row(label: str, studies, amounts: list[Money], notes=None) -> dict:
    verdict = compare_money(amounts)
    pairs = zip(verdict.values, studies, notes or [""] * len(studies), strict=True)
    cells = (f"{value}{note}" if value else missing_words(study) for value, study, note in pairs)
    return _row(label, cells, verdict)


def _cost(studies) -> dict:
    amounts = [Money(study.cost_pence, study.price_year) for study in studies]
    return _money_row(LABELS["cost_pence"], studies, amounts)


def _per_person(studies) -> dict:
    found = [person_year_of(study) for study in studies]
    amounts = [
        Money(pence, study.price_year) for (pence, _), study in zip(found, studies, strict=True)
    ]
    notes = [f". {WORKED_OUT}" if worked_out else "" for _, worked_out in found]
    return _money_row(LABELS["cost_per_person_year_pence"], studies, amounts, notes)


def _savings(studies) -> dict:
    amounts = [
        Money(
            study.savings_pence,
            study.price_year,
            study.get_savings_kind_display(),
            study.get_savings_basis_display(),
        )
        for study in studies
    ]
    return _money_row(LABELS["savings_pence"], studies, amounts)


def _outcomes(studies) -> list[dict]:
    """A row for each area that any of them measured, in the order of the list of areas."""
    found = [list(study.outcomes.all()) for study in studies]
    measured = {outcome.outcome_area for outcomes in found for outcome in outcomes}
    areas = [(area.value, area.label) for area in OutcomeArea] + [("", "Something else")]
    return [
        _outcome(label, [[o for o in outcomes if o.outcome_area == area] for outcomes in found])
        for area, label in areas
        if area in measured
    ]


def _outcome(label: str, found: list[list[OutcomeResult]]) -> dict:
    chosen = best_of([[_measured(outcome) for outcome in outcomes] for outcomes in found])
    cells = ("\n".join(map(_words, outcomes)) or "Not measured" for outcomes in found)
    verdict = compare(chosen)
    if not verdict.comparable:
        return _row(label, cells, verdict)
    pairs = zip(chosen, verdict.values, strict=True)
    return _row(
        label, cells, verdict, [f"{c.name}: {value}" if value else "" for c, value in pairs]
    )


def _measured(outcome: OutcomeResult) -> Measured:
    return Measured(outcome.size, outcome.unit, outcome.direction, outcome.metric)


def _words(outcome: OutcomeResult) -> str:
    result, direction = result_of(outcome), direction_of(outcome).lower()
    return f"{outcome.metric}: {', '.join(filter(None, (result, direction))) or 'no value'}"
