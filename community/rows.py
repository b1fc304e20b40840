"""What several rooms have to tell, as rows of one query: a union of parts with the same columns."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value
from django.db.models.expressions import Combinable

from community.lines import Scope

NOBODY = Value(0, IntegerField())  # to whom, when it is not told to one person by name
NOTHING = Value("", CharField())


class Row(NamedTuple):
    """What one part says: `source` is the part's own word, the lines are made by it.

    `to`: the id of the person it is for, or 0. `borough`: a GSS code, or empty. `name`: the slug
    or reference with which the page is found. What the other columns mean is the part's.
    """

    source: str
    to: int
    borough: str
    name: str
    title: str
    text: str
    number: int
    at: datetime.datetime


def columns(
    source: str,
    *,
    at: Combinable,
    title: Combinable,
    name: Combinable = NOTHING,
    text: Combinable = NOTHING,
    to: Combinable = NOBODY,
    borough: Combinable = NOTHING,
    number: Combinable = NOBODY,
) -> tuple[Combinable, ...]:
    """A part's expressions, in the order of `Row`."""
    return Value(str(source), CharField()), to, borough, name, title, text, number, at


def read_rows(parts: Iterable[Callable], scope: Scope) -> Iterator[Row]:
    """Every row of these parts, in one query."""
    first, *others = (part(scope).order_by() for part in parts)
    return map(Row._make, first.union(*others, all=True))


def is_new(scope: Scope, field: str) -> dict:
    """The condition that this moment lies in what the batch asks about."""
    return {f"{field}__gt": scope.floor, f"{field}__lte": scope.ends}
