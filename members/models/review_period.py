"""How long a record counts before somebody must confirm it again: dated, set by moderators."""

from django.db import models
from django.utils import timezone

from members.models.membership import Membership


class ReviewPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the moderators who set them."""
        moderates = user.is_authenticated and user.second_factor_used
        roles = {membership.role for membership in user.active_memberships} if moderates else set()
        return self if Membership.Role.MODERATOR in roles else self.none()


class ReviewPeriod(models.Model):
    """From a day on, so many days for records of one kind. The last row that has begun holds.

    `procurement_portal.lib.freshness` reads it; without a row, `settings.REVIEW_DAYS` holds.
    """

    class Kind(models.TextChoices):
        NEED = "need", "Needs"
        CONTRACT = "contract", "Contracts"
        GUIDE = "guide", "Guidance and techniques"
        CASE_STUDY = "case_study", "Case studies"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    days = models.PositiveSmallIntegerField()
    from_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="review_periods"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300)

    objects = ReviewPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=7, days__lte=1825),
                name="review_period_days",
                violation_error_message="Enter between 7 and 1,825 days",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.days} days from {self.from_on}"
