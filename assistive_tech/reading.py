"""How a case study reads: its eight parts, and values as words."""

import re

from assistive_tech.evidence import CLAIM_OF, MEANING
from assistive_tech.models import CaseStudy, OutcomeResult
from assistive_tech.rating import NESTA
from procurement_portal.lib.formatting import MONTH_NAMES, format_uk_money

NOT_READ = "Not in what was read"
NOT_GIVEN = "Not given"
WORDS_ALONE = ("qualitative", "scale change")  # units that add nothing to a value in words


def missing_words(study: CaseStudy) -> str:
    """What stands where a fact is missing: from pages that were read, or from the borough."""
    return NOT_READ if study.fact_basis else NOT_GIVEN


def parts_of(study: CaseStudy) -> list[dict]:
    """The parts that are facts in rows, in the order of the template: title, id and rows."""
    parts = [
        ("where", "Where and when", _where(study)),
        ("need", "The need and the people", _need(study)),
        ("technology", "What was put in place", _technology(study)),
        ("evaluation", "How it was evaluated", _evaluation(study)),
    ]
    missing = missing_words(study)
    return [{"id": key, "title": title, "rows": _rows(rows, missing)} for key, title, rows in parts]


def _where(study):
    borough = study.borough
    name = borough.short_name if borough else "Not a London borough"
    return [
        ("Organisation", study.organisation),
        ("Place", study.location),
        ("London borough", name, borough.get_absolute_url() if borough else ""),
        ("When", period(study.began, study.ended)),
    ]


def _need(study):
    return [
        ("Need", study.need_addressed),
        ("Setting", study.get_care_setting_display()),
        ("People or homes", f"{study.cohort_size:,}" if study.cohort_size else ""),
    ]


def _technology(study):
    return [
        ("Kind of technology", study.technology_class.name),
        ("Product", study.product),
        ("What was done", study.intervention),
    ]


def _evaluation(study):
    return [
        ("Method", study.evaluation_method),
        ("Level of evidence", study.get_evidence_level_display()),
        ("What that means", MEANING[study.evidence_level]),
    ]


def money_of(study: CaseStudy) -> list[dict]:
    rows = [("Cost", format_uk_money(study.cost_pence)), ("About the cost", study.cost_note)]
    return _rows(rows, missing_words(study))


def level_words(study: CaseStudy) -> str:
    """ "Level 2 of 5: Shows a change, but not what caused it"; says where it is not known."""
    strength = study.strength
    if strength.nesta is None:
        return "Level not known"
    capped = ", because no baseline was taken" if strength.capped else ""
    return f"Level {strength.nesta} of 5: {NESTA[strength.nesta]}{capped}"


def claim_of(study: CaseStudy) -> str:
    """How its figures are marked where they are somebody's claim; empty otherwise."""
    return CLAIM_OF.get(study.evidence_level, "")


def outcome_rows(study: CaseStudy) -> list[dict[str, str]]:
    missing = missing_words(study)
    return [
        {
            "metric": _sentence(outcome.metric),
            "result": result_of(outcome) or missing,
            "direction": outcome.get_direction_display() or missing,
            "note": _sentence(outcome.note),
        }
        for outcome in study.outcomes.all()
    ]


def result_of(outcome: OutcomeResult) -> str:
    """ "49.2%", "£94,605 per year", "120 homes"; words stay words; empty without a value."""
    value, unit = outcome.value, outcome.unit
    if not value:
        return ""
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


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(rows, missing: str) -> list[dict]:
    """Rows of the summary list from (key, value) or (key, value, address)."""
    return [
        {"key": key, "value": value or missing, "typed": True, "href": "".join(address)}
        for key, value, *address in rows
    ]
