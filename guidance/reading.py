"""What one member has read of a guide and what changed since; kept only when they say so.

Opening a page notes nothing about its reader: a member presses "Mark as read".
"""

from guidance.models import Guide, GuideReading, GuideVersion


def mine_of(user, guide: Guide) -> dict:
    """Whether this person follows the guide, what they read last, and the versions since then."""
    last = (
        GuideReading.objects.visible_to(user).select_related("version").filter(guide=guide).first()
    )
    follows = user.followed_guides.filter(guide=guide).exists()
    return {"follows": follows, "last": last, "missed": _since(user, guide, last)}


def _since(user, guide: Guide, last: GuideReading | None) -> list[GuideVersion]:
    """Versions published after the one read, the newest first."""
    if last is None or last.version_id == guide.published_version_id:
        return []
    later = GuideVersion.objects.visible_to(user).filter(
        guide=guide, status__in=GuideVersion.FINISHED, number__gt=last.version.number
    )
    return list(later.only("number", "change_note", "published_at", "guide"))


def mark_read(user, version: GuideVersion) -> None:
    """Note that this version was read, unless it is noted already or a later one is."""
    reading, created = GuideReading.objects.get_or_create(
        user=user, guide=version.guide, defaults={"version": version}
    )
    if not created and reading.version.number < version.number:
        reading.delete()
        GuideReading.objects.create(user=user, guide=version.guide, version=version)
