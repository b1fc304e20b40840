"""An example version of a guide that is real: published by the real verbs, and taken back whole."""

import datetime

from django.db import transaction

from guidance.models import (
    TEXT_FIELDS,
    Feedback,
    Guide,
    GuideInStep,
    GuideReading,
    GuideVersion,
    PageAnswer,
)

FRESHNESS = ("last_confirmed_on", "confirmed_by", "review_by")


def publish_example(
    guide: Guide, change: dict[str, str], at: datetime.datetime, moderators: list
) -> GuideVersion | None:
    """The published text with one sentence changed; None where it has none like it any more.

    One moderator writes and the other publishes. When the guide was reviewed stays as it was.
    """
    before = guide.published_version
    if change["find"] not in before.body or guide.open_version:
        return None
    reviewed = {name: getattr(guide, name) for name in FRESHNESS}
    texts = {name: getattr(before, name) for name in TEXT_FIELDS}
    texts["body"] = before.body.replace(change["find"], change["put"])
    texts["change_note"] = change["note"]
    version = guide.save_draft(by=moderators[0], started_from=0, **texts)
    version.submit(by=moderators[0])
    version.publish(by=moderators[1])
    dates = {"created_at": at, "published_at": at, "is_example": True}
    GuideVersion.objects.filter(pk=version.pk).update(**dates)
    version.events.update(at=at)
    before.events.filter(verb="supersede").update(at=at)
    Guide.objects.filter(pk=guide.pk).update(**reviewed)
    version.refresh_from_db()
    return version


@transaction.atomic
def remove_versions() -> int:
    """Take example versions back: readers see the version before, and what was said of it stays."""
    versions = GuideVersion.objects.filter(is_example=True).select_related("guide")
    for version in versions:
        before = version.guide.versions.filter(number__lt=version.number).first()
        for model in (Feedback, PageAnswer, GuideReading, GuideInStep):
            model.objects.filter(version=version).update(version=before)
        Feedback.objects.filter(done_in=version).update(done_in=before)
        published = version.guide.published_version_id == version.pk
        version.delete()
        if published:
            GuideVersion.objects.filter(pk=before.pk).update(status=GuideVersion.Status.PUBLISHED)
            before.events.filter(verb="supersede").delete()
            Guide.objects.filter(pk=version.guide_id).update(published_version=before)
    return len(versions)
