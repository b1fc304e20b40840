"""Examples of what boroughs say to each other: judged pairs, requests to connect, conversations.

All by the real verbs, then dated when they are meant to have happened, and marked as told, so that
nobody is written to.
"""

import datetime
from dataclasses import dataclass
from random import Random

from django.db import transaction

from members.models import Borough, Membership
from needs import conversations
from needs.judging import found_pair
from needs.models import (
    Capability,
    ConnectRequest,
    Contract,
    Conversation,
    Judgement,
    Need,
    Overlap,
)
from needs.models.connect_request import ANSWER_DAYS
from needs.models.record_pair import pair_key
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.needs import reference_of
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read

Role = Membership.Role


@dataclass
class Telling:
    """Who speaks, and on which day all of this is told."""

    today: datetime.date
    people: People

    def moment(
        self, days_ago: int, said: str, after: datetime.datetime | None = None
    ) -> datetime.datetime:
        """A working moment so long ago, some minutes `after` what came before it at the least."""
        chance = Random(f"{said}, {days_ago} days ago")
        moment = working_moment(self.today, days_ago, chance)
        pause = datetime.timedelta(minutes=chance.randint(10, 50))
        return max(moment, after + pause) if after else moment

    def records(self, *names: str) -> list[Need | Contract]:
        """The example records of these names; fewer where one of them is not loaded."""
        return [found for name in names if (found := record_named(name))]


def load_exchanges(today: datetime.date, people: People) -> None:
    """What is missing of it, among the boroughs that are loaded. The overlaps must be there."""
    telling = Telling(today, people)
    for entry in read("exchanges")["judged"]:
        _judge(entry, telling)
    for entry in read("exchanges")["asked"]:
        _ask(entry, telling)
    for entry in read("exchanges")["conversation"]:
        _talk(entry, telling)


def record_named(name: str) -> Need | Contract | None:
    """An example need by its key, or "borough / category": that borough's example contract."""
    if " / " not in name:
        return Need.objects.filter(reference=reference_of(name), is_example=True).first()
    borough, capability = name.split(" / ")
    contracts = Contract.objects.filter(borough__slug=borough, capability__slug=capability)
    return contracts.filter(is_example=True).order_by("row_key").first()


def _published(records: list[Need | Contract]) -> datetime.datetime | None:
    """When the last of these needs was published."""
    return max((r.published_at for r in records if isinstance(r, Need)), default=None)


@transaction.atomic
def _judge(entry: dict, telling: Telling) -> None:
    records = telling.records(*entry["records"])
    references = [record.reference for record in records]
    pair = len(records) == 2 and found_pair(Overlap.objects.with_records(), *references).first()
    if not pair:
        return
    judgement = Judgement.of(pair, records[0].borough_id)
    if judgement.events.exists():
        return
    by = telling.people.officer(entry["by"])
    if reason := entry.get("reason"):
        judgement.dismiss(by=by, pair=pair, reason_kind=reason, words=entry["words"])
    else:
        judgement.confirm(by=by, pair=pair)
    at = telling.moment(
        entry["days"], f"{entry['by']} on {entry['records']}", after=_published(records)
    )
    Judgement.objects.filter(pk=judgement.pk).update(judged_at=at)
    judgement.events.update(at=at)


@transaction.atomic
def _ask(entry: dict, telling: Telling) -> None:
    records = telling.records(entry["record"], entry["sealed"])
    if len(records) < 2:
        return
    mine, sealed = records
    key = pair_key(mine.reference, sealed.reference)
    if ConnectRequest.objects.filter(pair_key=key).exists():
        return
    by = telling.people.officer(mine.borough.slug)
    request = ConnectRequest.ask(mine, sealed, by=by, message=entry["message"])
    asked_at = telling.moment(entry["days"], entry["message"], after=_published(records))
    last_day = asked_at.date() + datetime.timedelta(days=ANSWER_DAYS)
    dates = {"asked_at": asked_at, "expires_on": last_day}
    request.events.update(at=asked_at, told_at=asked_at)
    if days := entry.get("accepted") or entry.get("refused"):
        at = dates["answered_at"] = telling.moment(days, entry["message"], after=asked_at)
        owner = telling.people.lead(sealed.borough.slug)
        if "accepted" in entry:
            request.accept(by=owner)
        else:
            request.refuse(by=owner, answer=entry["answer"])
        request.events.exclude(verb="ask").update(at=at, told_at=at)
    ConnectRequest.objects.filter(pk=request.pk).update(**dates)


@transaction.atomic
def _talk(entry: dict, telling: Telling) -> None:
    """Only boroughs that are loaded are asked; where none is, nobody talks."""
    reference = reference_of(entry["key"], "TALK")
    there = telling.people.by_borough
    answers = [answer for answer in entry["answers"] if answer[0] in there]
    if entry["borough"] not in there or not answers:
        return
    if Conversation.objects.filter(reference=reference).exists():
        return
    borough = Borough.objects.get(slug=entry["borough"])
    capability = Capability.objects.get(slug=entry["capability"])
    if Conversation.objects.open().filter(borough=borough, capability=capability).exists():
        return  # somebody who tries the demonstration is asking already
    by = telling.people.one(entry["borough"], Role.CIO, Role.LEAD)
    at = telling.moment(entry["days"], entry["key"])
    started = conversations.start(
        capability,
        borough,
        Borough.objects.filter(slug__in=[slug for slug, *_ in answers]),
        by=by,
        message=entry["message"].strip() + f"\n\n{by.display_name}, {borough.short_name}",
        answer_by=at.date() + datetime.timedelta(days=conversations.DAYS_TO_ANSWER),
    )
    Conversation.objects.filter(pk=started.pk).update(
        reference=reference, started_at=at, is_example=True
    )
    started.invites.update(asked_at=at)
    _answer(started, answers, at, telling)
    if entry.get("outcome"):
        started.close(by=by, outcome=entry["outcome"], reason=entry["reason"])
        started.events.update(at=telling.moment(entry["closed"], entry["key"], at))


def _answer(started: Conversation, answers: list[list], asked_at, telling: Telling) -> None:
    for slug, answer, note, days in answers:
        if answer:
            invite = started.invites.get(borough__slug=slug)
            invite.say(answer, note, by=telling.people.lead(slug))
            at = telling.moment(days, f"{slug} answers {started.capability}", asked_at)
            started.invites.filter(pk=invite.pk).update(answered_at=at, told_of=at)
