"""CIOs say each quarter how attractive each group of technology tender is to do together."""

import datetime

from django.db import models
from django.utils import timezone

from needs.models.reference import TenderGroup


def quarter_of(day: datetime.date) -> datetime.date:
    """The first day of the calendar quarter that a day falls in."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


class TenderGroupVoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A borough's own votes to its people; everybody else reads the counts alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(borough__in=[m.borough_id for m in user.active_memberships])

    def counted(self, quarter: datetime.date) -> dict[str, dict[int, int]]:
        """How many boroughs gave each answer: group, then attractiveness, to a number."""
        numbers = {group: dict.fromkeys(self.model.Attractiveness, 0) for group in TenderGroup}
        found = self.filter(quarter=quarter).order_by().values_list("group", "attractiveness")
        for group, answer, number in found.annotate(models.Count("pk")):
            numbers[group][answer] = number
        return numbers


class TenderGroupVote(models.Model):
    """One borough's answer for one group in one quarter; changed freely until the quarter ends."""

    class Attractiveness(models.IntegerChoices):
        VERY = 4, "Very attractive"
        FAIRLY = 3, "Fairly attractive"
        NOT_VERY = 2, "Not very attractive"
        NOT = 1, "Not attractive"

    borough = models.ForeignKey(
        "members.Borough", on_delete=models.CASCADE, related_name="tender_group_votes"
    )
    quarter = models.DateField(help_text="The first day of the quarter")
    group = models.CharField(max_length=20, choices=TenderGroup.choices)
    attractiveness = models.PositiveSmallIntegerField(choices=Attractiveness.choices)
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    voted_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = TenderGroupVoteQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "borough", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "borough", "group"],
                name="tender_group_vote_once_a_quarter",
                violation_error_message="Your borough has voted on this group this quarter",
            )
        ]

    def __str__(self):
        return f"{self.borough}, {self.quarter}: {self.get_group_display()}"
