"""Asking to be put in touch about a sealed record, without being told whose it is.

Place a is the record of the borough that asks, place b the sealed record. Until its owner agrees,
the asking borough learns only that something like its own record exists (docs/adr/0020).
"""

import datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.permissions import borough_ids
from needs.models.contract import Contract
from needs.models.record_pair import RecordPair, RecordPairQuerySet, pair_key, record_fields
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent

ANSWER_DAYS = 28  # after that a request has expired


def new_request_reference() -> str:
    return new_reference("ASK")


def expiry_day() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ANSWER_DAYS)


class ConnectRequestQuerySet(RecordPairQuerySet):
    def visible_to(self, user):
        """The asked borough's own; of those one's borough asked, the ones agreed to.

        Nobody else, moderators among them: it stays between the two boroughs.
        """
        own = borough_ids(user)
        agreed = Q(from_borough__in=own, status__in=ConnectRequest.AGREED)
        return self.filter(Q(to_borough__in=own) | agreed)

    def asked_for(self, record):
        """What the record's own borough asked about it."""
        kind = "contract" if isinstance(record, Contract) else "need"
        return self.filter(**{f"{kind}_a": record})

    def waiting(self):
        return self.filter(status=ConnectRequest.Status.ASKED)

    def overdue(self):
        return self.waiting().filter(expires_on__lt=timezone.localdate())


class ConnectRequest(Workflow, RecordPair):
    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        ACCEPTED = "accepted", "Connected"
        REFUSED = "refused", "Not agreed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Not answered in time"
        ENDED = "ended", "Ended"

    AGREED = (Status.ACCEPTED, Status.ENDED)
    IN_FORCE = (Status.ASKED, Status.ACCEPTED)
    TRANSITIONS = {
        "accept": Move((Status.ASKED,), Status.ACCEPTED),
        "refuse": Move((Status.ASKED,), Status.REFUSED),
        "withdraw": Move((Status.ASKED,), Status.WITHDRAWN),
        "expire": Move((Status.ASKED,), Status.EXPIRED),
        "end": Move((Status.ACCEPTED,), Status.ENDED),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_request_reference)
    from_borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="requests_made"
    )
    to_borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="requests_received"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    message = models.CharField("your message", max_length=500, blank=True)
    answer = models.CharField("why", max_length=500, blank=True)
    asked_by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(default=expiry_day, help_text="The last day to answer")
    answered_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConnectRequestQuerySet.as_manager()

    class Meta(RecordPair.Meta):
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *RecordPair.Meta.constraints,
            models.UniqueConstraint(
                fields=["pair_key"],
                condition=Q(status__in=["asked", "accepted"]),
                name="connect_request_once_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(from_borough=models.F("to_borough")),
                name="connect_request_across_boroughs",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("needs:connection", kwargs={"reference": self.reference})

    @classmethod
    @transaction.atomic
    def ask(cls, mine, sealed, *, by, message: str = "") -> "ConnectRequest":
        """Ask the owner of `sealed` about one's own record `mine`."""
        request = cls.objects.create(
            **record_fields(mine, "a"),
            **record_fields(sealed, "b"),
            pair_key=pair_key(mine.reference, sealed.reference),
            from_borough_id=mine.borough_id,
            to_borough_id=sealed.borough_id,
            asked_by=by,
            message=message,
        )
        request.events.create(
            verb="ask", from_status="", to_status=cls.Status.ASKED, by=by, reason=message
        )
        return request

    def accept(self, *, by) -> None:
        self.move("accept", by=by, answered_by=by, answered_at=timezone.now())

    def refuse(self, *, by, answer: str = "") -> None:
        changes = {"answered_by": by, "answered_at": timezone.now(), "answer": answer}
        self.move("refuse", by=by, reason=answer, **changes)

    def withdraw(self, *, by) -> None:
        self.move("withdraw", by=by)

    def expire(self) -> None:
        """Nobody answered in time: the clock's move, by nobody."""
        self.move("expire", by=None)

    def end(self, *, by) -> None:
        """Either side closes the connection: what it showed is shown no more."""
        self.move("end", by=by)


class ConnectEventQuerySet(models.QuerySet):
    def untold(self):
        return self.filter(told_at__isnull=True)


class ConnectEvent(WorkflowEvent):
    TITLES = {
        "ask": "Asked to connect",
        "accept": "Agreed to connect",
        "refuse": "Not agreed",
        "withdraw": "Withdrawn by those who asked",
        "expire": "Not answered in time",
        "end": "Connection ended",
    }

    record = models.ForeignKey(ConnectRequest, on_delete=models.CASCADE, related_name="events")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the other side was sent an e-mail about it"
    )

    objects = ConnectEventQuerySet.as_manager()

    @property
    def title(self) -> str:
        return self.TITLES.get(self.verb, self.verb)

    def claim_telling(self) -> bool:
        """Take on writing about it; False when somebody has already."""
        mine = ConnectEvent.objects.filter(pk=self.pk, told_at__isnull=True)
        return bool(mine.update(told_at=timezone.now()))

    def forget_telling(self) -> None:
        """The mail was refused: it is due again."""
        ConnectEvent.objects.filter(pk=self.pk).update(told_at=None)
