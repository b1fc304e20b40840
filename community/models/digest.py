"""The digest ledger: one row per person and period, claimed before anything is sent."""

import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent

LEASE = datetime.timedelta(minutes=10)  # longer than a task may take
GIVE_UP_AFTER = 5  # failures of one digest
FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(minutes=5), datetime.timedelta(hours=1)


class DigestPreference(models.Model):
    """How often a person wants the digest. No row means weekly."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        MONTHLY = "monthly", "Every month"
        NEVER = "never", "Never"

    user = models.OneToOneField(
        "members.User", on_delete=models.CASCADE, related_name="digest_preference"
    )
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.user}: {self.get_frequency_display()}"

    @classmethod
    def of(cls, user) -> "DigestPreference":
        """The person's own, or the one that holds without any, unsaved."""
        return getattr(user, "digest_preference", None) or cls(user=user)


class DigestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, and nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def due(self):
        """Waiting, and not put off until later."""
        now = timezone.now()
        return self.filter(status=Digest.Status.DUE).filter(
            Q(retry_at__isnull=True) | Q(retry_at__lte=now)
        )

    def with_reasons(self):
        """With items, and as `reasons` the events that say why one did not go, oldest first."""
        why = DigestEvent.objects.filter(verb__in=("skip", "fail", "release")).order_by("pk")
        return self.prefetch_related("items", Prefetch("events", why, to_attr="reasons"))

    def lapsed(self):
        """Taken by a worker that never came back."""
        return self.filter(status=Digest.Status.SENDING, lease_until__lt=timezone.now())

    @transaction.atomic
    def claim(self, limit: int) -> list["Digest"]:
        """Take up to `limit` of these due digests; rows another worker looks at are left to it.

        One that failed before comes alone, so that it cannot take others down with it.
        """
        rows = self.due().select_for_update(skip_locked=True, of=("self",)).order_by("pk")
        rows = rows.select_related("user__digest_preference")
        claimed = list(rows.filter(failures=0)[:limit]) or list(rows[:1])
        lease = timezone.now() + LEASE
        Digest.objects.filter(pk__in=[row.pk for row in claimed]).update(
            status=Digest.Status.SENDING, attempts=F("attempts") + 1, lease_until=lease
        )
        for row in claimed:
            row.status, row.attempts = Digest.Status.SENDING, row.attempts + 1
            row.lease_until = lease
        DigestEvent.objects.bulk_create(
            DigestEvent(record=row, verb="claim", from_status="due", to_status="sending")
            for row in claimed
        )
        return claimed


def new_message_id() -> str:
    """One for the life of a digest: a mail sent twice is then recognised as the same."""
    return make_msgid("digest", domain=urlsplit(settings.SITE_URL).hostname)


class Digest(Workflow):
    """One person's digest for one period: what it held, whether it went, and if not, why."""

    class Status(models.TextChoices):
        DUE = "due", "Due"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Not sent"
        FAILED = "failed", "Given up"

    TRANSITIONS = {
        "claim": Move((Status.DUE,), Status.SENDING),
        "send": Move((Status.SENDING,), Status.SENT),
        "skip": Move((Status.SENDING, Status.DUE), Status.SKIPPED),
        "release": Move((Status.SENDING,), Status.DUE),
        "fail": Move((Status.SENDING, Status.DUE), Status.FAILED),
    }

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10, help_text="ISO week 2026-W48, or month 2026-11")
    period_from = models.DateTimeField()
    period_to = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Fences a slow worker")
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts this digest itself spoiled; a mail server away is none"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True, help_text="Not to be tried before")
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to"]
        indexes = [models.Index(fields=["status", "lease_until"], name="digest_due")]
        constraints = [
            models.UniqueConstraint(fields=["user", "period"], name="digest_once_per_period")
        ]

    def __str__(self):
        return f"{self.period} for {self.user}"

    def fence(self):
        """A worker that outlived its lease cannot finish what another has begun again."""
        return {"attempts": self.attempts}

    @property
    def is_held(self) -> bool:
        return self.lease_until is not None and timezone.now() < self.lease_until

    def finish(self) -> None:
        self.move("send", by=None, sent_at=timezone.now(), last_error="")

    def skip(self, *, reason: str) -> None:
        self.move("skip", by=None, reason=reason)

    def give_up(self, *, reason: str) -> None:
        self.move("fail", by=None, reason=reason)

    def put_off(self, *, error: str = "") -> None:
        """Nothing wrong with this digest: the mail server was away, or time ran out."""
        wait = min(FIRST_WAIT * 2 ** min(self.attempts - 1, 10), LONGEST_WAIT)
        retry_at = timezone.now() + wait if error else None
        self.move("release", by=None, reason=error, last_error=error, retry_at=retry_at)

    def spoil(self, *, error: str) -> None:
        """This digest's own failure: tried again a few times, then given up."""
        failures = self.failures + 1
        wait = min(FIRST_WAIT * 2**failures, LONGEST_WAIT)
        changes = {"failures": failures, "last_error": error, "retry_at": timezone.now() + wait}
        verb = "fail" if failures >= GIVE_UP_AFTER else "release"
        self.move(verb, by=None, reason=error, **changes)


class DigestEvent(WorkflowEvent):
    record = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="events")


class DigestItem(models.Model):
    """One line of a digest: why this person got it."""

    class Kind(models.TextChoices):
        DECIDE_BY = "decide_by", "Decide-by date"
        ACTION = "action", "Action overdue"
        COMMENT = "comment", "Comment to answer"
        CONFIRM = "confirm", "To confirm"
        HANDED = "handed", "Now yours"
        OVERLAP = "overlap", "New overlap"
        NEED = "need", "New need"
        ENDED = "ended", "Need withdrawn or closed"
        BARRIER = "barrier", "Barrier your borough has"
        TRIAL = "trial", "Trial that recruits"
        GUIDANCE = "guidance", "New guidance"
        CASE_STUDY = "case_study", "New case study"

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    records = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        help_text="Kind, id and keeper of each record the line asks to confirm",
    )

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["url"], condition=Q(kind="need"), name="digest_item_of_need")
        ]

    def __str__(self):
        return self.title
