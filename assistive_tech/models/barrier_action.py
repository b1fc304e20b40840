"""What is done about a barrier: by whom, until when, how it goes, and what came of it."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class BarrierActionQuerySet(models.QuerySet):
    def overdue(self):
        """Open, and its last day has passed."""
        return self.filter(status=BarrierAction.Status.OPEN, due_on__lt=timezone.localdate())


class BarrierAction(Workflow):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    TRANSITIONS = {
        "change": Move((Status.OPEN,), None),
        "finish": Move((Status.OPEN,), Status.DONE),
        "drop": Move((Status.OPEN,), Status.DROPPED),
    }

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="actions"
    )
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="barrier_actions"
    )
    borough = models.ForeignKey(
        "members.Borough",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The owner's; empty for the LOTI team",
    )
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    outcome = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BarrierActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def keeper(self) -> str:
        """Who acts, as everybody reads it: a borough, never a person."""
        return self.borough.short_name if self.borough else "LOTI"

    def change(self, *, by, text: str, owner, borough, due_on) -> None:
        """Another owner, day or wording while it is open."""
        self.move("change", by=by, text=text, owner=owner, borough=borough, due_on=due_on)

    def finish(self, *, by, outcome: str) -> None:
        self.move("finish", by=by, outcome=outcome)

    def drop(self, *, by, outcome: str) -> None:
        self.move("drop", by=by, outcome=outcome)


class BarrierActionEvent(WorkflowEvent):
    record = models.ForeignKey(BarrierAction, on_delete=models.CASCADE, related_name="events")


class ActionProgress(models.Model):
    """A line on how it goes, which everybody reads who may read the barrier."""

    action = models.ForeignKey(BarrierAction, on_delete=models.CASCADE, related_name="progress")
    text = models.CharField(max_length=500)
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "action progress"

    def __str__(self):
        return self.text
