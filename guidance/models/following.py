"""What a member wants to know of a guide: its new versions, and what changed since they read it."""

from django.db import models
from django.utils import timezone

from guidance.models.guide import Guide, GuideVersion


class GuideFollow(models.Model):
    """A member's digest tells of new versions of this guide."""

    user = models.ForeignKey(
        "members.User", on_delete=models.CASCADE, related_name="followed_guides"
    )
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="followers")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "guide"], name="guide_follow_once")]

    def __str__(self):
        return f"{self.user} follows {self.guide}"


class GuideReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, and nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class GuideReading(models.Model):
    """The version of a guide that a member said they have read; the last one only."""

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="read_guides")
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = GuideReadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "guide"], name="guide_reading_once")]

    def __str__(self):
        return f"{self.user} read version {self.version.number} of {self.guide}"
