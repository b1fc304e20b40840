"""Who answers for a guide, and who did before."""

from django.db import models
from django.utils import timezone

from guidance.models.guide import Guide


class GuideOwner(models.Model):
    """A guide given to a person, or back to LOTI as a whole; the newest row holds."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="owners")
    owner = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.guide}: {self.owner or 'LOTI'}"
