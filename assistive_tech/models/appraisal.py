"""Two people score a study, each alone; what they agree on becomes the record's (docs/adr/0023).

An appraisal is its scorer's alone until both are handed in. The places are numbered, so that the
database itself keeps a third person out, and the pair's row keeps one person from being both.
"""

import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from assistive_tech.appraising import Answer, Item
from assistive_tech.models.case_study import CaseStudy
from assistive_tech.models.reconciliation import LEVELS, Reconciliation
from members.permissions import is_moderator
from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow, WorkflowEvent

PLACES = (1, 2)
ABANDONED = datetime.timedelta(days=28)  # a draft nobody touched for so long gives its place up


def answer_to(label: str, help_text: str = ""):
    return models.CharField(
        label, max_length=10, blank=True, default="", choices=Answer.choices, help_text=help_text
    )


class AppraisalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; another's to moderators once both are in, to everybody once reconciled."""
        everybody = Q(pair__settled_at__isnull=False, study__status__in=CaseStudy.LISTED)
        if not user.is_authenticated:
            return self.filter(everybody)
        own = Q(scorer=user)
        if is_moderator(user):
            return self.filter(own | Q(pair__isnull=False))
        return self.filter(own | everybody)

    def current(self):
        """Of this round: those before a record was refreshed are kept, and count no more."""
        return self.filter(current=True)


class Appraisal(Workflow):
    class Status(models.TextChoices):
        DRAFTED = "drafted", "Draft"
        HANDED_IN = "handed_in", "Handed in"

    TRANSITIONS = {"hand_in": Move((Status.DRAFTED,), Status.HANDED_IN)}

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="appraisals")
    scorer = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="appraisals"
    )
    place = models.PositiveSmallIntegerField()
    current = models.BooleanField(default=True)
    pair = models.ForeignKey(
        "assistive_tech.Reconciliation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appraisals",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFTED)
    level = models.PositiveSmallIntegerField(null=True, blank=True, choices=LEVELS)
    aim = answer_to(Item.AIM.label)
    participants = answer_to(Item.PARTICIPANTS.label)
    baseline = answer_to(Item.BASELINE.label)
    comparator = answer_to(Item.COMPARATOR.label)
    sample = answer_to(Item.SAMPLE.label)
    measure = answer_to(Item.MEASURE.label)
    follow_up = answer_to(Item.FOLLOW_UP.label)
    independence = answer_to(Item.INDEPENDENCE.label)
    costs = answer_to(Item.COSTS.label)
    harms = answer_to(Item.HARMS.label)
    like_london = answer_to("The place is like London")
    recent = answer_to("It is recent enough to count today")
    connectable = answer_to("What it connects by can still be had")
    transfer_note = models.CharField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    study_version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["study", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "scorer"],
                condition=Q(current=True),
                name="appraisal_once_per_scorer",
                violation_error_message="You are appraising this case study already",
            ),
            models.UniqueConstraint(
                fields=["study", "place"],
                condition=Q(current=True),
                name="appraisal_two_at_most",
                violation_error_message="Two people are appraising this case study already",
            ),
            models.CheckConstraint(
                condition=Q(place__in=PLACES), name="appraisal_has_one_of_two_places"
            ),
            models.CheckConstraint(
                condition=Q(status="drafted")
                | (
                    Q(level__isnull=False, level__range=(1, 5))
                    & ~Q(*((item.value, "") for item in Item), _connector="OR")
                ),
                name="appraisal_complete_when_handed_in",
            ),
        ]

    def __str__(self):
        return f"{self.study}: {self.place}"

    def get_absolute_url(self):
        return self.study.get_absolute_url()

    @property
    def answers(self) -> dict[str, str]:
        return {item.value: getattr(self, item.value) for item in Item}

    @classmethod
    @transaction.atomic
    def begin(cls, study: CaseStudy, *, by) -> "Appraisal":
        """This person's draft, made when there is none.

        Raises MoveNotPossible when the record does not wait for appraisal or both places are
        taken. A draft that was left lying gives its place to whoever comes.
        """
        study = CaseStudy.objects.select_for_update().get(pk=study.pk)
        if not study.can_move("appraise"):
            raise MoveNotPossible(study, "appraise")
        rows = cls.objects.current().filter(study=study)
        if own := rows.filter(scorer=by).first():
            return own
        abandoned = timezone.now() - ABANDONED
        rows.filter(status=cls.Status.DRAFTED, changed_at__lt=abandoned).delete()
        free = sorted(set(PLACES) - set(rows.values_list("place", flat=True)))
        if not free:
            raise MoveNotPossible(study, "appraise")
        return cls.objects.create(study=study, scorer=by, place=free[0])

    @transaction.atomic
    def save_draft(self, values: dict) -> None:
        """Keep answers as far as they are given. Raises MoveNotPossible once handed in."""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed_at = timezone.now()
        locked = type(self).objects.select_for_update().filter(pk=self.pk).first()
        if locked is None or locked.status != self.Status.DRAFTED:
            raise MoveNotPossible(locked or self, "hand_in")
        self.save()

    @transaction.atomic
    def hand_in(self, *, by, values: dict) -> None:
        """Final; the second of two opens both to each other and moves the record."""
        study = CaseStudy.objects.select_for_update().get(pk=self.study_id)
        if not study.can_move("appraise"):
            raise MoveNotPossible(study, "appraise")
        self.save_draft(values | {"study_version": study.version})
        self.move("hand_in", by=by)
        both = list(type(self).objects.current().filter(study=study, status=self.Status.HANDED_IN))
        if len(both) == len(PLACES):
            study.appraise(by=by)
            Reconciliation.of(study, both)

    def give_up(self) -> None:
        """Give the place back; what was answered so far goes with it."""
        drafts = type(self).objects.filter(pk=self.pk, status=self.Status.DRAFTED)
        if not drafts.delete()[0]:
            raise MoveNotPossible(self, "hand_in")


class AppraisalEvent(WorkflowEvent):
    record = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="events")
