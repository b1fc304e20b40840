"""How each guide is judged: answers, comments that wait, and the conversations that bear on it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from guidance.models import Feedback, Guide
from guidance.permissions import can_answer_feedback

LEAST_ANSWERS = 5  # a share of fewer says nothing


@dataclass(frozen=True)
class PageCount:
    """One guide: `waiting` to be acknowledged or answered, `late` of these, `to_do` accepted."""

    guide: Guide
    yes: int
    no: int
    waiting: int
    late: int
    to_do: int

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def percent(self) -> int | None:
        """Whole per cent that found it useful; None for fewer than `LEAST_ANSWERS`."""
        if self.answers < LEAST_ANSWERS:
            return None
        return (200 * self.yes + self.answers) // (2 * self.answers)


def page_counts(user) -> list[PageCount]:
    """Every published guide, those with most that waits first, then the least useful."""
    if not can_answer_feedback(user):
        return []
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .select_related("published_version")
        .defer("published_version__body", "published_version__html")
        .annotate(
            yes=Count("answers", filter=Q(answers__useful=True), distinct=True),
            no=Count("answers", filter=Q(answers__useful=False), distinct=True),
            waiting=_comments(Q(feedback__status__in=Feedback.WAITING)),
            late=_comments(
                Q(feedback__status=Feedback.Status.NEW, feedback__due__lt=timezone.localdate())
            ),
            to_do=_comments(Q(feedback__status=Feedback.Status.ACCEPTED)),
        )
    )
    rows = [PageCount(g, g.yes, g.no, g.waiting, g.late, g.to_do) for g in guides]
    return sorted(rows, key=_pressing)


def _comments(which: Q) -> Count:
    return Count("feedback", filter=which, distinct=True)


def _pressing(row: PageCount) -> tuple:
    share = 101 if row.percent is None else row.percent
    return -row.late, -row.waiting, share, -row.answers, str(row.guide)
