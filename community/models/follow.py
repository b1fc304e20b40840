"""What a member follows: a capability, for the digest."""

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
