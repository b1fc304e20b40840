"""What a member follows, for the digest: capabilities and kinds of technology."""

from django.db import models
from django.utils import timezone


class Follow(models.Model):
    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="follows")
    capability = models.ForeignKey(
        "needs.Capability", on_delete=models.CASCADE, related_name="followers"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "capability"], name="follow_once")]

    def __str__(self):
        return f"{self.user} follows {self.capability}"


class TechnologyFollow(models.Model):
    """The member's digest tells of new evidence about this kind of assistive technology."""

    user = models.ForeignKey(
        "members.User", on_delete=models.CASCADE, related_name="followed_technologies"
    )
    technology_class = models.ForeignKey(
        "assistive_tech.TechnologyClass", on_delete=models.CASCADE, related_name="followers"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "technology_class"], name="technology_follow_once"
            )
        ]

    def __str__(self):
        return f"{self.user} follows {self.technology_class}"
