"""What two appraisals of a study come to, and who settled it (docs/adr/0023)."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from assistive_tech.appraising import (
    Answers,
    Difference,
    Finding,
    cautious_answers,
    cautious_level,
    difference,
    find,
    in_order,
    kappa,
)
from assistive_tech.models.case_study import CaseStudy
from members.permissions import is_moderator

LEVELS = [(level, str(level)) for level in range(1, 6)]


class ReconciliationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To moderators once both appraisals are in, to everybody once it is settled."""
        if is_moderator(user):
            return self
        return self.filter(settled_at__isnull=False, study__status__in=CaseStudy.LISTED)

    def current(self):
        return self.filter(current=True)


class Reconciliation(models.Model):
    """What two appraisals come to: made when both are in, settled by a person."""

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="reconciliations")
    current = models.BooleanField(default=True)
    first_scorer = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_scorer = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    forced = models.BooleanField(help_text="Whether they differed by more than may stand")
    level = models.PositiveSmallIntegerField(null=True, blank=True, choices=LEVELS)
    answers = models.JSONField(default=dict, blank=True, help_text="Item to the answer agreed")
    note = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_scorer=F("second_scorer")),
                name="reconciliation_of_two_people",
                violation_error_message="Two different people have to appraise a case study",
            ),
            models.CheckConstraint(
                condition=~Q(settled_by=F("published_by")),
                name="reconciliation_published_by_another",
                violation_error_message="Somebody else has to publish what you reconciled",
            ),
            models.UniqueConstraint(
                fields=["study"], condition=Q(current=True), name="reconciliation_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(forced=False) | Q(settled_at=None) | ~Q(note=""),
                name="reconciliation_says_why",
                violation_error_message="Say what you agreed and why",
            ),
        ]

    def __str__(self):
        return f"{self.study}: two appraisals"

    @classmethod
    def of(cls, study: CaseStudy, both: list) -> "Reconciliation":
        first, second = sorted(both, key=lambda each: each.place)
        apart = difference(first.level, first.answers, second.level, second.answers)
        pair = cls.objects.create(
            study=study,
            first_scorer=first.scorer,
            second_scorer=second.scorer,
            forced=apart.must_reconcile,
        )
        study.appraisals.filter(pk__in=[first.pk, second.pk]).update(pair=pair)
        return pair

    def both(self) -> list:
        """The two appraisals, the first place first."""
        return sorted(self.appraisals.all(), key=lambda each: each.place)

    @property
    def difference(self) -> Difference:
        first, second = self.both()
        return difference(first.level, first.answers, second.level, second.answers)

    @property
    def kappa(self) -> float | None:
        first, second = self.both()
        return kappa(in_order(first.answers), in_order(second.answers))

    def cautious(self) -> dict:
        """The level and answers that claim less, which may stand when they nearly agree."""
        first, second = self.both()
        return {
            "level": cautious_level(first.level, second.level),
            "answers": cautious_answers(first.answers, second.answers),
        }

    @property
    def finding(self) -> Finding | None:
        """What was agreed, under the portal's rules, with the record as it stands; None before."""
        if self.settled_at is None:
            return None
        return self.finding_for(self.level, self.answers)

    def finding_for(self, level: int, answers: Answers) -> Finding:
        record = self.study
        return find(level, answers, source_type=record.source_type, baseline=record.baseline)

    @transaction.atomic
    def settle(self, *, by, level: int, answers: Answers, note: str = "") -> None:
        """Set down what counts. Raises MoveNotPossible when somebody else was first."""
        self.level, self.answers, self.note = level, dict(answers), note
        self.settled_by, self.settled_at = by, timezone.now()
        found = self.finding
        self.study.reconcile(by=by, level=found.level, confidence=found.confidence)
        self.save()

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Another person agrees: it counts as appraised, for a review period from today."""
        self.published_by = by
        self.save(update_fields=["published_by"])
        self.study.publish(by=by)
