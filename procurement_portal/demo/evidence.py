"""Example evidence: candidates that a search found, appraised studies, and an interview's draft."""

import datetime
from random import Random

from django.db import transaction
from django.utils.text import slugify

from assistive_tech.appraisal_forms import TRANSFER
from assistive_tech.appraising import Item
from assistive_tech.models import Appraisal, Candidate, CaseStudy, Interview, TechnologyClass
from members.models import Borough, Membership
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.lib.freshness import review_date
from procurement_portal.lib.references import ALPHABET

AT_LEAD = Membership.Role.AT_LEAD
BETWEEN = 3  # days from finding something to deciding about it, and from one appraisal to the next


def load_evidence(today: datetime.date, people: People) -> int:
    """Those of these people's boroughs, added where they are missing; how many were."""
    written = read("evidence")
    kinds = set(TechnologyClass.objects.values_list("slug", flat=True))
    loaders = (
        (written["candidate"], Candidate, _load_candidate),
        (written["study"], CaseStudy, _load_study),
        (written["interview"], Interview, _load_interview),
    )
    count = 0
    for entries, model, load in loaders:
        known = _known(model)
        for entry in entries:
            if _is_ours(entry, people, kinds) and code_of(model, entry["key"]) not in known:
                load(entry, today, people)
                count += 1
    return count


def _is_ours(entry: dict, people: People, kinds: set[str]) -> bool:
    """A candidate is of no borough and of no kind of technology yet."""
    there = people.by_borough.get(entry.get("borough"), {})
    return "borough" not in entry or (AT_LEAD in there and entry["technology"] in kinds)


def _known(model) -> set[str]:
    field = "code" if model is CaseStudy else "reference"
    return set(model.objects.filter(is_example=True).values_list(field, flat=True))


def code_of(model, key: str) -> str:
    """Always the same for the same example, so that documents may name it."""
    prefix = {Candidate: "CAND", CaseStudy: "AT", Interview: "INT"}[model]
    return f"{prefix}-{''.join(Random(f'{prefix} {key}').choices(ALPHABET, k=7))}"


@transaction.atomic
def _load_candidate(entry: dict, today: datetime.date, people: People) -> None:
    chance = Random(f"candidate {entry['key']}")
    added = working_moment(today, entry["days"], chance)
    first, second = people.moderators
    texts = ("title", "link", "source_title", "searched_in", "search_string", "summary")
    candidate = Candidate.objects.create(
        reference=code_of(Candidate, entry["key"]),
        **{name: entry[name] for name in texts},
        found_on=added.date(),
        added_by=first,
        added_at=added,
        is_example=True,
    )
    if entry["state"] == "included":
        candidate.include(by=second)
    elif entry["state"] == "excluded":
        candidate.exclude(by=second, because=entry["because"], reason=entry["reason"])
    candidate.events.update(at=working_moment(today, entry["days"] - BETWEEN, chance))


@transaction.atomic
def _load_study(entry: dict, today: datetime.date, people: People) -> None:
    chance = Random(f"study {entry['key']}")
    written = working_moment(today, entry["days"], chance)
    accepted = working_moment(today, entry["accepted"], chance)
    writer = people.one(entry["borough"], AT_LEAD)
    study = CaseStudy(
        code=code_of(CaseStudy, entry["key"]),
        title=entry["title"],
        borough=Borough.objects.get(slug=entry["borough"]),
        technology_class_id=entry["technology"],
        is_example=True,
        **entry["fields"],
    )
    study.slug = slugify(f"{study.title}-{study.code}")
    study.save_edit(by=writer, started_from=0, outcomes=entry["outcomes"])
    study.submit(by=writer)
    study.accept(by=people.moderators[0])
    _date_study(study, written, published_at=accepted)
    study.events.update(at=accepted)
    _appraise(study, entry, today, people)


def _date_study(study: CaseStudy, moment: datetime.datetime, **others) -> None:
    day = moment.date()
    fields = {
        "created_at": moment,
        "last_confirmed_on": day,
        "review_by": review_date(CaseStudy.FRESHNESS_KIND, day),
        **others,
    }
    for name, value in fields.items():
        setattr(study, name, value)
    study.save_without_historical_record()
    study.history.update(history_date=moment, **fields)


def _appraise(study: CaseStudy, entry: dict, today: datetime.date, people: People) -> None:
    """Each alone, by the two moderators; where they nearly agree, the more cautious stands."""
    days = (entry["appraised"], entry["appraised"] - BETWEEN)
    for name, scorer, days_ago in zip(("first", "second"), people.moderators, days, strict=True):
        given = entry[name]
        values = {item.value: answer for item, answer in zip(Item, given["answers"], strict=True)}
        values |= dict(zip(TRANSFER, given["transfer"], strict=True))
        values |= {"level": given["level"], "notes": given["notes"]}
        appraisal = Appraisal.begin(study, by=scorer)
        appraisal.hand_in(by=scorer, values=values)
        at = working_moment(today, days_ago, Random(f"{name} of {entry['key']}"))
        appraisal.events.update(at=at)
        Appraisal.objects.filter(pk=appraisal.pk).update(changed_at=at)
    pair = study.reconciliations.get(current=True)
    if entry["state"] == "reconciled":
        pair.study.refresh_from_db()
        pair.settle(by=people.moderators[0], **pair.cautious())
        pair.settled_at = at
    pair.made_at = at
    pair.save(update_fields=["made_at", "settled_at"])
    study.events.filter(verb__in=("appraise", "reconcile")).update(at=at)


@transaction.atomic
def _load_interview(entry: dict, today: datetime.date, people: People) -> None:
    """Its draft waits for the lead; the code is set afterwards, because a draft draws its own."""
    held = working_moment(today, entry["days"], Random(f"interview {entry['key']}"))
    moderator = people.moderators[0]
    interview = Interview.objects.create(
        reference=code_of(Interview, entry["key"]),
        borough=Borough.objects.get(slug=entry["borough"]),
        lead=people.one(entry["borough"], AT_LEAD),
        interviewer=moderator,
        held_on=held.date(),
        notes=entry["notes"],
        is_example=True,
    )
    kind = TechnologyClass.objects.get(slug=entry["technology"])
    study = interview.draft(by=moderator, title=entry["title"], technology_class=kind)
    code = code_of(CaseStudy, entry["key"])
    drafted = working_moment(today, entry["days"] - BETWEEN, Random(code))
    _date_study(study, drafted, code=code, slug=slugify(f"{study.title}-{code}"))
    interview.events.update(at=drafted)
