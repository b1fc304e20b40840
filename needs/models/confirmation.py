"""Confirming as data: who confirmed which records when, and what stood there before."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from needs.models.contract import Contract
from needs.models.need import Need
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent

UNDO_WITHIN = datetime.timedelta(days=1)


def new_confirmation_reference() -> str:
    return new_reference("CNF")


class ConfirmationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, and nobody else's."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def undoable(self):
        """Those that can still be taken back, the latest first."""
        since = timezone.now() - UNDO_WITHIN
        return self.filter(status=Confirmation.Status.DONE, at__gte=since).order_by("-pk")


class Confirmation(Workflow):
    """One press of a button: the records that somebody said are still right."""

    class Status(models.TextChoices):
        DONE = "done", "Confirmed"
        UNDONE = "undone", "Taken back"

    TRANSITIONS = {"undo": Move((Status.DONE,), Status.UNDONE)}

    reference = models.CharField(max_length=12, unique=True, default=new_confirmation_reference)
    by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="confirmations"
    )
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DONE)
    origin = models.CharField(
        max_length=40, blank=True, help_text="The mailed link it was made with; empty for a page"
    )
    needs_count = models.PositiveIntegerField(default=0)
    contracts_count = models.PositiveIntegerField(default=0)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "-id"], name="confirmation_by")]

    def __str__(self):
        return self.reference

    @property
    def count(self) -> int:
        return self.needs_count + self.contracts_count


class ConfirmationEvent(WorkflowEvent):
    record = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="events")


class ConfirmedRecord(models.Model):
    """A record that was confirmed, and how fresh it was before: what undoing goes back to."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="records")
    need = models.ForeignKey(Need, null=True, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(help_text="The record's, when it was confirmed")
    was_confirmed_on = models.DateField(null=True)
    was_confirmed_by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    was_review_by = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=True) ^ Q(contract__isnull=True),
                name="confirmed_record_is_one",
            )
        ]

    def __str__(self):
        return str(self.need or self.contract)

    @property
    def was(self) -> dict:
        return {
            "last_confirmed_on": self.was_confirmed_on,
            "confirmed_by": self.was_confirmed_by,
            "review_by": self.was_review_by,
        }
