"""What came of it: one row for each thing that was measured."""

import re
from decimal import Decimal

from django.db import models

from assistive_tech.models.sections import line, one_of
from assistive_tech.vocabulary import OutcomeArea, ResultKind

NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")


def size_of(value: str) -> Decimal | None:
    """The value as a number where it is nothing but a number; words are no size."""
    plain = value.replace(",", "").strip()
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


class OutcomeResult(models.Model):
    """One measured outcome: what, how much, in what unit, which way."""

    class Direction(models.TextChoices):
        INCREASE = "increase", "Went up"
        DECREASE = "decrease", "Went down"
        POSITIVE = "positive", "Good result"
        NEGATIVE = "negative", "Bad result"
        NEUTRAL = "neutral", "No change, or a figure for context"

    case_study = models.ForeignKey(
        "assistive_tech.CaseStudy", on_delete=models.CASCADE, related_name="outcomes"
    )
    metric = models.CharField(max_length=200)
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=30, blank=True, choices=Direction.choices)
    note = models.CharField(max_length=200, blank=True, db_default="")
    outcome_area = one_of(OutcomeArea)
    size = models.DecimalField(
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The value where it is a number, in `unit`",
    )
    interval_low = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    interval_high = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    p_value = line(20, "As printed, like 0.03 or <0.001")
    kind = one_of(ResultKind)
    measured_how = line(200, "Like hospital records, or a named questionnaire")
    portal_reading = models.JSONField(default=list, db_default=[], blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return f"{self.metric}: {self.value} {self.unit}".strip()

    def save(self, *args, **kwargs):
        self.size = size_of(self.value)
        super().save(*args, **kwargs)
