"""Interviews in the digest: drafts made of them that wait for an assistive technology lead."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from assistive_tech.models import CaseStudy, Interview
from community.lines import Item, Kind, Line, Scope
from community.rows import Row, columns
from members.models import Membership
from procurement_portal.lib.formatting import format_count

INTERVIEW = "interview"  # guides to review are told as "to confirm" as well
AGAIN_AFTER = datetime.timedelta(days=14)


def waiting_interviews(scope: Scope) -> QuerySet:
    """A row for each draft and each of these readers who may confirm it.

    It waits since the first version of its text that nobody confirmed.
    """
    leads = Membership.objects.active().filter(role=Membership.Role.AT_LEAD, user__in=scope.readers)
    versions = CaseStudy.history.filter(
        id=OuterRef("case_study_id"), version__gt=Coalesce(OuterRef("confirmed_version"), 0)
    )
    since = versions.order_by("history_date").values("history_date")[:1]
    waiting = Interview.objects.to_confirm().filter(borough__memberships__in=leads)
    return waiting.values_list(
        *columns(
            INTERVIEW,
            to=F("borough__memberships__user_id"),
            borough=F("borough_id"),
            name=F("case_study__slug"),
            title=F("case_study__title"),
            text=F("borough__short_name"),
            at=Subquery(since),
        )
    )


def interview_lines(rows: list[Row], scope: Scope) -> Iterator[Line]:
    """One line a person and borough, told when a draft begins to wait and every fortnight then."""
    waiting = defaultdict(list)
    for row in rows:
        if row.at <= scope.ends:
            waiting[row.to, row.borough].append(row)
    for (to, _), drafts in waiting.items():
        told = max(last_told(row.at, scope.ends) for row in drafts)
        yield Line(("person", to), confirm_item(drafts), told)


def last_told(since: datetime.datetime, ends: datetime.datetime) -> datetime.datetime:
    return since + (ends - since) // AGAIN_AFTER * AGAIN_AFTER


def confirm_item(drafts: list[Row]) -> Item:
    """The draft itself where there is one; otherwise how many, and the page that lists them."""
    first, borough = min(drafts, key=lambda row: (row.at, row.name)), drafts[0].text
    single = len(drafts) == 1
    count = f"{format_count(len(drafts), 'case study', 'case studies')} to confirm"
    title = first.title if single else count
    draft = reverse("assistive_tech:detail", kwargs={"slug": first.name})
    which = "it says" if single else "they say"
    return Item(
        Kind.CONFIRM,
        title,
        draft if single else reverse("assistive_tech:mine"),
        f"Made from an interview with {borough}. Confirm that {which} what happened: nothing is "
        "put in the library before you do.",
        f"You lead assistive technology in {borough}",
        (first.at.date(), first.name),
        f"To confirm: {title}" if single else f"{count} in {borough}",
    )
