"""Case studies that wait for a moderator, for the queue."""

from assistive_tech.models import CaseStudy, CaseStudyEvent
from members.permissions import is_moderator

KIND = "Case study"


def waiting(user) -> list[dict]:
    """Those submitted for review, oldest first: {title, url, since, kind}; none to others."""
    if not is_moderator(user):
        return []
    studies = list(
        CaseStudy.objects.visible_to(user)
        .filter(status=CaseStudy.Status.SUBMITTED)
        .only("title", "slug", "created_at")
    )
    submitted = dict(
        CaseStudyEvent.objects.filter(record__in=studies, verb="submit")
        .order_by("at")
        .values_list("record_id", "at")
    )
    items = [
        {
            "title": study.title,
            "url": study.get_absolute_url(),
            "since": submitted.get(study.pk, study.created_at),
            "kind": KIND,
        }
        for study in studies
    ]
    return sorted(items, key=lambda item: item["since"])
