"""What became new in a period, each line with whom it is for, in five queries.

A line is for everybody, for a borough, for those who follow a capability, or for one person. What
is another borough's enters only when every member may read it (`open_to_members`); what is a
borough's own goes to that borough alone. So nobody reads here what the pages would not show them.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from community import barrier_news, publication_news
from community.comment_news import comment_lines, comments_waiting
from community.confirm_news import REMINDERS, Records, confirm_lines, due_condition
from community.ended_news import ENDED, ended_lines, with_endings
from community.interview_news import INTERVIEW, interview_lines, waiting_interviews
from community.judgement_news import judgement_lines
from community.lines import Item, Kind, Line, Reader, Scope, last_reminder
from community.overlap_news import overlap_lines
from community.periods import Period
from community.rows import read_rows
from needs.models import Need, OverlapSide
from needs.models.visibility import OPEN_TO_MEMBERS
from procurement_portal.lib.formatting import format_uk_date

# A date is told three times: not every week.
DECIDE_REMINDERS = (90, 30, 7)  # days before
CONFIRMABLE = (*Need.LIVE, Need.Status.STALE)


def read_news(readers: dict[int, Reader], period: Period) -> Iterator[Line]:
    """Every line that is news to at least one of the readers' groups."""
    if not readers:
        return
    scope = Scope.of(readers, period)
    yield from told_lines(scope)
    due: Records = []
    yield from need_lines(scope, due)
    yield from dated_lines(scope, due)
    yield from confirm_lines(due, readers, scope.ends)
    yield from overlap_lines(scope.boroughs, scope.floor, scope.ends)
    yield from judgement_lines(scope.boroughs, scope.floor, scope.ends)


def told_lines(scope: Scope) -> Iterator[Line]:
    """Of guidance, comments on it, evidence, barriers, trials and interviews, in one query."""
    rows = defaultdict(list)
    parts = (*publication_news.PARTS, comments_waiting, *barrier_news.PARTS, waiting_interviews)
    for row in read_rows(parts, scope):
        rows[row.source].append(row)
    yield from publication_news.publication_lines(rows, scope)
    yield from barrier_news.barrier_lines(rows, scope)
    yield from comment_lines(rows[Kind.COMMENT], scope)
    yield from interview_lines(rows[INTERVIEW], scope)


def need_lines(scope: Scope, due: Records) -> Iterator[Line]:
    """Needs published in followed capabilities, and those that ended, in one query.

    Those to confirm go to `due`.
    """
    published = Q(
        status__in=Need.LIVE,
        capability__in=scope.follows,
        published_at__gt=scope.floor,
        published_at__lte=scope.ends,
    )
    to_confirm = due_condition(
        scope.readers.values(), scope.floor, scope.last_day(max(REMINDERS))
    ) & Q(status__in=CONFIRMABLE)
    needs = with_endings(Need.objects, scope.readers, scope.floor, scope.ends)
    found = needs.filter(published | to_confirm | ENDED).select_related("borough", "capability")
    for need in found.defer("search", "problem", "users", "must_haves", "constraints"):
        yield from published_need(need, scope)
        yield from ended_lines(need, scope.readers)
        if need.status in CONFIRMABLE and need.review_by:
            due.append(need)


def published_need(need: Need, scope: Scope) -> Iterator[Line]:
    if need.status not in Need.LIVE or not scope.floor < need.published_at <= scope.ends:
        return
    audience = ("follower", need.capability_id)
    if need.visibility not in OPEN_TO_MEMBERS:
        audience += (need.borough_id,)
    item = Item(
        Kind.NEED,
        need.title,
        need.get_absolute_url(),
        f"Posted by {need.borough}. {start_words(need)}",
        f"You follow {need.capability}",
        (-need.published_at.timestamp(), need.reference),
        f"{need.borough} needs: {need.title}",
    )
    yield Line(audience, item, need.published_at)


def start_words(need: Need) -> str:
    if need.earliest_start and need.latest_start:
        between = f"{format_uk_date(need.earliest_start)} and {format_uk_date(need.latest_start)}"
        return f"It would start between {between}."
    if need.earliest_start or need.latest_start:
        return f"It would start around {format_uk_date(need.earliest_start or need.latest_start)}."
    return "When it would start is not known."


def dated_lines(scope: Scope, due: Records) -> Iterator[Line]:
    """Decide-by dates of the readers' boroughs; contracts to confirm go to `due`, in one query."""
    today = timezone.localdate()
    deciding = Q(
        pk__in=OverlapSide.objects.counting().values("pk"),
        borough__in=scope.boroughs,
        decide_by__gte=today,
        decide_by__lte=scope.last_day(max(DECIDE_REMINDERS)),
    )
    last_day = scope.last_day(max(REMINDERS))
    to_confirm = due_condition(scope.readers.values(), scope.floor, last_day, "contract__")
    sides = OverlapSide.objects.filter(deciding | to_confirm).select_related(
        "need", "contract__borough"
    )
    for side in sides.only(*SIDE_FIELDS):
        if side.decide_by and today <= side.decide_by <= scope.last_day(max(DECIDE_REMINDERS)):
            yield from decision(side, scope)
        if side.contract and side.contract.review_by:
            due.append(side.contract)


SIDE_FIELDS = (
    "borough_id",
    "decide_by",
    "need__reference",
    "need__title",
    "need__published_at",
    "need__status",
    "need__review_by",
    "contract__reference",
    "contract__title",
    "contract__created_at",
    "contract__end",
    "contract__owner_id",
    "contract__borough__short_name",
    "contract__borough__slug",
    "contract__review_by",
    "contract__latest_end",
)


def decision(side: OverlapSide, scope: Scope) -> Iterator[Line]:
    """A decide-by date of the borough's own record; told when it nears, or is first known."""
    record = side.need or side.contract
    if record.is_stale or (side.need and side.need.status not in Need.LIVE):
        return
    known = side.need.published_at if side.need else side.contract.created_at
    moments = [last_reminder(side.decide_by, DECIDE_REMINDERS, scope.ends), known]
    at = max((m for m in moments if m and m <= scope.ends), default=None)
    if at is None:
        return
    day = format_uk_date(side.decide_by)
    if side.need:
        text, reason = f"Decide by {day} to start on time.", "Your borough’s need"
    else:
        text = f"Decide by {day} what replaces it.{end_words(record)}"
        reason = "Your borough’s contract"
    order = (side.decide_by, record.reference)
    url, headline = record.get_absolute_url(), f"Decide by {day}: {record.title}"
    item = Item(Kind.DECIDE_BY, record.title, url, text, reason, order, headline)
    yield Line(("borough", side.borough_id), item, at)


def end_words(contract) -> str:
    """When it ends; of a term that is over, until when it can run on extensions."""
    if contract.end and contract.end >= timezone.localdate():
        return f" It ends on {format_uk_date(contract.end)}."
    if contract.latest_end:
        return f" It can run until {format_uk_date(contract.latest_end)} at the latest."
    return ""
