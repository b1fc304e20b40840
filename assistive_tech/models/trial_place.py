"""A borough's place in a trial: what it has put down, and how many take part, month by month."""

from django.db import models, transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from assistive_tech.models.sections import line
from assistive_tech.models.trial import Trial
from assistive_tech.trial_gates import GateNotPassed, papers_missing
from procurement_portal.lib.workflow import MoveNotPossible


class TrialBoroughQuerySet(models.QuerySet):
    def with_totals(self):
        """With `recruited` and `completed`: people in all months, 0 where none is recorded."""
        return self.annotate(
            recruited=Coalesce(Sum("months__recruited"), 0),
            completed=Coalesce(Sum("months__completed"), 0),
        )


class TrialBorough(models.Model):
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="places")
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="trial_places"
    )
    joined_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(
        null=True, blank=True, help_text="Left while people joined: what it counted stays"
    )
    agreement_version = line(40, "Of the text that people agree to, like version 2")
    agreement_on = models.DateField(null=True, blank=True)
    dpia_reference = line(60, "How your borough finds it again, like DPIA 2026-14")
    dpia_on = models.DateField(null=True, blank=True)

    objects = TrialBoroughQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "borough"], name="trial_borough_once"),
            models.CheckConstraint(
                name="trial_agreement_has_date",
                condition=Q(agreement_version="") ^ Q(agreement_on__isnull=False),
                violation_error_message="An agreement has a version and a date",
            ),
            models.CheckConstraint(
                name="trial_dpia_has_date",
                condition=Q(dpia_reference="") ^ Q(dpia_on__isnull=False),
                violation_error_message="An impact assessment has a reference and a date",
            ),
        ]

    def __str__(self):
        return f"{self.borough} in {self.trial}"

    def can_record(self, verb: str) -> bool:
        """Whether the trial takes this now, and from a borough that has not left."""
        return self.left_at is None and self.trial.can_move(verb)

    def _ask_to_record(self, verb: str) -> None:
        stays = TrialBorough.objects.filter(pk=self.pk, left_at=None).exists()
        if not stays or not self.can_record(verb):
            raise MoveNotPossible(self.trial, verb)

    @transaction.atomic
    def record_papers(self, *, by, **papers) -> None:
        """`agreement_version` with `agreement_on`, `dpia_reference` with `dpia_on`."""
        self._ask_to_record("record_papers")
        self.trial.move("record_papers", by=by, reason=self.borough.short_name)
        for name, value in papers.items():
            setattr(self, name, value)
        self.save()

    @transaction.atomic
    def record_month(self, *, by, month, recruited: int, completed: int) -> None:
        """How many began and how many finished in a month (its first day); put right by again.

        Raises `GateNotPassed` where the borough's papers are not put down, and ValueError where
        more would have finished than began.
        """
        Trial.objects.select_for_update().get(pk=self.trial_id)
        self._ask_to_record("record_month")
        if missing := papers_missing(self):
            raise GateNotPassed(self.trial, "record_month", missing)
        others = TrialBorough.objects.filter(pk=self.pk).with_totals().get()
        was = self.months.filter(month=month).first()
        began = others.recruited + recruited - (was.recruited if was else 0)
        finished = others.completed + completed - (was.completed if was else 0)
        if finished > began:
            raise ValueError("more people would have finished than began")
        self.trial.move("record_month", by=by, reason=f"{self.borough.short_name} {month:%Y-%m}")
        self.months.update_or_create(
            month=month, defaults={"recruited": recruited, "completed": completed}
        )


class TrialMonth(models.Model):
    """Totals of one borough and month: nothing about one person."""

    place = models.ForeignKey(TrialBorough, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(help_text="Its first day")
    recruited = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["place", "month"], name="trial_month_once"),
            models.CheckConstraint(
                name="trial_month_is_first_day",
                condition=Q(month__day=1),
                violation_error_message="A month is given by its first day",
            ),
        ]

    def __str__(self):
        return f"{self.month:%B %Y}: {self.recruited} began, {self.completed} finished"
