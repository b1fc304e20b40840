"""Example trials, taken through their gates by those whose verbs they are."""

import datetime
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from assistive_tech.models import Barrier, TechnologyClass, Trial
from assistive_tech.trial_rows import months_since
from members.models import Borough, Membership
from procurement_portal.demo.barriers import reference_of as barrier_of
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.lib.references import ALPHABET

Role = Membership.Role
STEPS = ("designed", "ready", "recruiting")  # in this order
DECIMALS = ("difference", "spread")
BETWEEN = 6  # days from one step to the next, at most


def load_trials(today: datetime.date, people: People) -> int:
    """Those that these people's boroughs lead, added where they are missing; how many were."""
    known = set(Trial.objects.filter(is_example=True).values_list("reference", flat=True))
    kinds = set(TechnologyClass.objects.values_list("slug", flat=True))
    entries = [
        entry
        for entry in read("trials")["trial"]
        if entry["boroughs"][0] in people.by_borough
        and entry["technology"] in kinds
        and reference_of(entry["key"]) not in known
    ]
    boroughs = {borough.slug: borough for borough in Borough.objects.all()}
    for entry in entries:
        _load(entry, today, people, boroughs)
    return len(entries)


def reference_of(key: str) -> str:
    """Always the same for the same trial, so that documents may name it."""
    return f"TRL-{''.join(Random(f'trial {key}').choices(ALPHABET, k=7))}"


def _speaker(people: People, slug: str):
    return people.one(slug, Role.AT_LEAD, Role.LEAD)


@transaction.atomic
def _load(entry: dict, today: datetime.date, people: People, boroughs: dict) -> None:
    joining = [slug for slug in entry["boroughs"] if slug in people.by_borough]
    by = _speaker(people, joining[0])
    design = dict(entry["design"])
    design |= {name: Decimal(design[name]) for name in DECIMALS if name in design}
    trial = Trial(
        reference=reference_of(entry["key"]),
        technology_class_id=entry["technology"],
        **{name: entry[name] for name in ("title", "question", "outcome", "population")},
        **design,
        is_example=True,
        created_at=working_moment(today, entry["days"], Random(entry["key"])),
    )
    trial.propose(by=by, borough=boroughs[joining[0]])
    for slug in joining[1:]:
        trial.join(boroughs[slug], by=_speaker(people, slug))
    met = [barrier_of(key) for key in entry["barriers"]]
    for barrier in Barrier.objects.filter(reference__in=met):
        barrier.trial_links.create(trial=trial, by=by)
    _move(trial, entry, today, people)
    _date(trial, entry["days"], today)
    _count(trial, entry["months"], today, people)


def _move(trial: Trial, entry: dict, today: datetime.date, people: People) -> None:
    """As far as it has come; where it is ready, every borough has put down its papers."""
    wanted = STEPS[: STEPS.index(entry["state"]) + 1]
    if "ready" in wanted:
        day = today - datetime.timedelta(days=entry["days"] - BETWEEN)
        for number, place in enumerate(trial.places.select_related("borough", "trial"), start=11):
            place.record_papers(
                by=_speaker(people, place.borough.slug),
                agreement_version="version 2",
                agreement_on=day,
                dpia_reference=f"DPIA {day.year}-{number}",
                dpia_on=day,
            )
    for _ in wanted:
        trial.take_next_step(by=_speaker(people, entry["boroughs"][0]))


def _date(trial: Trial, days_ago: int, today: datetime.date) -> None:
    """What happened, some days after what came before it and never after now."""
    chance = Random(f"dates of {trial.reference}")
    for event in trial.events.order_by("pk"):
        event.at = working_moment(today, days_ago, chance)
        event.save(update_fields=["at"])
        if event.verb == "recruit":
            trial.opened_at = event.at
            trial.save(update_fields=["opened_at"])
        days_ago = max(2, days_ago - chance.randint(2, BETWEEN))


def _count(trial: Trial, months: list, today: datetime.date, people: People) -> None:
    if not trial.opened_at:
        return
    since = months_since(trial.opened_at, min(today, timezone.localdate()))
    for place, numbers in zip(
        trial.places.select_related("borough", "trial"), months, strict=False
    ):
        for month, recruited in zip(since, reversed(numbers), strict=False):
            by = _speaker(people, place.borough.slug)
            place.record_month(by=by, month=month, recruited=recruited, completed=0)
