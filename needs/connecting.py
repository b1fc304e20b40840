"""The hint that something like one's record exists, and asking about it (docs/adr/0020).

The hint is one sentence, the same for one sealed record or many. It is worked out only for records
that stand: a need as a moderator read it, a contract whose text has rested a week. So nobody can
try many wordings and watch the answer.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from needs.models import (
    ConnectRequest,
    Contract,
    Need,
    Overlap,
    OverlapSide,
    Visibility,
    without_dismissed,
)
from needs.models.record_pair import overlap_key

REST = datetime.timedelta(days=7)  # a contract's text unchanged for so long
QUIET = datetime.timedelta(days=90)  # after asking, before the same record may ask again
WEEKLY_LIMIT = 5  # records a borough may ask about in seven days
WEEK = datetime.timedelta(days=7)
CLOSE = (Overlap.Label.SAME, Overlap.Label.SIMILAR)
Status = ConnectRequest.Status


@dataclass(frozen=True)
class Asking:
    """Where a borough stands with one of its own records."""

    may_ask: bool = False
    waiting: ConnectRequest | None = None
    closed: ConnectRequest | None = None
    connected: tuple[ConnectRequest, ...] = ()


def asking_of(record: Need | Contract) -> Asking:
    """For the record's own borough alone.

    Several owners may have been asked at once. An answer that is outstanding is told as long as
    none has agreed, and a refusal only when nobody is left to answer.
    """
    made = list(ConnectRequest.objects.asked_for(record).with_records())
    connected = tuple(request for request in made if request.status == Status.ACCEPTED)
    waiting = next((request for request in made if request.status == Status.ASKED), None)
    recent = [request for request in made if request.asked_at > timezone.now() - QUIET]
    if connected:
        return Asking(connected=connected, may_ask=not recent and bool(askable(record)))
    if waiting:
        return Asking(waiting=waiting)
    if recent:
        said = [request for request in recent if request.answer]
        return Asking(closed=(said or recent)[0])
    return Asking(may_ask=bool(askable(record)))


def askable(record: Need | Contract) -> list[Overlap]:
    """Pairs of this record with sealed ones whose owner chose to be asked, the closest first."""
    if not has_settled(record):
        return []
    own = {"contract": record} if isinstance(record, Contract) else {"need": record}
    mine = OverlapSide.objects.counting().filter(**own)
    sealed = OverlapSide.objects.counting().filter(
        Q(need__visibility=Visibility.SEALED, need__may_be_asked=True)
        | Q(contract__visibility=Visibility.SEALED, contract__may_be_asked=True)
    )
    pairs = Overlap.objects.filter(
        Q(side_a__in=mine, side_b__in=sealed) | Q(side_b__in=mine, side_a__in=sealed),
        label__in=CLOSE,
    )
    done = ConnectRequest.objects.exclude(status__in=(Status.EXPIRED, Status.WITHDRAWN))
    pairs = without_dismissed(pairs, [record.borough_id])
    return list(pairs.exclude(pair_key__in=done.values("pair_key")).with_records())


def has_settled(record: Need | Contract) -> bool:
    """Whether its words stand: read by a moderator, or unchanged for a week."""
    if isinstance(record, Need):
        return record.reviewed_version == record.version
    versions = record.history.filter(version=record.version).order_by("history_date")
    since = versions.values_list("history_date", flat=True).first() or record.created_at
    return since <= timezone.now() - REST


def may_ask_again_on(borough_id: str) -> datetime.date | None:
    """The day the borough may ask again, when it has asked too often; None when it may today."""
    since = timezone.now() - WEEK
    made = ConnectRequest.objects.filter(from_borough=borough_id, asked_at__gt=since)
    asked: dict[tuple, datetime.datetime] = {}
    for need, contract, at in made.values_list("need_a", "contract_a", "asked_at"):
        asked[need, contract] = max(at, asked.get((need, contract), at))
    if len(asked) < WEEKLY_LIMIT:
        return None
    first = sorted(asked.values())[-WEEKLY_LIMIT]
    return timezone.localdate(first + WEEK) + datetime.timedelta(days=1)


@transaction.atomic
def ask(record: Need | Contract, *, by, message: str) -> list[ConnectRequest]:
    """Ask every owner of something like this record; the requests, none when there is nobody.

    The record is locked, so that two colleagues who press at once ask once.
    """
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not asking_of(locked).may_ask:
        return []
    requests = []
    for pair in askable(locked):
        sides = (pair.side_a.record, pair.side_b.record)
        sealed = sides[1] if sides[0] == locked else sides[0]
        requests.append(ConnectRequest.ask(locked, sealed, by=by, message=message))
    return requests


@transaction.atomic
def withdraw(record: Need | Contract, *, by) -> int:
    """Take back what was asked about the record, of everybody; how many were asked."""
    waiting = list(ConnectRequest.objects.asked_for(record).waiting())
    for request in waiting:
        request.withdraw(by=by)
    return len(waiting)


def records_waiting(gss_codes: list[str]) -> list[dict]:
    """These boroughs' records with an answer outstanding, each once however many were asked."""
    made = ConnectRequest.objects.filter(
        from_borough__in=gss_codes, status__in=ConnectRequest.IN_FORCE
    )
    made = list(made.with_records())
    connected = {request.record_a for request in made if request.status == Status.ACCEPTED}
    waiting = {request.record_a: request for request in made if request.status == Status.ASKED}
    return [
        {"record": record, "asked_at": request.asked_at, "expires_on": request.expires_on}
        for record, request in waiting.items()
        if record not in connected
    ]


def still_asked(request: ConnectRequest) -> bool:
    """Whether another owner may still answer what was asked together with this."""
    made = ConnectRequest.objects.filter(need_a=request.need_a_id, contract_a=request.contract_a_id)
    return made.filter(status__in=ConnectRequest.IN_FORCE).exists()


def pair_of_request(request: ConnectRequest) -> Overlap | None:
    """The engine's present reasons, if it still finds the two alike."""
    pairs = Overlap.objects.annotate(pair_key=overlap_key())
    return pairs.filter(pair_key=request.pair_key).first()
