"""Which section of which version of a guide is shown where people work."""

from django.db import models
from django.utils import timezone

from guidance.models.guide import GuideVersion


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To everyone: what is pinned was published."""
        return self.filter(
            models.Q(version__status__in=GuideVersion.FINISHED) | models.Q(version=None)
        )

    def newest(self):
        """The row that holds for each step."""
        return self.order_by("step", "-pk").distinct("step")


class GuideInStep(models.Model):
    """A section pinned to a step, or nothing shown there; the newest row of a step holds.

    Pinned to a version, so that a change of a guide changes what people are told while they work
    only when somebody has looked at it there.
    """

    class Step(models.TextChoices):
        """Screens that have room for guidance. Those of posting end in the step's own name."""

        PROBLEM = "post-problem", "Post a need: why you need it"
        USERS = "post-users", "Post a need: who will use it"
        OUTCOME = "post-outcome", "Post a need: the outcome you want"
        CONTRACT = "post-contract", "Post a need: the contract you have now"
        TIMING = "post-timing", "Post a need: when it could start"
        VALUE = "post-value", "Post a need: what it is worth"
        TOGETHER = "post-together", "Post a need: how far you would go"
        REQUIREMENTS = "post-requirements", "Post a need: what it must do and work with"
        SUPPLIERS = "post-suppliers", "Post a need: who could supply it"
        MODERATE = "moderate", "Review a need"
        DASHBOARD = "dashboard", "Dashboard"
        CAPABILITY = "capability", "Overlap: one kind of need"

    step = models.CharField(max_length=20, choices=Step.choices)
    version = models.ForeignKey(
        GuideVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    section = models.CharField(max_length=120, blank=True, help_text="Its heading")
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["step", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version=None, section="")
                | (models.Q(version__isnull=False) & ~models.Q(section="")),
                name="guide_in_step_has_a_section",
                violation_error_message="Choose a section of a guide, or nothing",
            )
        ]

    def __str__(self):
        return f"{self.get_step_display()}: {self.section or 'nothing'}"
