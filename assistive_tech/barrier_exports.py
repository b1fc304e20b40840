"""Barriers as a table to download and as a feed to follow."""

from assistive_tech.models import Barrier
from procurement_portal.lib.feeds import Entry
from procurement_portal.lib.tables import write_csv

HEADINGS = [
    *("Reference", "Title", "What gets in the way", "Kind", "State", "Priority"),
    *("Reason for the priority", "Boroughs", "Number of boroughs", "Kinds of technology"),
    *("Open actions", "Raised on", "Validated on", "Address"),
]


def table_of(barriers, site_url: str) -> bytes:
    """CSV of barriers with boroughs, classes and actions fetched; no cell is ever a formula."""
    return write_csv(HEADINGS, (_row(barrier, site_url) for barrier in barriers))


def _row(barrier: Barrier, site_url: str) -> list:
    boroughs = sorted(borough.short_name for borough in barrier.boroughs.all())
    return [
        *(barrier.reference, barrier.title, barrier.text, barrier.get_kind_display()),
        *(barrier.get_status_display(), barrier.get_priority_display(), barrier.priority_reason),
        *("; ".join(boroughs), len(boroughs)),
        "; ".join(one.name for one in barrier.technology_classes.all()),
        sum(action.is_open for action in barrier.actions.all()),
        *(barrier.created_at.date(), barrier.validated_at and barrier.validated_at.date()),
        site_url + barrier.get_absolute_url(),
    ]


def entry_of(barrier: Barrier) -> Entry:
    """An entry that changes with the barrier's latest event (`changed_at`)."""
    return Entry(
        identity=f"{barrier.reference}-{barrier.changed_at:%Y%m%d%H%M%S}",
        title=barrier.title,
        path=barrier.get_absolute_url(),
        summary=f"{barrier.get_status_display()}. {barrier.text}",
        published=barrier.created_at,
        updated=barrier.changed_at,
    )
