"""Guidance that waits for a moderator, for the queue."""

from django.db.models import Max, Q
from django.urls import reverse

from guidance.models import Feedback, Guide, GuideVersion
from guidance.permissions import can_answer_feedback, can_edit_guide

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


def to_review(user) -> list[dict]:
    """Guides past their review date, this moderator's own first: {title, url, due, owner, mine}."""
    if not can_edit_guide(user):
        return []
    guides = (
        Guide.objects.visible_to(user)
        .overdue()
        .select_related("published_version", "owner")
        .defer("published_version__body", "published_version__html")
        .order_by("review_by", "slug")
    )
    items = [
        {
            "title": str(guide),
            "url": guide.get_absolute_url(),
            "due": guide.review_by,
            "owner": guide.owner,
            "mine": guide.owner_id == user.pk,
        }
        for guide in guides
    ]
    return sorted(items, key=lambda item: not item["mine"])


def overdue_guides(user):
    """Those whose time to be read again has come; none to others than who may edit them."""
    return (
        Guide.objects.visible_to(user).overdue() if can_edit_guide(user) else Guide.objects.none()
    )


def scheduled(user) -> list[dict]:
    """Versions approved and not yet published, the next one first: {title, url, at, by}."""
    if not can_edit_guide(user):
        return []
    versions = (
        GuideVersion.objects.visible_to(user)
        .filter(status=GuideVersion.Status.SCHEDULED)
        .select_related("guide", "scheduled_by")
        .defer("body", "html")
        .order_by("publish_at", "pk")
    )
    return [
        {
            "title": version.title,
            "url": version.get_absolute_url(),
            "at": version.publish_at,
            "by": version.scheduled_by,
        }
        for version in versions
    ]


def comments_waiting(user):
    """Comments to acknowledge or answer, the oldest first; none to others."""
    if not can_answer_feedback(user):
        return Feedback.objects.none()
    return _for_queue(Feedback.objects.visible_to(user).to_answer())


def comments_to_do(user):
    """Comments that were accepted and that no version has dealt with yet, the oldest first."""
    if not can_answer_feedback(user):
        return Feedback.objects.none()
    return _for_queue(Feedback.objects.visible_to(user).filter(status=Feedback.Status.ACCEPTED))


def _for_queue(comments):
    return comments.with_page().select_related("owner")
