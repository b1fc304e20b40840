"""How a case study reads: its eight sections, and values as words."""

import re

from assistive_tech.comparison import number_words, per_person_year
from assistive_tech.evidence import CLAIM_OF, MEANING
from assistive_tech.models import CaseStudy, OutcomeResult
from assistive_tech.rating import MARYLAND, NESTA
from assistive_tech.template import LABELS, SECTIONS, Section, words_of
from procurement_portal.lib.formatting import MONTH_NAMES, format_uk_money

NOT_READ = "Not in what was read"
NOT_GIVEN = "Not given"
BY_RULE = "Portal’s reading"
WORKED_OUT = "Worked out from the total, the people who began and the weeks followed."
WORDS_ALONE = ("qualitative", "scale change")  # units that add nothing to a value in words
# Said at the head of their section, by themselves or together.
HEADS = ("title", "borough", "began", "ended", "cost_per_person_year_pence", "price_year")


def missing_words(study: CaseStudy) -> str:
    """What stands where a fact is missing: from pages that were read, or from the borough."""
    return NOT_READ if study.fact_basis else NOT_GIVEN


def parts_of(study: CaseStudy) -> list[dict]:
    """The eight sections: id, title, rows of what is known, and labels of what is not."""
    return [
        {
            "id": section.slug,
            "title": section.title,
            "rows": [*_before(study, section), *_rows(study, section)],
            "missing": [
                label
                for name, label in section.labels.items()
                if name not in HEADS and not words_of(study, name)
            ],
        }
        for section in SECTIONS
    ]


def _rows(study: CaseStudy, section: Section) -> list[dict]:
    rows = []
    for name, label in section.labels.items():
        words = words_of(study, name)
        if words and name not in HEADS:
            note = BY_RULE if name in study.portal_reading else ""
            row = {"key": label, "value": words, "typed": True, "note": note}
            rows.append({**row, "href": words} if name == "source_url" else row)
    return rows


def _before(study: CaseStudy, section: Section) -> list[dict]:
    """What takes more than one field to say."""
    if section.slug == "identity":
        when = period(study.began, study.ended)
        return [_borough(study), *([{"key": "When", "value": when}] if when else [])]
    return _money(study) if section.slug == "money" else []


def _borough(study: CaseStudy) -> dict:
    borough = study.borough
    href = borough.get_absolute_url() if borough else ""
    name = borough.short_name if borough else "Not a London borough"
    return {"key": LABELS["borough"], "value": name, "href": href}


def _money(study: CaseStudy) -> list[dict]:
    """For one person and a year, in the prices of a named year, and what a saving really is."""
    pence, worked_out = person_year_of(study)
    words = format_uk_money(pence) or missing_words(study)
    return [
        {
            "key": "For one person for a year",
            "value": words,
            "note": WORKED_OUT if worked_out else "",
        },
        {"key": "Price year", "value": str(study.price_year or "") or missing_words(study)},
    ]


def person_year_of(study: CaseStudy) -> tuple[int | None, bool]:
    """Whole pence for one person for a year, and whether it was worked out."""
    return per_person_year(
        study.cost_per_person_year_pence, study.cost_pence, study.enrolled, study.duration_weeks
    )


def strength_rows(study: CaseStudy) -> list[dict]:
    """Level and confidence, apart: what stands beside the results."""
    maryland = study.strength.maryland
    scale = "Not on this scale" if maryland is None else f"{maryland} of 5: {MARYLAND[maryland]}"
    return [
        {
            "key": "Level, by two readers" if study.confidence else "Level, by design",
            "value": level_words(study),
        },
        {"key": "Maryland scale", "value": scale},
        {"key": "Confidence, by two readers", "value": confidence_words(study)},
        {
            "key": "How the figures were found",
            "value": study.get_evidence_level_display(),
            "note": MEANING[study.evidence_level],
        },
    ]


def level_words(study: CaseStudy) -> str:
    """ "Level 2 of 5: Shows a change, but not what caused it"; says where it is not known.

    By design, until two people have agreed on another.
    """
    if study.level is None:
        return "Level not known"
    capped = ", because no baseline was taken" if study.strength.capped and study.level == 1 else ""
    return f"Level {study.level} of 5: {NESTA[study.level]}{capped}"


def confidence_words(study: CaseStudy) -> str:
    return study.get_confidence_display() or "Not yet appraised"


def claim_of(study: CaseStudy) -> str:
    """How its figures are marked where they are somebody's claim; empty otherwise."""
    return CLAIM_OF.get(study.evidence_level, "")


def outcome_rows(study: CaseStudy) -> list[dict[str, str]]:
    missing = missing_words(study)
    return [
        {
            "metric": _sentence(outcome.metric),
            "area": outcome.get_outcome_area_display() or "Not known",
            "area_by_rule": "outcome_area" in outcome.portal_reading,
            "result": result_of(outcome) or missing,
            "interval": interval_of(outcome) or missing,
            "direction": direction_of(outcome) or missing,
            "measured": measured_of(outcome) or missing,
            "note": _sentence(outcome.note),
        }
        for outcome in study.outcomes.all()
    ]


def direction_of(outcome: OutcomeResult) -> str:
    return outcome.get_direction_display()


def measured_of(outcome: OutcomeResult) -> str:
    parts = (outcome.get_kind_display(), outcome.measured_how)
    return ": ".join(part for part in parts if part)


def interval_of(outcome: OutcomeResult) -> str:
    """ "0.75 to 1.07, p 0.03"; either may be missing."""
    low, high = outcome.interval_low, outcome.interval_high
    parts = []
    if low is not None and high is not None:
        parts.append(f"{number_words(low)} to {number_words(high)}")
    if outcome.p_value:
        parts.append(f"p {outcome.p_value}")
    return ", ".join(parts)


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
