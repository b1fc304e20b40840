"""Atom feeds, made from plain rows."""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry. `path` begins with a slash; `identity` tells versions of a page apart."""

    identity: str
    title: str
    path: str
    summary: str
    published: datetime.datetime
    updated: datetime.datetime


def atom(*, title: str, subtitle: str, path: str, feed_path: str, entries: list[Entry]):
    """An Atom response; control characters, which XML cannot hold, are left out."""
    feed = Atom1Feed(
        title=title,
        subtitle=subtitle,
        link=settings.SITE_URL + path,
        description=subtitle,
        feed_url=settings.SITE_URL + feed_path,
        language="en-gb",
        feed_guid=settings.SITE_URL + feed_path,
    )
    for entry in entries:
        feed.add_item(
            title=_plain(entry.title),
            link=settings.SITE_URL + entry.path,
            description=_plain(entry.summary),
            unique_id=f"{settings.SITE_URL}{entry.path}#{entry.identity}",
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _plain(text: str) -> str:
    return NOT_XML.sub("", text)
