"""A borough's own records with new overlaps: one line a record, whoever has the like of it."""

import datetime

from django.utils import timezone

from members.permissions import borough_ids
from needs.models import Overlap, without_dismissed
from needs.overlap import parts_from_json
from needs.views.overlap_pair import pair_href

READ = 200  # the closest pairs looked through
RECORDS = 5
BOROUGHS = 6  # named on a line
REASONS = 2  # the weightiest, of the closest pair


def new_overlaps(user, borough, days: int) -> list[dict]:
    """What was found in the last days: the borough's records by their closest pair, first five."""
    if borough is None:
        return []
    since = timezone.now() - datetime.timedelta(days=days)
    pairs = Overlap.objects.visible_to(user).live().of_boroughs([borough.gss]).with_records()
    pairs = without_dismissed(pairs, borough_ids(user)).filter(found_at__gte=since)
    by_record: dict[str, list] = {}
    for pair in pairs.order_by("-score", "pk")[:READ]:
        own, other = pair.side_a.record, pair.side_b.record
        if own.borough_id != borough.gss:
            own, other = other, own
        by_record.setdefault(own.reference, []).append((own, other, pair))
    return [_line(found) for found in list(by_record.values())[:RECORDS]]


def _line(found: list[tuple]) -> dict:
    """One own record. A borough is named once, by the closest of its records."""
    own, _, closest = found[0]
    parts = sorted(parts_from_json(closest.parts), key=lambda part: -part.points)
    others: dict[str, dict] = {}
    for mine, other, pair in found:
        line = {
            "borough": other.borough.short_name,
            "href": pair_href(mine, other),
            "label": pair.get_label_display().lower(),
        }
        others.setdefault(other.borough_id, line)
    return {
        "title": str(own),
        "href": own.get_absolute_url(),
        "others": list(others.values())[:BOROUGHS],
        "more": max(0, len(others) - BOROUGHS),
        "why": [part.sentence for part in parts[:REASONS] if part.points > 0],
        "is_example": own.is_example,
    }
