"""How a case study reads: its eight parts, and values as words."""

import re

from assistive_tech.evidence import CLAIM_OF, MEANING
from assistive_tech.models import CaseStudy, OutcomeResult
from procurement_portal.lib.formatting import MONTH_NAMES, format_uk_money

NOT_READ = "Not in what was read"
WORDS_ALONE = ("qualitative", "scale change")  # units that add nothing to a value in words


def parts_of(study: CaseStudy) -> list[dict]:
    """The parts that are facts in rows, in the order of the template: title, id and rows."""
    return [
        {
            "id": "where",
            "title": "Where and when",
            "rows": [
                _row("Organisation", study.organisation),
                _row("Place", study.location),
                _borough_row(study),
                _row("When", period(study.began, study.ended)),
            ],
        },
        {
            "id": "need",
            "title": "The need and the people",
            "rows": [
                _row("Need", study.need_addressed),
                _row("Setting", study.get_care_setting_display()),
                _row("People or homes", f"{study.cohort_size:,}" if study.cohort_size else ""),
            ],
        },
        {
            "id": "technology",
            "title": "What was put in place",
            "rows": [
                _row("Kind of technology", study.technology_class.name),
                _row("Product", study.product),
                _row("What was done", study.intervention),
            ],
        },
        {
            "id": "evaluation",
            "title": "How it was evaluated",
            "rows": [
                _row("Method", study.evaluation_method),
                _row("Level of evidence", study.get_evidence_level_display()),
                _row("What that means", MEANING[study.evidence_level]),
            ],
        },
    ]


def money_of(study: CaseStudy) -> list[dict]:
    return [
        _row("Cost", format_uk_money(study.cost_pence)),
        _row("About the cost", study.cost_note),
    ]


def claim_of(study: CaseStudy) -> str:
    """How its figures are marked where they are somebody's claim; empty otherwise."""
    return CLAIM_OF.get(study.evidence_level, "")


def outcome_rows(study: CaseStudy) -> list[dict[str, str]]:
    return [
        {
            "metric": outcome.metric[:1].upper() + outcome.metric[1:],
            "result": result_of(outcome),
            "direction": outcome.get_direction_display() or NOT_READ,
            "note": outcome.note,
        }
        for outcome in study.outcomes.all()
    ]


def result_of(outcome: OutcomeResult) -> str:
    """ "49.2%", "£94,605 per year", "120 homes"; words stay words."""
    value, unit = outcome.value, outcome.unit
    if not value:
        return NOT_READ
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        value = f"{float(value):,.10g}" if "." in value else f"{int(value):,}"
    if unit == "percent":
        return f"{value}%"
    if unit.startswith("GBP"):
        return f"£{value}{unit[3:]}"
    return value if unit in WORDS_ALONE else f"{value} {unit}".strip()


def period(began: str, ended: str) -> str:
    """ "July 2024 to January 2025" from years, or years and months, either of them missing."""
    start, end = _month(began), _month(ended)
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return f"From {start}"
    return f"Until {end}" if end else ""


def _month(text: str) -> str:
    found = re.match(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    return f"{MONTH_NAMES[int(found[2])]} {found[1]}" if found else text


def _row(key: str, value: str) -> dict:
    return {"key": key, "value": value or NOT_READ, "typed": True}


def _borough_row(study: CaseStudy) -> dict:
    if study.borough is None:
        return {"key": "London borough", "value": "Not a London borough"}
    return {
        "key": "London borough",
        "value": study.borough.short_name,
        "href": study.borough.get_absolute_url(),
    }
