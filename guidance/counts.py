"""How each page is judged: answers, and comments that wait."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from guidance.models import Feedback, Guide, PageAnswer, Technique
from guidance.permissions import can_answer_feedback

LEAST_ANSWERS = 5  # a share of fewer says nothing


@dataclass(frozen=True)
class PageCount:
    """One page: `waiting` to be acknowledged or answered, `late` of these, `to_do` accepted."""

    page: Guide | Technique
    yes: int = 0
    no: int = 0
    waiting: int = 0
    late: int = 0
    to_do: int = 0

    @property
    def kind(self) -> str:
        return "Technique" if isinstance(self.page, Technique) else "Guide"

    @property
    def number(self) -> int:
        """Of the version that readers see."""
        page = self.page
        return page.version if isinstance(page, Technique) else page.published_version.number

    @property
    def url(self) -> str:
        """What was said of it."""
        return reverse(f"guidance:feedback_of_{self.kind.lower()}", args=[self.page.slug])

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
    """Published guides and techniques: most that is late or waits first, then the least useful.

    Four queries, however many pages and words there are.
    """
    if not can_answer_feedback(user):
        return []
    late = Q(status=Feedback.Status.NEW, due__lt=timezone.localdate())
    answers = _tally(PageAnswer.objects.visible_to(user), yes=Q(useful=True), no=Q(useful=False))
    comments = _tally(
        Feedback.objects.visible_to(user),
        waiting=Q(status__in=Feedback.WAITING),
        late=late,
        to_do=Q(status=Feedback.Status.ACCEPTED),
    )
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .select_related("published_version")
        .defer("published_version__body", "published_version__html")
    )
    techniques = Technique.objects.visible_to(user).only("name", "slug", "version")
    pages = [((guide.pk, None), guide) for guide in guides]
    pages += [((None, technique.pk), technique) for technique in techniques]
    rows = [PageCount(page, **answers.get(key, {}), **comments.get(key, {})) for key, page in pages]
    return sorted(rows, key=_pressing)


def _tally(rows: QuerySet, **counted: Q) -> dict[tuple, dict[str, int]]:
    """By the ids of guide and technique, of which one is None."""
    sums = {name: Count("pk", filter=which) for name, which in counted.items()}
    return {
        (row.pop("guide"), row.pop("technique")): row
        for row in rows.order_by().values("guide", "technique").annotate(**sums)
    }


def _pressing(row: PageCount) -> tuple:
    share = 101 if row.percent is None else row.percent
    return -row.late, -row.waiting, share, -row.answers, str(row.page)
