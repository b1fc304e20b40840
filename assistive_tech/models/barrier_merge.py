"""Two barriers that are one: a moderator proposes, whoever raised it agrees or not."""

import datetime

from django.db import models, transaction
from django.utils import timezone

from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow, WorkflowEvent

UNDO_WITHIN = datetime.timedelta(days=30)
# What moves with a barrier: the relation, and what the survivor has only once.
MOVED = {
    "sharing": "borough",
    "links": "case_study",
    "trial_links": "trial",
    "files": "content_hash",
    "actions": None,
}


class BarrierMerge(Workflow):
    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Taken back"
        UNDONE = "undone", "Undone"

    TRANSITIONS = {
        "accept": Move((Status.PROPOSED,), Status.ACCEPTED),
        "decline": Move((Status.PROPOSED,), Status.DECLINED),
        "take_back": Move((Status.PROPOSED,), Status.TAKEN_BACK),
        "undo": Move((Status.ACCEPTED,), Status.UNDONE),
    }

    barrier = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="merges"
    )
    into = models.ForeignKey(
        "assistive_tech.Barrier", on_delete=models.CASCADE, related_name="merges_into"
    )
    reason = models.TextField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    was = models.CharField(max_length=12, blank=True, help_text="The barrier's status before")
    moved = models.JSONField(
        default=dict, blank=True, help_text="Ids of the rows that moved, by relation"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["barrier"],
                condition=models.Q(status="proposed"),
                name="barrier_merge_one_proposed",
                violation_error_message="A merge of this barrier is proposed already",
            ),
            models.CheckConstraint(
                condition=~models.Q(barrier=models.F("into")), name="barrier_merge_into_another"
            ),
        ]

    def __str__(self):
        return f"{self.barrier} into {self.into}"

    def proposed_by(self, user) -> bool:
        return self.events.filter(by=user, verb="propose").exists()

    def decline(self, *, by, reason: str) -> None:
        self.move("decline", by=by, reason=reason, decided_at=timezone.now())

    def take_back(self, *, by) -> None:
        self.move("take_back", by=by, decided_at=timezone.now())

    @transaction.atomic
    def accept(self, *, by) -> None:
        """Boroughs, links, files and actions go to the survivor, and readers are led there."""
        self._lock_both()
        gone, kept = self.barrier, self.into
        if not kept.is_open or not gone.is_open:
            raise MoveNotPossible(self, "accept")
        was_public = gone.visibility == "public"
        self.was, moved = gone.status, {name: self._hand_over(name) for name in MOVED}
        gone.merged.update(merged_into=kept)
        self.move("accept", by=by, was=self.was, moved=moved, decided_at=timezone.now())
        gone.move("merge", by=by, reason=f"Into {kept.reference}", merged_into=kept)
        kept.technology_classes.add(*gone.technology_classes.all())
        kept.move("absorb", by=by, reason=f"{gone.reference}: {gone.title}")
        if was_public and kept.can_move("validate"):
            kept.validate(by=by, reason=f"{gone.reference} was validated")
        kept.validate_if_shared(by=by)
        if moved["actions"] and kept.can_move("act"):
            kept.move("act", by=by)

    def _lock_both(self) -> None:
        """In the order of their ids, so that two merges never wait for each other."""
        for barrier in sorted((self.barrier, self.into), key=lambda barrier: barrier.pk):
            barrier.lock()

    def _hand_over(self, name: str) -> list[int]:
        """Give the survivor what it does not have; the ids of the rows that went."""
        rows, once = getattr(self.barrier, name), MOVED[name]
        going = rows.all()
        if once:
            has = getattr(self.into, name).values(once)
            going = going.exclude(**{f"{once}__in": has})
        ids = list(going.values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(barrier=self.into)
        return ids

    @property
    def can_undo(self) -> bool:
        recent = self.decided_at and timezone.now() < self.decided_at + UNDO_WITHIN
        return self.can_move("undo") and bool(recent)

    @transaction.atomic
    def undo(self, *, by, reason: str) -> None:
        """Within 30 days: what moved goes back, and the barrier is what it was."""
        self._lock_both()
        if not self.can_undo or self.barrier.merged_into_id != self.into_id:
            raise MoveNotPossible(self, "undo")
        for name, ids in self.moved.items():
            getattr(self.into, name).filter(pk__in=ids).update(barrier=self.barrier)
        self.barrier.part(by=by, status=self.was, reason=reason)
        self.into.move("give_back", by=by, reason=f"{self.barrier.reference}: {reason}")
        self.move("undo", by=by, reason=reason)


class BarrierMergeEvent(WorkflowEvent):
    record = models.ForeignKey(BarrierMerge, on_delete=models.CASCADE, related_name="events")
