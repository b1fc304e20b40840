"""Comments on guidance that wait for the person who answers for them, in one line."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone

from community.lines import Item, Kind, Line, Scope, midnight
from community.rows import Row, columns
from guidance.models import Feedback
from members.models import Membership
from procurement_portal.lib.formatting import format_count, format_uk_date

AGAIN_AFTER = 14  # days an overdue comment stays untold
NAMED = 3  # pages that a line names


@dataclass(frozen=True, order=True)
class Waiting:
    """A comment on `page`, sent `at`, to be acknowledged by `due` unless it has been."""

    due: datetime.date
    page: str
    reference: str
    at: datetime.datetime
    is_new: bool

    @classmethod
    def of(cls, row: Row) -> "Waiting":
        due = datetime.date.fromisoformat(row.text)
        return cls(due, row.title, row.name, row.at, bool(row.number))

    def days_over(self, today: datetime.date) -> int:
        return max(0, (today - self.due).days) if self.is_new else 0

    def told(self, today: datetime.date) -> datetime.datetime:
        """When it was last to be told of: sent, then overdue, then every fortnight."""
        if not (over := self.days_over(today)):
            return self.at
        days = 1 + (over - 1) // AGAIN_AFTER * AGAIN_AFTER
        return max(self.at, midnight(self.due + datetime.timedelta(days=days)))


def comments_waiting(scope: Scope) -> QuerySet:
    """Those given to these readers, or nobody's yet on guides they own; moderators only.

    However long ago they were sent: the line counts all that waits, or it would mislead. The text
    is the day by which to acknowledge it, the number 1 until somebody has.
    """
    active = Membership.objects.active().filter(role=Membership.Role.MODERATOR)
    moderators = active.filter(user__in=scope.readers).values("user")
    owned = Q(owner__in=moderators) | Q(owner=None, guide__owner__in=moderators)
    new = When(status=Feedback.Status.NEW, then=Value(1))
    return (
        Feedback.objects.to_answer()
        .filter(owned, at__lte=scope.ends)
        .values_list(
            *columns(
                Kind.COMMENT,
                to=Coalesce("owner_id", "guide__owner_id"),
                name=F("reference"),
                title=Coalesce("guide__published_version__title", "technique__name"),
                text=Cast("due", CharField()),
                number=Case(new, default=Value(0), output_field=IntegerField()),
                at=F("at"),
            )
        )
    )


def comment_lines(rows: list[Row], scope: Scope) -> Iterator[Line]:
    """One line a person; it is news when a comment came in or grew overdue."""
    today = min(scope.last_day(), timezone.localdate())
    by_owner = defaultdict(list)
    for row in rows:
        by_owner[row.to].append(Waiting.of(row))
    for owner, waiting in by_owner.items():
        told = max(comment.told(today) for comment in waiting)
        yield Line(("person", owner), waiting_item(sorted(waiting), today), told)


def waiting_item(waiting: list[Waiting], today: datetime.date) -> Item:
    late = [comment for comment in waiting if comment.days_over(today)]
    others = [comment for comment in waiting if not comment.days_over(today)]
    single = len(waiting) == 1
    title = f"{format_count(len(waiting), 'comment waits', 'comments wait')} for your answer"
    where = {"reference": waiting[0].reference}
    return Item(
        Kind.COMMENT,
        title,
        reverse("guidance:moderate_comment", kwargs=where)
        if single
        else reverse("moderation_comments"),
        " ".join(filter(None, (_late(late), _others(others, bool(late))))),
        "You answer for this page" if single else "You answer for these pages",
        (not late, waiting[0].due, title),
        f"{title}, {len(late)} overdue" if late else title,
    )


def _late(late: list[Waiting]) -> str:
    if not late:
        return ""
    first = format_uk_date(late[0].due)
    return f"Overdue: {_pages(late)}. The first was to be acknowledged by {first}."


def _others(others: list[Waiting], after_late: bool) -> str:
    if not others:
        return ""
    return f"{'Waiting too' if after_late else 'On'}: {_pages(others)}."


def _pages(comments: list[Waiting]) -> str:
    """ "“Talk to suppliers”, “Pilot” and 2 more pages", each page once."""
    pages = list(dict.fromkeys(comment.page for comment in comments))
    named = ", ".join(f"“{page}”" for page in pages[:NAMED])
    more = len(pages) - NAMED
    return f"{named} and {format_count(more, 'more page', 'more pages')}" if more > 0 else named
