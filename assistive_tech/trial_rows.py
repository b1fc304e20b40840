"""A trial as its page prints it: rows, tasks and links, nothing left to decide."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from assistive_tech import power
from assistive_tech.models import Trial
from assistive_tech.trial_gates import PAPERS, Missing
from assistive_tech.vocabulary import Measure
from procurement_portal.lib.filter_links import address
from procurement_portal.lib.formatting import format_uk_date

FEW = 5  # smaller totals are not shown to the public
VERB_WORDS = {
    "settle_design": "Settle the design",
    "make_ready": "Mark it as ready",
    "recruit": "Open it to people",
    "run": "Close recruiting and run it",
    "analyse": "Begin the analysis",
    "report": "Report it and draft the case study",
}
DONE_WORDS = {
    "settle_design": "The design is settled. Next: papers, baseline and stop rules.",
    "make_ready": "The trial is ready.",
    "recruit": "The trial is recruiting, and everybody can see it now.",
    "run": "The trial is running.",
    "analyse": "The trial is being analysed.",
    "report": "The trial is reported, and a case study is drafted from it.",
}
EVENT_WORDS = {
    "propose": "Proposed",
    "settle_design": "Designed",
    "make_ready": "Ready",
    "recruit": "Opened to people",
    "run": "Recruiting closed",
    "analyse": "Analysis begun",
    "report": "Reported",
    "stop": "Stopped",
    "edit": "Changed",
    "join": "Borough joined",
    "leave": "Borough left",
    "record_papers": "Agreement or impact assessment recorded",
    "record_month": "Totals recorded",
}


def total_words(number: int, whole: bool) -> str:
    """A total as it may be shown: `whole` to members, small ones rounded away for the public."""
    return str(number) if whole or number == 0 or number >= FEW else f"fewer than {FEW}"


def missing_links(trial: Trial, missing: list[Missing]) -> list[dict]:
    """Each thing that is missing, with the address of the field that takes it."""
    return [{"text": str(each), "href": _field_href(trial, each)} for each in missing]


def _field_href(trial: Trial, missing: Missing) -> str:
    about = {"reference": trial.reference}
    if missing.place:
        page = reverse(
            "assistive_tech:trial_papers", kwargs=about | {"slug": missing.place.borough.slug}
        )
        return f"{page}#id_{missing.field}"
    if missing.field in ("lead", "counts"):
        return f"{trial.get_absolute_url()}#boroughs"
    field = "measures_0" if missing.field == "measures" else missing.field
    return f"{reverse('assistive_tech:edit_trial', kwargs=about)}#id_{field}"


def power_note(trial: Trial) -> str:
    """How many people the difference needs, in words; empty until its numbers are known."""
    if trial.compares == Trial.Compares.SHARES and trial.usual_percent and trial.hoped_percent:
        if trial.usual_percent == trial.hoped_percent:
            return ""
        each = power.for_shares(trial.usual_percent / 100, trial.hoped_percent / 100)
    elif trial.compares == Trial.Compares.MEANS and trial.difference and trial.spread:
        each = power.for_means(float(trial.difference), float(trial.spread))
    else:
        return ""
    return power.note(each, trial.loss_percent).words(trial.target)


def question_rows(trial: Trial) -> list[dict]:
    pairs = [("technology", trial.technology_class_id), ("outcome", trial.outcome)]
    rows = [
        {"key": "Kind of technology", "value": trial.technology_class.name},
        {"key": "Outcome sought", "value": trial.get_outcome_display()},
        {"key": "Who it is for", "value": trial.get_population_display() or "Anybody"},
        {
            "key": "What is known so far",
            "value": "Case studies of this technology and outcome",
            "href": address(reverse("assistive_tech:index"), pairs),
        },
    ]
    if trial.contact_role:
        rows.append({"key": "Whom to ask", "value": trial.contact_role})
    return rows


def design_rows(trial: Trial) -> list[dict]:
    measures = dict(Measure.choices)
    weeks = f"{trial.followup_weeks} weeks" if trial.followup_weeks else ""
    return [
        {"key": "What is put in place", "value": trial.intervention, "typed": True},
        {"key": "Design", "value": trial.get_design_display()},
        {"key": "Compared with", "value": trial.get_comparator_display()},
        {
            "key": "Measured at the start and at the end",
            "value": ", ".join(str(measures.get(m, m)) for m in trial.measures),
        },
        {"key": "Baseline", "value": trial.baseline_plan, "typed": True},
        {"key": "Measured again after", "value": weeks},
        {"key": "Target", "value": trial.target or "", "note": power_note(trial)},
        {"key": "When it would be stopped early", "value": trial.stop_rules, "typed": True},
    ]


def timeline_rows(trial: Trial, events: list) -> list[dict]:
    """Planned beside what came; the day of each step is its event's."""
    came = {event.verb: timezone.localdate(event.at) for event in events}
    steps = (
        ("Recruiting from", trial.planned_start, came.get("recruit")),
        ("Last measure", trial.planned_end, came.get("analyse")),
        ("Report", trial.planned_report, came.get("report")),
    )
    return [
        {
            "step": step,
            "planned": format_uk_date(planned) or "Not planned yet",
            "came": format_uk_date(day) or "Not yet",
        }
        for step, planned, day in steps
    ]


def place_rows(trial: Trial, places: list, whole: bool, own: list[str]) -> list[dict]:
    """The boroughs that take part; `own` are the codes of those the reader may record for."""
    rows = []
    for place in places:
        about = {"reference": trial.reference, "slug": place.borough.slug}
        mine = place.borough_id in own
        rows.append(
            {
                "place": place,
                "name": place.borough.short_name,
                "left": format_uk_date(place.left_at),
                "leads": place.borough_id == trial.lead_id,
                "recruited": total_words(place.recruited, whole),
                "completed": total_words(place.completed, whole),
                "papers": _papers(place),
                "papers_href": _if(mine and place.can_record("record_papers"), "papers", about),
                "month_href": _if(mine and place.can_record("record_month"), "month", about),
                "leave_href": _if(mine and trial.can_lose(place), "leave", about),
            }
        )
    return rows


def _if(may: bool, page: str, about: dict) -> str:
    return reverse(f"assistive_tech:trial_{page}", kwargs=about) if may else ""


def _papers(place) -> str:
    done = sum(bool(getattr(place, name)) for name in PAPERS)
    return "Both recorded" if done == len(PAPERS) else f"{done} of {len(PAPERS)} recorded"


def event_rows(events: list) -> list[dict]:
    return [
        {
            "title": EVENT_WORDS.get(event.verb, event.verb),
            "by": event.by or "",
            "at": event.at,
            "text": event.reason,
        }
        for event in reversed(events)
    ]


def months_since(opened_at, today: datetime.date) -> list[datetime.date]:
    """The first day of each month since people could join, the newest first."""
    month, first = today.replace(day=1), timezone.localdate(opened_at).replace(day=1)
    found = []
    while month >= first:
        found.append(month)
        month = (month - datetime.timedelta(days=1)).replace(day=1)
    return found
