"""Status moves: one conditional update and one event row, in one transaction.

A model that has a status says which verb leads where::

    class Need(Workflow, models.Model):
        TRANSITIONS = {"submit": Move(("draft", "sent_back"), "submitted")}

and offers each verb as a method that calls `self.move("submit", by=user)`. Two people
who press at once cannot both succeed: the update names the states it starts from, and
the loser gets `MoveNotPossible`, which becomes the 409 page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone


@dataclass(frozen=True)
class Move:
    """One row of a transition table: the states it may start from, and where it ends.

    Without a target the status stays, and what the verb changes is in the update's other fields.
    """

    sources: tuple[str, ...]
    target: str | None


class MoveNotPossible(Exception):
    """The record is no longer in a state this verb can start from."""

    def __init__(self, record, verb: str):
        super().__init__(f"{verb} is not possible for {record} any more")
        self.record = record
        self.verb = verb
        self.last_event = record.events.order_by("-pk").first()


class StaleEdit(Exception):
    """Somebody saved the record after this edit was started."""

    def __init__(self, record):
        super().__init__(f"{record} changed since this edit began")
        self.record = record


class WorkflowEvent(models.Model):
    """What happened to a record: verb, states, who, when, and why if they said.

    Subclasses add a foreign key named `record` with `related_name="events"`. `by` is empty
    when the clock moved the record.
    """

    verb = models.CharField(max_length=30)
    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class Workflow(models.Model):
    """A model whose `status` moves only through `TRANSITIONS`."""

    TRANSITIONS: dict[str, Move] = {}

    class Meta:
        abstract = True

    def fence(self) -> dict:
        """Further values the row must still have for this instance to move it; none by default."""
        return {}

    def can_move(self, verb: str) -> bool:
        return self.status in self.TRANSITIONS[verb].sources

    @transaction.atomic
    def move(self, verb: str, *, by, reason: str = "", **changes) -> None:
        """Make the move and write its event, or raise `MoveNotPossible`.

        `changes` are field values set in the same update (`published_at=…`).
        """
        move = self.TRANSITIONS[verb]
        start = self.status
        target = move.target or start
        updated = (
            type(self)
            ._base_manager.filter(pk=self.pk, status=start, status__in=move.sources, **self.fence())
            .update(status=target, **changes)
        )
        if not updated:
            self.refresh_from_db()
            raise MoveNotPossible(self, verb)
        self.status = target
        for name, value in changes.items():
            setattr(self, name, value)
        self.events.create(verb=verb, from_status=start, to_status=target, by=by, reason=reason)
