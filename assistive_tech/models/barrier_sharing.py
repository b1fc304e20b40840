"""Who has a barrier too, and which case studies and trials met it."""

from django.db import models
from django.utils import timezone


class BarrierBorough(models.Model):
    """A borough that has the barrier too."""

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="sharing"
    )
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="shared_barriers"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["barrier", "borough"], name="barrier_once_per_borough")
        ]

    def __str__(self):
        return f"{self.borough}: {self.barrier}"


class BarrierLink(models.Model):
    """A case study that met the barrier."""

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="links"
    )
    case_study = models.ForeignKey(
        "assistive_tech.CaseStudy", on_delete=models.CASCADE, related_name="barrier_links"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["barrier", "case_study"], name="barrier_links_study_once"
            )
        ]

    def __str__(self):
        return f"{self.barrier}: {self.case_study}"


class BarrierTrial(models.Model):
    """A trial that met the barrier: who may read the trial reads the link."""

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="trial_links"
    )
    trial = models.ForeignKey(
        "assistive_tech.Trial", on_delete=models.CASCADE, related_name="barrier_links"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["barrier", "trial"], name="barrier_links_trial_once")
        ]

    def __str__(self):
        return f"{self.barrier}: {self.trial}"
