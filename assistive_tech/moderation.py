"""Case studies that wait for a moderator, for the queue."""

from django.db.models import Max, Q

from assistive_tech.models import CaseStudy
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
