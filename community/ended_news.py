"""Needs withdrawn or closed, told to the boroughs that joined them and to people told of them.

Nobody learns here of a need that they had not been able to read: who follows its category is told
only when an earlier digest named it.
"""

import datetime
from collections.abc import Iterator, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from community.lines import Item, Kind, Line, Reader
from community.models import DigestItem
from needs.ended import could_be_read, withdrawn, words_of
from needs.models import Interest, Need, NeedEvent
from needs.models.visibility import OPEN_TO_MEMBERS

ENDED = Q(ending__isnull=False) & could_be_read()


def with_endings(needs: QuerySet, readers, floor: datetime.datetime, ends: datetime.datetime):
    """Needs, each with how it ended after `floor`, up to `ends`, if it did: for `ended_lines`.

    `joined` are the codes of the boroughs in it, `told` the readers to whom a digest named it. An
    ended need stays ended, so each need comes once.
    """
    ended = Q(events__verb__in=NeedEvent.ENDINGS, events__at__gt=floor, events__at__lte=ends)
    address = Concat(Value(f"{reverse('needs:index')}/"), OuterRef("reference"))
    told = DigestItem.objects.filter(kind=Kind.NEED, url=address, digest__user__in=list(readers))
    joined = Interest.objects.joined().filter(need=OuterRef("pk"))
    return needs.annotate(ending=FilteredRelation("events", condition=ended)).annotate(
        ended_by=F("ending__verb"),
        ended_at=F("ending__at"),
        ended_because=F("ending__reason"),
        joined=ArraySubquery(joined.order_by().values("borough").distinct()),
        told=ArraySubquery(told.order_by().values("digest__user").distinct()),
    )


def ended_lines(need: Need, readers: Mapping[int, Reader]) -> Iterator[Line]:
    """Lines about a need of `with_endings`: for each borough in it, and for each person told."""
    if not need.ended_at or need.published_at is None or need.visibility not in OPEN_TO_MEMBERS:
        return
    event = NeedEvent(record=need, verb=need.ended_by, at=need.ended_at, reason=need.ended_because)
    concerned = {*need.joined, need.borough_id}
    for gss in need.joined:
        item = ended_item(event, "Your borough joined it", reverse("needs:my_needs"))
        yield Line(("borough", gss), item, event.at)
    for pk in need.told:
        if not readers[pk].boroughs & concerned:
            yield Line(("person", pk), follower_item(event), event.at)


def follower_item(event: NeedEvent) -> Item:
    capability = event.record.capability
    place = capability.get_absolute_url() if capability else reverse("needs:index")
    return ended_item(event, f"You follow {capability}", place)


def ended_item(event: NeedEvent, reason: str, elsewhere: str) -> Item:
    """`elsewhere` is where the line leads when the need itself can be read no more."""
    need = event.record
    gone = withdrawn(event)
    return Item(
        Kind.ENDED,
        need.title,
        elsewhere if gone else need.get_absolute_url(),
        words_of(event),
        reason,
        (-event.at.timestamp(), need.reference),
        f"{need.borough} {'withdrew' if gone else 'closed'}: {need.title}",
    )
