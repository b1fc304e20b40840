"""“Ours too”: the boroughs that have joined another's need."""

from django.db import models
from django.utils import timezone

from needs.models.need import Need


class InterestQuerySet(models.QuerySet):
    def joined(self):
        """Boroughs that are in now: those that left stay as rows."""
        return self.filter(left_at__isnull=True)

    def visible_to(self, user):
        """Who joined the needs this person may see."""
        return self.filter(need__in=Need.objects.visible_to(user))


class Interest(models.Model):
    """“Ours too”: a borough joins another's need, with the date and value it would bring."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="interests")
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.CASCADE, related_name="interests"
    )
    by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="interests"
    )
    wanted_by = models.DateField("when you would want it", null=True, blank=True)
    value_band = models.CharField(
        max_length=10, choices=Need.ValueBand.choices, default=Need.ValueBand.UNKNOWN
    )
    note = models.CharField(max_length=300, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "borough"],
                condition=models.Q(left_at__isnull=True),
                name="interest_once_per_borough",
                violation_error_message="Your borough has joined this need already",
            )
        ]

    def __str__(self):
        return f"{self.borough}: {self.need}"

    def leave(self) -> None:
        """Take the borough out; the row stays as the record of when it was in."""
        self.left_at = timezone.now()
        self.save(update_fields=["left_at"])
