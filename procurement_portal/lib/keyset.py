"""Paging by key: the next page starts after the last row shown, so rows that arrive meanwhile
neither repeat nor hide any, and the deepest page costs what the first does.

The cursor names the values of the last (or first) row: ``?after=2028-03-31~NEED-7K3M2Q``. It
only ever says where to start in what the reader may see, so a made-up one shows nothing more.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

SEPARATOR = "~"
LONGEST = 200  # characters of a cursor


@dataclass(frozen=True)
class Key:
    """One part of an ordering: a field or annotation that is never null, and its direction.

    `read` turns the cursor's text into a value and raises ValueError for anything else.
    """

    name: str
    descending: bool = False
    read: Callable = str

    def ordering(self, *, backwards: bool) -> str:
        return f"{'-' if self.descending != backwards else ''}{self.name}"

    def beyond(self, value, *, backwards: bool) -> Q:
        lookup = "lt" if self.descending != backwards else "gt"
        return Q(**{f"{self.name}__{lookup}": value})


@dataclass(frozen=True)
class Page:
    """One page of rows, and the cursors before and after it ("" where there is nothing)."""

    rows: list
    before: str
    after: str


def read_moment(text: str) -> datetime.datetime:
    """A time with its zone, as a cursor carries it.

    Raises OverflowError for one that lies outside the calendar in UTC, where the database asks.
    """
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time in a cursor has its zone")
    return moment.astimezone(datetime.UTC)


def page_of(
    rows: QuerySet, keys: tuple[Key, ...], *, after: str = "", before: str = "", size: int = 20
) -> Page:
    """One page of `rows`, a queryset of dictionaries (`.values(...)`) that hold every key.

    The last key must tell every row apart. A cursor that cannot be read gives the first page,
    and so does going back to where less than a page is left.
    """
    if before and (start := _values(before, keys)):
        found = list(_from(rows, keys, start, backwards=True)[: size + 1])
        if len(found) >= size:
            shown = found[:size][::-1]
            more = len(found) > size
            return Page(shown, _cursor(shown[0], keys) if more else "", _cursor(shown[-1], keys))
        after = ""
    start = _values(after, keys) if after else None
    found = list(_from(rows, keys, start, backwards=False)[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        _cursor(shown[0], keys) if shown and start else "",
        _cursor(shown[-1], keys) if len(found) > size else "",
    )


def _from(rows: QuerySet, keys: tuple[Key, ...], start: list | None, *, backwards: bool):
    ordered = rows.order_by(*(key.ordering(backwards=backwards) for key in keys))
    return ordered if start is None else ordered.filter(_past(keys, start, backwards))


def _past(keys: tuple[Key, ...], start: list, backwards: bool) -> Q:
    """Rows past `start`: past its first value, or level there and past the next, and so on."""
    past, level = Q(), Q()
    for key, value in zip(keys, start, strict=True):
        past |= level & key.beyond(value, backwards=backwards)
        level &= Q(**{key.name: value})
    first = keys[0]
    # Says the same again for the first key alone, which is what an index can use.
    return past & (first.beyond(start[0], backwards=backwards) | Q(**{first.name: start[0]}))


def _cursor(row: dict, keys: tuple[Key, ...]) -> str:
    values = (row[key.name] for key in keys)
    return SEPARATOR.join(v.isoformat() if isinstance(v, datetime.date) else str(v) for v in values)


def _values(cursor: str, keys: tuple[Key, ...]) -> list | None:
    """The cursor's values, or None for one that cannot be read."""
    parts = cursor.split(SEPARATOR)
    if len(cursor) > LONGEST or len(parts) != len(keys) or "\x00" in cursor:
        return None
    try:
        return [key.read(part) for key, part in zip(keys, parts, strict=True)]
    except (ValueError, OverflowError):
        return None
