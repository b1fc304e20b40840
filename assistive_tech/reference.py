"""The case studies that come with the portal, from `assistive_tech/data/`.

They are edited in the portal afterwards, so a load adds what is missing and changes nothing.
"""

import datetime
import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from assistive_tech.extraction import result_of_metric, template_of
from assistive_tech.models import CaseStudy, OutcomeResult, TechnologyClass
from assistive_tech.models.outcome import size_of
from members.models import Borough
from procurement_portal.lib.freshness import review_date
from procurement_portal.lib.upsert import Upserted, upsert

DATA = Path(__file__).parent / "data"

# Slug in the file: the name people read, and the capability whose page it belongs to.
CLASSES = {
    "acoustic_monitoring": ("Acoustic monitoring", "activity-monitoring"),
    "activity_monitoring": ("Activity monitoring", "activity-monitoring"),
    "ai_note_taking": ("Note taking with AI", "ai-note-taking"),
    "cognitive_aid": ("Memory and thinking aids", "smart-home-and-communication-aids"),
    "digital_self_management_app": ("Self-management apps", "remote-health-monitoring"),
    "environmental_sensor": ("Sensors in the home", "damp-and-mould-sensors"),
    "falls_detection": ("Falls detection", "falls-detection"),
    "gps_location": ("Location and safer walking", "location-and-safer-walking"),
    "medication_dispenser": ("Medication dispensers", "medication-management"),
    "mixed_care_technology": ("Several technologies together", "assistive-technology"),
    "non_digital_aid": ("Aids that are not digital", ""),
    "remote_health_monitoring": ("Remote health monitoring", "remote-health-monitoring"),
    "robotic_pet": ("Robotic pets", ""),
    "telecare_alarm": ("Telecare alarms", "telecare-alarms"),
    "video_calling": ("Video calling", "video-care-and-companionship"),
    "voice_assistant": ("Voice assistants", "smart-home-and-communication-aids"),
    "wearable_exoskeleton": ("Wearable supports for carers", ""),
}
TEXTS = (
    *("title", "organisation", "location", "product", "need_addressed", "care_setting"),
    *("intervention", "cost_note", "evaluation_method", "source_title", "source_url"),
    "fact_basis",
)


def load_technology_classes() -> Upserted:
    rows = [
        {"slug": slug.replace("_", "-"), "name": name, "capability_slug": capability}
        for slug, (name, capability) in CLASSES.items()
    ]
    return upsert(TechnologyClass, ("slug",), rows)


@transaction.atomic
def load_case_studies() -> Upserted:
    """Case studies of the library with their outcomes; those of a London borough linked to it.

    One that is here already is left alone, unless it was loaded before the portal read the
    template from its words and nobody changed it since: then that reading is added.
    """
    known = {study.code: study for study in CaseStudy.objects.defer("search")}
    boroughs = set(Borough.objects.values_list("gss", flat=True))
    lines = (DATA / "case_studies.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    new = [row for row in rows if row["id"] not in known]
    unread = [row for row in rows if row["id"] in known and _is_unread(known[row["id"]])]
    for row in new:
        case_study = _case_study(row, boroughs)
        case_study.save()
        case_study.outcomes.bulk_create(_outcomes(row, case_study))
    for row in unread:
        _read(known[row["id"]], row)
    return Upserted(len(new), len(unread), len(rows) - len(new) - len(unread))


def _is_unread(study: CaseStudy) -> bool:
    return study.version == 1 and not study.portal_reading


def _read(study: CaseStudy, row: dict) -> None:
    """Add the portal's reading to a study that was loaded without one."""
    for name, value in _reading(row).items():
        setattr(study, name, value)
    study.save()
    study.outcomes.all().delete()
    study.outcomes.bulk_create(_outcomes(row, study))


def _reading(row: dict) -> dict:
    found = template_of(row)
    return {**found, "portal_reading": sorted(["evidence_level", *found])}


def _case_study(row: dict, boroughs: set[str]) -> CaseStudy:
    accessed = datetime.date.fromisoformat(row["date_accessed"])
    noon = timezone.make_aware(datetime.datetime.combine(accessed, datetime.time(12)))
    gss, pounds = row["london_borough_gss"], row["cost_gbp"]
    return CaseStudy(
        code=row["id"],
        slug=slugify(f"{row['title']}-{row['id']}"),
        borough_id=gss if gss in boroughs else None,
        status=CaseStudy.Status.EXTRACTED,
        began=row["start"] or "",
        ended=row["end"] or "",
        technology_class_id=row["technology_type"].replace("_", "-"),
        cohort_size=row["cohort_size"],
        cost_pence=None if pounds is None else pounds * 100,
        evidence_level=row["evidence_level"],
        barriers=row["barriers"],
        lessons=row["lessons"],
        accessed_on=accessed,
        last_confirmed_on=accessed,
        review_by=review_date(CaseStudy.FRESHNESS_KIND, accessed),
        published_at=noon,
        created_at=noon,
        **{name: row[name] or "" for name in TEXTS},
        **_reading(row),
    )


def _outcomes(row: dict, case_study: CaseStudy) -> list[OutcomeResult]:
    return [
        _outcome(outcome, case_study, position) for position, outcome in enumerate(row["outcomes"])
    ]


def _outcome(outcome: dict, case_study: CaseStudy, position: int) -> OutcomeResult:
    found = result_of_metric(outcome["metric"])
    return OutcomeResult(
        case_study=case_study,
        metric=outcome["metric"],
        value=str(outcome["value"]),
        size=size_of(str(outcome["value"])),
        unit=outcome.get("unit") or "",
        direction=outcome.get("direction") or "",
        note=outcome.get("note") or "",
        position=position,
        portal_reading=sorted(found),
        **found,
    )
