"""Needs withdrawn or closed, told to the boroughs that joined them and to people told of them.

Nobody learns here of a need that they had not been able to read: who follows its category is told
only when an earlier digest named it.
"""

import datetime
from collections.abc import Iterator, Mapping

from django.urls import reverse

from community.lines import Item, Kind, Line, Reader
from community.models import DigestItem
from needs.ended import endings, withdrawn, words_of
from needs.models import NeedEvent


def ended_lines(
    readers: Mapping[int, Reader], floor: datetime.datetime, ends: datetime.datetime
) -> Iterator[Line]:
    """One line for each need that ended after `floor`, up to `ends`, and each group of people."""
    events = list(endings().filter(at__gt=floor, at__lte=ends))
    named = named_to(readers, events)
    for event in events:
        concerned = {*event.joined, event.record.borough_id}
        for gss in event.joined:
            item = ended_item(event, "Your borough joined it", reverse("needs:my_needs"))
            yield Line(("borough", gss), item, event.at)
        for pk in named.get(event.record.get_absolute_url(), ()):
            if not readers[pk].boroughs & concerned:
                yield Line(("person", pk), follower_item(event), event.at)


def named_to(readers: Mapping[int, Reader], events: list[NeedEvent]) -> dict[str, set[int]]:
    """Which of the readers an earlier digest told of each need, by the need's address."""
    addresses = [event.record.get_absolute_url() for event in events]
    named: dict[str, set[int]] = {}
    if addresses:
        told = DigestItem.objects.filter(
            kind=Kind.NEED, url__in=addresses, digest__user__in=list(readers)
        )
        for url, user in told.values_list("url", "digest__user"):
            named.setdefault(url, set()).add(user)
    return named


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
