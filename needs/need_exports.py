"""Lists of needs for machines: CSV and Atom. Commercial fields are in neither."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from needs.models import Need
from needs.rows import ENDED, row_of

PUBLIC_HEADINGS = [
    "Reference",
    "Need",
    "Borough",
    "Stage",
    "Value",
    "Earliest start",
    "Latest start",
    "Boroughs interested",
    "Published",
    "Last confirmed",
    "Review by",
    "Example",
    "Address",
]
MEMBER_HEADINGS = ["Decide by", "Who can see this"]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which XML cannot hold
VISIBILITY = dict(Need._meta.get_field("visibility").choices)


def address_of(reference: str) -> str:
    return settings.SITE_URL + reverse("needs:detail", kwargs={"reference": reference})


def need_headings(*, member: bool) -> list[str]:
    return [*PUBLIC_HEADINGS, *(MEMBER_HEADINGS if member else [])]


def need_lines(found: Iterable[dict], *, member: bool) -> Iterator[list]:
    """One line a need; `found` as `needs.rows.read_rows` gives it."""
    return (_line(f, member=member) for f in found)


def _line(found: dict, *, member: bool) -> list:
    row = row_of(found)
    line = [
        row.reference,
        row.title,
        row.borough,
        row.stage,
        row.value,
        found["earliest_start"],
        found["latest_start"],
        row.interested,
        timezone.localdate(found["published_at"]),
        found["last_confirmed_on"],
        "" if found["status"] in ENDED else found["review_by"],
        row.is_example,
        address_of(row.reference),
    ]
    if member:
        line += [found["decide_by"], VISIBILITY[found["shown_to"]]]
    return line


def needs_feed(found: list[dict], *, address: str, page: str) -> str:
    """Atom 1.0. `address` is the feed's own path and query, `page` that of the list."""
    feed = Atom1Feed(
        title="Needs of London’s boroughs",
        link=settings.SITE_URL + page,
        feed_url=settings.SITE_URL + address,
        description=None,
        language="en-GB",
        author_name="LOTI procurement portal",
    )
    for item in found:
        row = row_of(item)
        link = address_of(row.reference)
        feed.add_item(
            title=CONTROL.sub(" ", f"{'Example: ' if row.is_example else ''}{row.title}"),
            link=link,
            unique_id=link,
            description=_summary(row),
            author_name=row.borough,
            pubdate=item["published_at"],
            updateddate=item["published_at"],
        )
    return feed.writeString("utf-8")


def _summary(row) -> str:
    parts = [row.borough, row.stage, f"Value: {row.value}"]
    parts += [f"Starts {row.starts}"] if row.starts else []
    return ". ".join(parts) + "."
