"""Barriers in the digest: what moved in those a borough shares, and overdue actions of a person.

And trials that begin to recruit, for everybody. `PARTS` are rows of `community.rows`.
"""

import datetime
from collections.abc import Iterator, Mapping

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from assistive_tech.barrier_words import TOLD, told_words
from assistive_tech.models import (
    ActionProgress,
    Barrier,
    BarrierAction,
    BarrierEvent,
    BarrierMerge,
    Trial,
)
from community.lines import Item, Kind, Line, Scope, midnight
from community.periods import LONDON
from community.rows import Row, columns, is_new
from procurement_portal.lib.formatting import format_uk_date

AGAIN_AFTER = 14  # days an overdue action stays untold
PROGRESS, PROPOSED = "progress", "proposed"


def barrier_lines(rows: Mapping[str, list[Row]], scope: Scope) -> Iterator[Line]:
    """One line a barrier, with the last thing that happened; one an overdue action or a trial."""
    for row in rows[Kind.ACTION]:
        yield from overdue_line(row.to, row.title, row.text, row.at, scope.ends)
    for row in rows[Kind.TRIAL]:
        yield recruiting_line(row.name, row.title, row.text, row.at)
    latest: dict[tuple, tuple] = {}
    for row in rows[Kind.BARRIER]:
        key = row.borough, row.name
        latest[key] = max(latest.get(key, (row.at, "", "")), (row.at, row.title, row.text))
    for (borough, reference), (at, title, text) in latest.items():
        yield Line(("borough", borough), moved_item(reference, title, text, at), at)


def words(verb, text) -> Concat:
    """What happened, as its verb and what was said; a verb has no space."""
    return Concat(verb, Value(" "), text, output_field=CharField())


def overdue_actions(scope: Scope) -> QuerySet:
    overdue = BarrierAction.objects.overdue().filter(owner__in=scope.readers)
    return overdue.values_list(
        *columns(
            Kind.ACTION,
            to=F("owner_id"),
            name=F("barrier__reference"),
            title=F("barrier__title"),
            text=Cast("text", CharField()),
            at=Cast("due_on", DateTimeField()),
        )
    )


def progress_lines(scope: Scope) -> QuerySet:
    barrier = "action__barrier"
    shared = {f"{barrier}__sharing__borough__in": scope.boroughs}
    return ActionProgress.objects.filter(**is_new(scope, "at"), **shared).values_list(
        *columns(
            Kind.BARRIER,
            borough=F(f"{barrier}__sharing__borough_id"),
            name=F(f"{barrier}__reference"),
            title=F(f"{barrier}__title"),
            text=words(Value(PROGRESS), F("text")),
            at=F("at"),
        )
    )


def moves(scope: Scope) -> QuerySet:
    return BarrierEvent.objects.filter(
        **is_new(scope, "at"), verb__in=TOLD, record__sharing__borough__in=scope.boroughs
    ).values_list(
        *columns(
            Kind.BARRIER,
            borough=F("record__sharing__borough_id"),
            name=F("record__reference"),
            title=F("record__title"),
            text=words(F("verb"), F("reason")),
            at=F("at"),
        )
    )


def proposed_merges(scope: Scope) -> QuerySet:
    """For the borough that decides."""
    return BarrierMerge.objects.filter(
        **is_new(scope, "created_at"),
        status=BarrierMerge.Status.PROPOSED,
        barrier__status__in=Barrier.OPEN,
        barrier__borough__in=scope.boroughs,
    ).values_list(
        *columns(
            Kind.BARRIER,
            borough=F("barrier__borough_id"),
            name=F("barrier__reference"),
            title=F("barrier__title"),
            text=words(Value(PROPOSED), F("reason")),
            at=F("created_at"),
        )
    )


def recruiting_trials(scope: Scope) -> QuerySet:
    recruiting = Trial.objects.filter(status=Trial.Status.RECRUITING, **is_new(scope, "opened_at"))
    return recruiting.values_list(
        *columns(
            Kind.TRIAL,
            name=F("reference"),
            title=F("title"),
            text=Cast("question", CharField()),
            at=F("opened_at"),
        )
    )


PARTS = (overdue_actions, progress_lines, moves, proposed_merges, recruiting_trials)


def moved_item(reference: str, title: str, text: str, at: datetime.datetime) -> Item:
    verb, _, said = text.partition(" ")
    if verb == PROGRESS:
        sentence = f"Progress: {said}"
    elif verb == PROPOSED:
        sentence = f"LOTI proposes to merge it into another; your borough decides. {said}"
    else:
        sentence = told_words(verb, said)
    return Item(
        Kind.BARRIER,
        title,
        reverse("assistive_tech:barrier", kwargs={"reference": reference}),
        sentence,
        "Your borough has this barrier",
        (-at.timestamp(), reference),
        f"Barrier: {title}",
    )


def overdue_line(owner, title, text, due_at, ends) -> Iterator[Line]:
    """Told the day after its due date, and every fortnight while it stays open."""
    due = due_at.astimezone(LONDON).date()
    over = (min(ends.astimezone(LONDON).date(), timezone.localdate()) - due).days
    if over < 1:
        return
    told = due + datetime.timedelta(days=1 + (over - 1) // AGAIN_AFTER * AGAIN_AFTER)
    item = Item(
        Kind.ACTION,
        text,
        reverse("assistive_tech:my_barriers"),
        f"Due {format_uk_date(due)}, for “{title}”. Say how it goes, or finish it.",
        "You do this",
        (due, title, text),
        f"Overdue: {text}",
    )
    yield Line(("person", owner), item, midnight(told))


def recruiting_line(reference, title, question, at) -> Line:
    """For members everywhere: while it recruits another borough can still join."""
    item = Item(
        Kind.TRIAL,
        title,
        reverse("assistive_tech:trial", kwargs={"reference": reference}),
        f"{question} It recruits now, and boroughs can still join.",
        "A trial in London",
        (-at.timestamp(), reference),
        f"Trial that recruits: {title}",
    )
    return Line(("everybody",), item, at)
