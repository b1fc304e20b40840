"""What a digest says: pure over querysets, no sending.

Built when it is sent, from what the person may see at that moment. What is new is read once for a
batch of people (`community.news`), each line with whom it is for; putting one person's digest
together is then a choice among lines, without a query.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from community.lines import KINDS, Item, Line, Reader
from community.models import Follow, TechnologyFollow
from community.news import read_news
from community.periods import Period
from members.models import Membership

BATCH = 200
SHOWN = 10  # lines of a kind in one digest; the rest is a number with a link


@dataclass(frozen=True)
class Section:
    """Lines of one kind, the most pressing first; `more` is how many are left out."""

    kind: str
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True)
class Content:
    """One person's digest. `is_member` is false for who belongs to no borough any more."""

    user_id: int
    is_member: bool
    sections: tuple[Section, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


def build_digests(
    users: Iterable, period: Period, since: Mapping[int, datetime] | None = None
) -> dict[int, Content]:
    """What each person's digest for the period says, by the person's id.

    `since` moves the start of single people's period: what they were told already is not told
    again. Six queries for every 200 people.
    """
    users, contents = list(users), {}
    for start in range(0, len(users), BATCH):
        batch = users[start : start + BATCH]
        readers = read_readers(batch, period, since or {})
        lines = Lines(read_news(readers, period))
        for user in batch:
            reader = readers.get(user.pk)
            sections = lines.sections_for(reader) if reader else ()
            contents[user.pk] = Content(user.pk, reader is not None, sections)
    return contents


def read_readers(users, period: Period, since: Mapping[int, datetime]) -> dict[int, Reader]:
    """Those of the people who are accepted members now, in one query."""
    ids = [user.pk for user in users if user.is_active]
    boroughs, leads, follows = defaultdict(set), defaultdict(set), defaultdict(set)
    technologies = defaultdict(set)
    followed = Follow.objects.filter(user=OuterRef("user")).values("capability")
    evidence = TechnologyFollow.objects.filter(user=OuterRef("user")).values("technology_class")
    members = Membership.objects.active().filter(user__in=ids)
    for user_id, gss, role, capabilities, classes in members.values_list(
        "user_id", "borough_id", "role", ArraySubquery(followed), ArraySubquery(evidence)
    ):
        boroughs[user_id].update([gss] if gss else [])
        leads[user_id].update([gss] if gss and role in Membership.LEADING else [])
        follows[user_id].update(capabilities)
        technologies[user_id].update(classes)
    return {
        pk: Reader(
            pk,
            frozenset(boroughs[pk]),
            frozenset(follows[pk]),
            since.get(pk, period.starts),
            frozenset(leads[pk]),
            frozenset(technologies[pk]),
        )
        for pk in ids
        if pk in boroughs
    }


class Lines:
    """The lines of a batch, found by whom they are for."""

    def __init__(self, news: Iterable[Line]):
        self.by_audience: dict[tuple, list[Line]] = defaultdict(list)
        for line in news:
            self.by_audience[line.audience].append(line)

    def sections_for(self, reader: Reader) -> tuple[Section, ...]:
        """A person's lines by kind, in the order in which a digest has them, each once."""
        found: dict[str, dict] = {kind: {} for kind in KINDS}
        for key in reader.audiences():
            for line in self.by_audience.get(key, ()):
                if line.new_since(reader.since):
                    found[line.item.kind][line.item.sameness] = line.item
        return tuple(
            Section(kind, tuple(items)[:SHOWN], max(0, len(items) - SHOWN))
            for kind, items in (
                (kind, sorted(lines.values(), key=lambda item: item.order))
                for kind, lines in found.items()
            )
            if items
        )
