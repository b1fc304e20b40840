"""Guidance that waits for a moderator, for the queue."""

from django.db.models import Max, Q
from django.urls import reverse

from guidance.models import GuideVersion
from guidance.permissions import can_edit_guide

KIND = "Guidance"


def waiting(user) -> list[dict]:
    """Versions submitted for review, oldest first: {title, url, since, kind}; none to others."""
    if not can_edit_guide(user):
        return []
    versions = (
        GuideVersion.objects.visible_to(user)
        .filter(status=GuideVersion.Status.IN_REVIEW)
        .select_related("guide")
        .defer("body", "html")
        .annotate(submitted=Max("events__at", filter=Q(events__verb="submit")))
    )
    items = [
        {
            "title": version.title,
            "url": reverse("guidance:review", args=[version.guide.slug, version.number]),
            "since": version.submitted or version.created_at,
            "kind": KIND,
        }
        for version in versions
    ]
    return sorted(items, key=lambda item: item["since"])
