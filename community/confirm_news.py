"""What to confirm: a person's own records, and for those who lead a borough all others of it.

Each line names its records, so that the link in the mail can confirm those and no others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from community.lines import Item, Kind, Line, Reader, last_reminder
from needs.models import Contract, Need
from procurement_portal.lib.filter_links import address
from procurement_portal.lib.formatting import format_count, format_uk_date

REMINDERS = (14, 0)  # days before: told twice, not every week
Records = list[Need | Contract]


def due_condition(readers: Iterable[Reader], floor: datetime, last_day, prefix: str = "") -> Q:
    """Records whose review falls into the period and that one of these people could confirm."""
    readers = list(readers)
    led = {gss for reader in readers for gss in reader.leads}
    owners = [reader.user_id for reader in readers]
    asked = Q(**{f"{prefix}owner__in": owners}) | Q(**{f"{prefix}borough__in": led})
    dates = {f"{prefix}review_by__gte": floor.date(), f"{prefix}review_by__lte": last_day}
    return asked & Q(**dates)


def confirm_lines(due: Records, readers: dict[int, Reader], ends: datetime) -> Iterator[Line]:
    """Lines about these records, for those who keep them and those who lead their boroughs."""
    by_owner, by_borough = defaultdict(list), defaultdict(list)
    for record in due:
        by_owner[record.owner_id].append(record)
        by_borough[record.borough_id].append(record)
    for reader in readers.values():
        own = [r for r in by_owner[reader.user_id] if r.borough_id in reader.boroughs]
        yield from own_needs(reader, news_of([r for r in own if isinstance(r, Need)], reader, ends))
        contracts = [r for r in own if isinstance(r, Contract)]
        yield from own_contracts(reader, news_of(contracts, reader, ends))
        for gss in sorted(reader.leads):
            others = [r for r in by_borough[gss] if r.owner_id != reader.user_id]
            yield from others_of_borough(reader, news_of(others, reader, ends))


def news_of(records: Records, reader: Reader, ends: datetime) -> dict[Need | Contract, datetime]:
    """When each was last to be told of, the first due first; those told before are left out."""
    moments = {r: last_reminder(r.review_by, REMINDERS, ends) for r in records}
    news = {r: at for r, at in moments.items() if at and at > reader.since}
    return dict(sorted(news.items(), key=lambda pair: (pair[0].review_by, pair[0].reference)))


def named(records: Iterable[Need | Contract]) -> tuple:
    """Kind, id and keeper of each: what a link is good for."""
    return tuple(("need" if isinstance(r, Need) else "contract", r.pk, r.owner_id) for r in records)


def own_needs(reader: Reader, due: dict) -> Iterator[Line]:
    for need, at in due.items():
        day = format_uk_date(need.review_by)
        late = "It no longer counts in overlaps until you confirm it."
        text = late if need.is_stale else f"Confirm by {day} that it is still true."
        item = Item(
            Kind.CONFIRM,
            need.title,
            need.get_absolute_url(),
            text,
            "You posted it",
            (need.review_by, need.reference),
            f"Confirm by {day}: {need.title}",
            named([need]),
        )
        yield Line(("person", reader.user_id), item, at)


def own_contracts(reader: Reader, due: dict) -> Iterator[Line]:
    """One line however many: a register of hundreds falls due on the same day."""
    if not due:
        return
    first = min(contract.review_by for contract in due)
    title = f"{format_count(len(due), 'contract', 'contracts')} to confirm"
    text = f"Confirm that the dates are still right. The first is due on {format_uk_date(first)}."
    url, headline = reverse("needs:my_contracts"), f"{title} by {format_uk_date(first)}"
    reason = "You keep these contracts"
    item = Item(Kind.CONFIRM, title, url, text, reason, (first, ""), headline, named(due))
    yield Line(("person", reader.user_id), item, max(due.values()))


def others_of_borough(reader: Reader, due: dict) -> Iterator[Line]:
    """What others keep for a borough that this person leads, in one line."""
    if not due:
        return
    records, today = list(due), timezone.localdate()
    borough, count = records[0].borough, format_count(len(due), "record", "records")
    late = sum(record.review_by < today for record in records)
    by = next((r.review_by for r in records if r.review_by >= today), records[-1].review_by)
    verb = "needs" if len(due) == 1 else "need"
    title = f"{count} of {borough} {verb} confirming by {format_uk_date(by)}"
    overdue = f"{late} of them {'is' if late == 1 else 'are'} overdue. " if late else ""
    text = f"{overdue}Other people keep them. What nobody confirms counts nowhere."
    item = Item(
        Kind.CONFIRM,
        title,
        list_of(records),
        text,
        f"You lead {borough}",
        (records[0].review_by, f"~{borough.slug}"),
        title,
        named(records),
    )
    yield Line(("person", reader.user_id), item, max(due.values()))


def list_of(records: Records) -> str:
    """The borough's list with most of these records in it."""
    if all(isinstance(record, Need) for record in records):
        return reverse("needs:my_needs")
    pairs = [("borough", records[0].borough.slug), ("stale", "soon")]
    return address(reverse("needs:my_contracts"), pairs)
