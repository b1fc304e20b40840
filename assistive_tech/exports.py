"""Case studies as a table and as JSON: every field of the template, in its order."""

from assistive_tech.models import CaseStudy
from assistive_tech.rating import MARYLAND, NESTA
from assistive_tech.reading import claim_of, interval_of, result_of
from assistive_tech.template import LABELS, is_lines, is_money, is_several, words_of
from procurement_portal.lib.tables import write_csv

FIRST = ["Code", "State", "Example"]
LAST = [
    *("Outcomes", "Level of evidence", "Maryland scale", "Confidence"),
    *("How the figures were found", "Claim", "Read by the portal’s rules"),
    *("Source read on", "Last confirmed", "Address"),
]


def heading(name: str) -> str:
    return f"{LABELS[name]} (GBP)" if is_money(name) else LABELS[name]


HEADINGS = [*FIRST, "Borough code", *(heading(name) for name in LABELS), *LAST]


def table_of(studies, root: str = "") -> bytes:
    """CSV of case studies that have `outcomes` fetched; no cell is ever a formula.

    `root` is put before each address.
    """
    return write_csv(HEADINGS, (_row(study, root) for study in studies))


def _row(study: CaseStudy, root: str) -> list:
    level, maryland = study.level, study.strength.maryland
    return [
        *(study.code, study.get_status_display(), "Yes" if study.is_example else ""),
        study.borough_id or "",
        *(_cell(study, name) for name in LABELS),
        "; ".join(_outcome(outcome) for outcome in study.outcomes.all()),
        f"{level}: {NESTA[level]}" if level is not None else "",
        f"{maryland}: {MARYLAND[maryland]}" if maryland is not None else "",
        *(study.get_confidence_display(), study.get_evidence_level_display(), claim_of(study)),
        "; ".join(LABELS[name] for name in study.portal_reading if name in LABELS),
        *(study.accessed_on or "", study.last_confirmed_on or ""),
        f"{root}{study.get_absolute_url()}",
    ]


def _cell(study: CaseStudy, name: str) -> str:
    value = getattr(study, name)
    if is_money(name):
        return "" if value is None else f"{value / 100:.2f}"
    return words_of(study, name).replace("\n", "; ")


def _outcome(outcome) -> str:
    """ "calls: 12% (went down, 9 to 15.5, p 0.03, counted or recorded, the rota)"."""
    direction = outcome.get_direction_display().lower() or "direction not known"
    kind = outcome.get_kind_display().lower()
    how = filter(None, (direction, interval_of(outcome), kind, outcome.measured_how))
    return f"{outcome.metric}: {result_of(outcome) or 'no value'} ({', '.join(how)})"


def document_of(studies, root: str) -> dict:
    """The same as plain values for programs: money in whole pence, unknown as null."""
    return {
        "licence": "Facts in our own words; each record names its source, which keeps its own.",
        "case_studies": [_record(study, root) for study in studies],
    }


def _record(study: CaseStudy, root: str) -> dict:
    return {
        **{"code": study.code, "url": f"{root}{study.get_absolute_url()}", "state": study.status},
        "is_example": study.is_example,
        "borough_gss": study.borough_id,
        **{name: _value(study, name) for name in LABELS if name != "borough"},
        "outcomes": [_result(outcome) for outcome in study.outcomes.all()],
        "level": study.level,
        "maryland": study.strength.maryland,
        "confidence": study.confidence or None,
        "figures_found": study.evidence_level,
        "is_claim": study.is_claim,
        "portal_reading": study.portal_reading,
        "last_confirmed_on": study.last_confirmed_on,
    }


def _value(study: CaseStudy, name: str):
    if name == "technology_class":
        return study.technology_class_id
    value = getattr(study, name)
    return value if is_several(name) or is_lines(name) else (None if value == "" else value)


def _result(outcome) -> dict:
    names = (
        *("metric", "value", "unit", "direction", "outcome_area", "size", "interval_low"),
        *("interval_high", "p_value", "kind", "measured_how", "note", "portal_reading"),
    )
    return {
        name: None if getattr(outcome, name) == "" else getattr(outcome, name) for name in names
    }
