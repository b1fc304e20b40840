"""Guidance that waits for a moderator, for the queue."""

from django.urls import reverse

from guidance.models import GuideEvent, GuideVersion
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
    )
    submitted = dict(
        GuideEvent.objects.filter(record__in=versions, verb="submit")
        .order_by("at")
        .values_list("record_id", "at")
    )
    items = [
        {
            "title": version.title,
            "url": reverse("guidance:review", args=[version.guide.slug, version.number]),
            "since": submitted.get(version.pk, version.created_at),
            "kind": KIND,
        }
        for version in versions
    ]
    return sorted(items, key=lambda item: item["since"])
