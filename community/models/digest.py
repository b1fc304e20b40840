"""The digest ledger: one row per person and period, claimed before anything is sent."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


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


class Digest(Workflow):
    """One person's digest for one period: what it held, whether it went, and if not, why."""

    class Status(models.TextChoices):
        DUE = "due", "Due"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Nothing new"
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
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-period_to"]
        indexes = [models.Index(fields=["status", "lease_until"], name="digest_due")]
        constraints = [
            models.UniqueConstraint(fields=["user", "period"], name="digest_once_per_period")
        ]

    def __str__(self):
        return f"{self.period} for {self.user}"


class DigestEvent(WorkflowEvent):
    record = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="events")


class DigestItem(models.Model):
    """One line of a digest that was sent: why this person got it."""

    class Kind(models.TextChoices):
        OVERLAP = "overlap", "New overlap"
        DECIDE_BY = "decide_by", "Decide-by date"
        NEED = "need", "New need"
        GUIDANCE = "guidance", "New guidance"
        CASE_STUDY = "case_study", "New case study"
        CONFIRM = "confirm", "To confirm"

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.title
