"""Case studies as a table to download."""

from assistive_tech.models import CaseStudy
from assistive_tech.reading import claim_of, result_of
from procurement_portal.lib.tables import write_csv

HEADINGS = [
    *("Code", "Title", "Organisation", "Place", "London borough", "Borough code", "Began", "Ended"),
    *("Kind of technology", "Product", "Need", "Setting", "People or homes", "What was done"),
    *("Outcomes", "Cost (GBP)", "About the cost", "Method", "Level of evidence", "Claim"),
    *("Barriers", "Lessons", "Source", "Source address", "Read on"),
]


def table_of(studies) -> bytes:
    """CSV of case studies that have `outcomes` fetched; no cell is ever a formula."""
    return write_csv(HEADINGS, (_row(study) for study in studies))


def _row(study: CaseStudy) -> list:
    outcomes = [_outcome(outcome) for outcome in study.outcomes.all()]
    pounds = "" if study.cost_pence is None else f"{study.cost_pence / 100:.2f}"
    return [
        *(study.code, study.title, study.organisation, study.location),
        study.borough.short_name if study.borough else "",
        study.borough_id or "",
        *(study.began, study.ended, study.technology_class.name, study.product),
        *(study.need_addressed, study.get_care_setting_display(), study.cohort_size or ""),
        *(study.intervention, "; ".join(outcomes), pounds, study.cost_note),
        *(study.evaluation_method, study.get_evidence_level_display(), claim_of(study)),
        *("; ".join(study.barriers), "; ".join(study.lessons)),
        *(study.source_title, study.source_url, study.accessed_on or ""),
    ]


def _outcome(outcome) -> str:
    direction = outcome.get_direction_display().lower() or "direction not known"
    return f"{outcome.metric}: {result_of(outcome) or 'no value'} ({direction})"
