"""Barriers in the digest: what moved in those a borough shares, and overdue actions of a person.

And trials that begin to recruit, for everybody. All of it in one query: a union of rows (kind, to
whom, borough, reference, title, text, at). Interviews to confirm are a further part of the same
columns, added to `PARTS` beside a line that words them.
"""

import datetime
from collections.abc import Iterator

from django.db.models import CharField, DateTimeField, F, IntegerField, Value
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
from community.lines import Item, Kind, Line, midnight
from community.periods import LONDON
from procurement_portal.lib.formatting import format_uk_date

NOBODY = 0
AGAIN_AFTER = 14  # days an overdue action stays untold
PROGRESS, PROPOSED = "progress", "proposed"


def barrier_lines(
    readers, boroughs: set[str], floor: datetime.datetime, ends: datetime.datetime
) -> Iterator[Line]:
    """One line a barrier, with the last thing that happened; one an overdue action."""
    first, *others = (part(readers, boroughs, floor, ends).order_by() for part in PARTS)
    latest: dict[tuple, tuple] = {}
    for kind, to, borough, reference, title, text, at in first.union(*others, all=True):
        if kind == Kind.ACTION:
            yield from overdue_line(to, title, text, at, ends)
        elif kind == Kind.TRIAL:
            yield recruiting_line(reference, title, text, at)
        else:
            key = borough, reference
            latest[key] = max(latest.get(key, (at, "", "")), (at, title, text))
    for (borough, reference), (at, title, text) in latest.items():
        yield Line(("borough", borough), moved_item(reference, title, text, at), at)


def columns(kind: Kind, *others) -> tuple:
    """`others` are to whom, borough, reference, title, text and at."""
    return Value(kind.value, CharField()), *others


def words(verb, text) -> Concat:
    """What happened, as its verb and what was said; a verb has no space."""
    return Concat(verb, Value(" "), text, output_field=CharField())


def overdue_actions(readers, boroughs, floor, ends):
    return (
        BarrierAction.objects.overdue()
        .filter(owner__in=readers)
        .values_list(
            *columns(
                Kind.ACTION,
                F("owner_id"),
                Value("", CharField()),
                F("barrier__reference"),
                F("barrier__title"),
                Cast("text", CharField()),
                Cast("due_on", DateTimeField()),
            )
        )
    )


def progress_lines(readers, boroughs, floor, ends):
    barrier = "action__barrier"
    return ActionProgress.objects.filter(
        at__gt=floor, at__lte=ends, action__barrier__sharing__borough__in=boroughs
    ).values_list(
        *columns(
            Kind.BARRIER,
            Value(NOBODY, IntegerField()),
            F(f"{barrier}__sharing__borough_id"),
            F(f"{barrier}__reference"),
            F(f"{barrier}__title"),
            words(Value(PROGRESS), F("text")),
            F("at"),
        )
    )


def moves(readers, boroughs, floor, ends):
    return BarrierEvent.objects.filter(
        verb__in=TOLD,
        at__gt=floor,
        at__lte=ends,
        record__sharing__borough__in=boroughs,
    ).values_list(
        *columns(
            Kind.BARRIER,
            Value(NOBODY, IntegerField()),
            F("record__sharing__borough_id"),
            F("record__reference"),
            F("record__title"),
            words(F("verb"), F("reason")),
            F("at"),
        )
    )


def proposed_merges(readers, boroughs, floor, ends):
    """For the borough that decides."""
    return BarrierMerge.objects.filter(
        status=BarrierMerge.Status.PROPOSED,
        created_at__gt=floor,
        created_at__lte=ends,
        barrier__status__in=Barrier.OPEN,
        barrier__borough__in=boroughs,
    ).values_list(
        *columns(
            Kind.BARRIER,
            Value(NOBODY, IntegerField()),
            F("barrier__borough_id"),
            F("barrier__reference"),
            F("barrier__title"),
            words(Value(PROPOSED), F("reason")),
            F("created_at"),
        )
    )


def recruiting_trials(readers, boroughs, floor, ends):
    return Trial.objects.filter(
        status=Trial.Status.RECRUITING, opened_at__gt=floor, opened_at__lte=ends
    ).values_list(
        *columns(
            Kind.TRIAL,
            Value(NOBODY, IntegerField()),
            Value("", CharField()),
            F("reference"),
            F("title"),
            Cast("question", CharField()),
            F("opened_at"),
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
