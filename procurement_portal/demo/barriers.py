"""Example barriers, moved through their past by those whose verbs they are."""

import datetime
from random import Random

from django.db import transaction

from assistive_tech.models import Barrier, CaseStudy, TechnologyClass
from members.models import Borough, Membership
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.lib.references import ALPHABET

Role = Membership.Role
STEPS = ("validated", "prioritised", "in_action", "resolved")  # in this order
BETWEEN = 9  # days from one step to the next, at most


def load_barriers(today: datetime.date, people: People) -> int:
    """Those of these people's boroughs, added where they are missing; how many were."""
    known = set(Barrier.objects.filter(is_example=True).values_list("reference", flat=True))
    entries = [
        entry
        for entry in read("barriers")["barrier"]
        if entry["borough"] in people.by_borough and reference_of(entry["key"]) not in known
    ]
    boroughs = {borough.slug: borough for borough in Borough.objects.all()}
    for entry in entries:
        _load(entry, today, people, boroughs)
    return len(entries)


def reference_of(key: str) -> str:
    """Always the same for the same barrier, so that documents may name it."""
    return f"BAR-{''.join(Random(f'reference of {key}').choices(ALPHABET, k=7))}"


def _speaker(people: People, slug: str):
    return people.one(slug, Role.AT_LEAD, Role.OFFICER, Role.LEAD)


@transaction.atomic
def _load(entry: dict, today: datetime.date, people: People, boroughs: dict) -> None:
    chance = Random(f"barrier {entry['key']}")
    created = working_moment(today, entry["days"], chance)
    barrier = Barrier(
        reference=reference_of(entry["key"]),
        **{name: entry[name] for name in ("title", "text", "kind")},
        is_example=True,
        created_at=created,
    )
    barrier._history_date = created
    barrier.raise_for(
        boroughs[entry["borough"]],
        by=_speaker(people, entry["borough"]),
        technology_classes=TechnologyClass.objects.filter(slug__in=entry["technologies"]),
    )
    for slug in entry["shared"]:
        if slug in people.by_borough:
            barrier.join(boroughs[slug], by=_speaker(people, slug))
    for study in CaseStudy.objects.filter(code__in=entry["studies"]):
        barrier.links.create(case_study=study, by=_speaker(people, entry["borough"]))
    _move(barrier, entry, people)
    _act(barrier, entry, today, people, boroughs)
    _date(barrier, entry, today, chance)


def _move(barrier: Barrier, entry: dict, people: People) -> None:
    """As far as its boroughs are there: with one alone, LOTI validates it."""
    moderator = people.moderators[0]
    wanted = STEPS[: STEPS.index(entry["state"]) + 1] if entry["state"] in STEPS else ()
    if "validated" in wanted and barrier.can_move("validate"):
        barrier.validate(by=moderator, reason="LOTI")
    if "prioritised" in wanted:
        barrier.prioritise(by=moderator, priority=entry["priority"], reason=entry["reason"])


def _act(barrier: Barrier, entry: dict, today: datetime.date, people: People, boroughs) -> None:
    for text, slug, due_in, outcome, *progress in entry["actions"]:
        if slug not in people.by_borough:
            continue
        owner = _speaker(people, slug)
        due = today + datetime.timedelta(days=due_in)
        action = barrier.add_action(
            by=owner, text=text, owner=owner, borough=boroughs[slug], due_on=due
        )
        for weeks, line in enumerate(reversed(progress), start=1):
            moment = working_moment(min(due, today), 7 * weeks, Random(line))
            action.progress.create(text=line, by=owner, at=moment)
        if outcome:
            action.finish(by=owner, outcome=outcome)
    if "end" in entry and barrier.can_move("resolve"):
        barrier.resolve(by=people.moderators[0], reason=entry["end"])


def _date(barrier: Barrier, entry: dict, today: datetime.date, chance: Random) -> None:
    """What happened, some days after what came before it and never after now."""
    days_ago = entry["days"]
    for event in barrier.events.order_by("pk"):
        event.at = working_moment(today, days_ago, chance)
        event.save(update_fields=["at"])
        if event.verb == "validate":
            barrier.validated_at = event.at
            barrier.save_without_historical_record()
        days_ago = max(2, days_ago - chance.randint(3, BETWEEN))
    for row in barrier.sharing.all():
        row.at = barrier.created_at
        row.save(update_fields=["at"])
