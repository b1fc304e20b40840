"""Records passed on when the person who kept them left the borough."""

from django.db import models
from django.utils import timezone


class HandOver(models.Model):
    """One passing-on: to whom and how much. What it was stands in each record's own history."""

    borough = models.ForeignKey("members.Borough", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="handed_over"
    )
    at = models.DateTimeField(default=timezone.now)
    needs_count = models.PositiveIntegerField(default=0)
    contracts_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="hand_over_newest")]

    def __str__(self):
        return f"{self.borough}: {self.needs_count} needs, {self.contracts_count} contracts"
