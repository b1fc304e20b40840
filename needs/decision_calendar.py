"""A borough's decide-by dates as an iCalendar file (RFC 5545).

A need or contract is one event with one UID for as long as it lives, whatever its date becomes.
SEQUENCE and LAST-MODIFIED say when it last changed. What is withdrawn or over is left out: a
calendar program that subscribes drops what it no longer finds.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from icalendar import Calendar, Event

from needs import sentences
from needs.landscape import Row, landscape_of_boroughs
from needs.lead_times import last_changes
from needs.models import Capability, Contract, Need
from needs.windows import notice_by, start_by
from procurement_portal.lib.formatting import format_uk_date

KEPT = datetime.timedelta(days=365)  # how long a date that has passed stays
EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # SEQUENCE counts seconds from here
LONDON = ZoneInfo("Europe/London")
EVERY_DAY = datetime.timedelta(days=1)  # how often to look again


@dataclass(frozen=True)
class Due:
    """One event: a record with a date to decide by, and when that was last changed."""

    row: Row
    changed_at: datetime.datetime


def decisions_of(user, gss_codes: Iterable[str]) -> list[Due]:
    """What these boroughs must decide, of what this person may see, the earliest first."""
    landscape = landscape_of_boroughs(user, gss_codes)
    since = landscape.today - KEPT
    rows = [
        row
        for row in (*landscape.counting, *landscape.stale)
        if row.decide_by is not None and row.decide_by >= since
    ]
    rows.sort(key=lambda row: (row.decide_by, row.reference))
    changed = _changes(rows)
    return [Due(row, max(changed[row.reference], _rolled(row))) for row in rows]


def _changes(rows: list[Row]) -> dict[str, datetime.datetime]:
    """When each record, or the lead time of its category, was last changed, by reference."""
    found = dict.fromkeys((row.reference for row in rows), EPOCH)
    for model in (Contract, Need):
        saved = model.history.filter(reference__in=list(found)).order_by().values("reference")
        for version in saved.annotate(last=Max("history_date")):
            found[version["reference"]] = version["last"]
    slugs = dict(Capability.objects.values_list("slug", "pk"))
    lead_times = last_changes()
    for row in rows:
        changed = lead_times.get(slugs.get(row.capability), EPOCH)
        found[row.reference] = max(found[row.reference], changed)
    return found


def _rolled(row: Row) -> datetime.datetime:
    """When its date moved by itself: the day an earlier term of the contract had run out."""
    if row.rolled_on is None:
        return EPOCH
    return datetime.datetime.combine(row.rolled_on, datetime.time(), LONDON)


def calendar_file(decisions: Iterable[Due], name: str) -> bytes:
    """The file: CRLF, folded at 75 octets and escaped by the library."""
    calendar = Calendar()
    calendar.add("prodid", "-//LOTI//Procurement portal//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY_DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for due in decisions:
        calendar.add_component(_event(due))
    return calendar.to_ical()


def _event(due: Due) -> Event:
    row, changed = due.row, due.changed_at.astimezone(datetime.UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{row.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", int((changed - EPOCH).total_seconds()))
    event.add("dtstart", row.decide_by)
    event.add("dtend", row.decide_by + datetime.timedelta(days=1))
    event.add("summary", f"Decide: {plain(row.title)} ({row.borough})")
    event.add("description", "\n".join(_says(row)))
    event.add("url", settings.SITE_URL + row.href)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def plain(text: str) -> str:
    """Text without the control characters that a calendar cannot hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter == " ")


def _says(row: Row) -> list[str]:
    """What must be decided, by when each part of it, and where to read more."""
    lines = [f"{plain(sentences.of_row(row))}."]
    start = row.window.opens if row.is_contract else row.window.closes
    begin, notice = start_by(start, row.lead_time_months), notice_by(start, row.notice_months)
    lines.append(f"Begin procuring by {format_uk_date(begin)}.")
    if not row.is_contract and row.decide_by < begin:
        notice = row.decide_by  # on the contract it replaces
    if notice:
        lines.append(f"Give notice by {format_uk_date(notice)}.")
    if row.is_stale:
        lines.append("Nobody has confirmed this record in time: check it first.")
    return [*lines, settings.SITE_URL + row.href]
