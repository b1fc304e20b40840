"""The parts a digest is made of: a line and whom it is for."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from community.models import DigestItem
from community.periods import LONDON, Period

Kind = DigestItem.Kind
# In the order of a digest: what must be decided first, what is good to know last.
KINDS = (
    Kind.DECIDE_BY,
    Kind.ACTION,
    Kind.COMMENT,
    Kind.CONFIRM,
    Kind.HANDED,
    Kind.OVERLAP,
    Kind.ENDED,
    Kind.NEED,
    Kind.BARRIER,
    Kind.TRIAL,
    Kind.GUIDANCE,
    Kind.CASE_STUDY,
)


@dataclass(frozen=True)
class Item:
    """One line: `url` is a path, `text` a sentence, `reason` why the person gets it.

    `order` sorts the lines of a kind, smallest first. `headline` is what a subject would say.
    `records` are those a line asks to confirm: kind, id and keeper of each.
    """

    kind: str
    title: str
    url: str
    text: str
    reason: str
    order: tuple
    headline: str
    records: tuple = ()

    @property
    def sameness(self):
        """What a digest has once: what is new and followed as well is told of in one line."""
        return self.url if self.kind in (Kind.GUIDANCE, Kind.CASE_STUDY) else self


@dataclass(frozen=True)
class Line:
    """An item, whom it is for (`Reader.audiences`) and since when it is news."""

    audience: tuple
    item: Item
    at: datetime.datetime

    def new_since(self, moment: datetime.datetime) -> bool:
        return self.at > moment


@dataclass(frozen=True)
class Reader:
    """A person as far as a digest depends on them.

    `since`: told everything up to then. `leads`: the boroughs they lead, of those they are in.
    `technologies`: the kinds of assistive technology they follow, by their slugs.
    """

    user_id: int
    boroughs: frozenset[str]
    follows: frozenset[int]
    since: datetime.datetime
    leads: frozenset[str] = frozenset()
    technologies: frozenset[str] = frozenset()

    def audiences(self) -> Iterator[tuple]:
        """Every group of people this one belongs to; no line has another."""
        yield ("everybody",)
        yield ("person", self.user_id)
        for gss in sorted(self.boroughs):
            yield ("borough", gss)
        for slug in sorted(self.technologies):
            yield ("technology", slug)
        for capability in sorted(self.follows):
            yield ("follower", capability)
            for gss in sorted(self.boroughs):
                yield ("follower", capability, gss)


@dataclass(frozen=True)
class Scope:
    """What is asked for: the readers of a batch, and from when to when."""

    readers: dict[int, Reader]
    floor: datetime.datetime
    ends: datetime.datetime

    @classmethod
    def of(cls, readers: dict[int, Reader], period: Period) -> "Scope":
        floor = min((reader.since for reader in readers.values()), default=period.starts)
        return cls(readers, floor, period.ends)

    @property
    def boroughs(self) -> set[str]:
        return {gss for reader in self.readers.values() for gss in reader.boroughs}

    @property
    def follows(self) -> set[int]:
        return {pk for reader in self.readers.values() for pk in reader.follows}

    def last_day(self, days: int = 0) -> datetime.date:
        return self.ends.astimezone(LONDON).date() + datetime.timedelta(days=days)


def midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(0), LONDON)


def last_reminder(
    day: datetime.date, days_before: tuple[int, ...], ends: datetime.datetime
) -> datetime.datetime | None:
    """The latest reminder of a date that has come by `ends`: so many days before, at midnight."""
    moments = (midnight(day - datetime.timedelta(days=before)) for before in days_before)
    return max((moment for moment in moments if moment <= ends), default=None)
