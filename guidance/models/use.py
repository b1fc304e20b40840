"""What a technique really took: logged by members who ran it, in place of our estimates."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from guidance.models.technique import MOST_DAYS, MOST_WEEKS, Technique
from members.permissions import is_member

LEAST = 0.1


class TechniqueUseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members': which borough did what is not for suppliers, who read the median alone."""
        return self if is_member(user) else self.none()

    def counting(self):
        return self.filter(removed_at=None)


class TechniqueUse(models.Model):
    """One use by one borough. A wrong one is taken out, counted nowhere, and can be put back."""

    technique = models.ForeignKey(Technique, on_delete=models.CASCADE, related_name="uses")
    borough = models.ForeignKey("members.Borough", on_delete=models.PROTECT, related_name="+")
    days = models.DecimalField(
        "officer-days it took",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST_DAYS)],
        help_text="Of everybody in your borough together, such as 4.5",
    )
    weeks = models.DecimalField(
        "weeks from start to end",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST_WEEKS)],
        help_text="From the first work on it to the last",
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TechniqueUseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gt=0, weeks__gt=0),
                name="technique_use_took_something",
                violation_error_message="Officer-days and weeks must be more than 0",
            )
        ]

    def __str__(self):
        return f"{self.technique} in {self.borough}"

    def take_out(self, *, by) -> None:
        """Count it no more; a second time changes nothing."""
        kept = TechniqueUse.objects.filter(pk=self.pk, removed_at=None)
        kept.update(removed_at=timezone.now(), removed_by=by)

    def put_back(self) -> None:
        TechniqueUse.objects.filter(pk=self.pk).update(removed_at=None, removed_by=None)
