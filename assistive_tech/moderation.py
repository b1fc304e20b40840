"""Case studies that wait for a moderator, for the queue."""

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assistive_tech.models import Appraisal, CaseStudy, CaseStudyEvent
from assistive_tech.models.appraisal import ABANDONED
from members.permissions import is_moderator

KIND = "Case study"


def waiting(user) -> list[dict]:
    """Those submitted for review, oldest first: {title, url, since, kind}; none to others."""
    if not is_moderator(user):
        return []
    studies = (
        CaseStudy.objects.visible_to(user)
        .filter(status=CaseStudy.Status.SUBMITTED)
        .only("title", "slug", "created_at")
        .annotate(submitted=Max("events__at", filter=Q(events__verb="submit")))
    )
    items = [
        {
            "title": study.title,
            "url": study.get_absolute_url(),
            "since": study.submitted or study.created_at,
            "kind": KIND,
        }
        for study in studies
    ]
    return sorted(items, key=lambda item: item["since"])


def to_appraise(user):
    """Case studies this moderator may score: their own drafts, and those with a place free.

    Never those they wrote, changed or submitted. Nothing here tells whether somebody else has
    begun, until two have.
    """
    if not is_moderator(user):
        return CaseStudy.objects.none()
    rows = Appraisal.objects.current().filter(study=OuterRef("pk"))
    lying = Q(status=Appraisal.Status.DRAFTED, changed_at__lt=timezone.now() - ABANDONED)
    taken = rows.exclude(scorer=user).exclude(lying).order_by().values("study")
    own = rows.filter(scorer=user)
    drafted = Appraisal.Status.DRAFTED
    return (
        CaseStudy.objects.visible_to(user)
        .filter(status=CaseStudy.Status.EXTRACTED)
        .annotate(
            mine=Subquery(own.values("status")[:1]),
            taken=Coalesce(Subquery(taken.annotate(n=Count("pk")).values("n")), 0),
        )
        .filter(Q(mine=drafted) | Q(mine=None, taken__lt=2))
        .exclude(Exists(_written_by(user)))
        .exclude(Exists(_submitted_by(user)))
        .select_related("technology_class")
        .defer("search")
        .order_by("published_at", "pk")
    )


def _written_by(user):
    return CaseStudy.history.filter(id=OuterRef("pk"), history_user=user)


def _submitted_by(user):
    return CaseStudyEvent.objects.filter(record=OuterRef("pk"), by=user, verb="submit")


def to_settle(user):
    """Those that wait for what follows: to be reconciled, published, or read again."""
    if not is_moderator(user):
        return CaseStudy.objects.none()
    waiting_in = (CaseStudy.Status.APPRAISED, CaseStudy.Status.RECONCILED, CaseStudy.Status.DUE)
    return (
        CaseStudy.objects.visible_to(user)
        .filter(status__in=waiting_in)
        .select_related("technology_class")
        .defer("search")
        .order_by("published_at", "pk")
    )


def appraisals_waiting(user):
    """Records to appraise, and those to reconcile or to publish."""
    here, settling = (rows.order_by().values("pk") for rows in (to_appraise(user), to_settle(user)))
    return CaseStudy.objects.filter(Q(pk__in=here) | Q(pk__in=settling))
