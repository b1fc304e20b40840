"""LOTI asking a borough to confirm its records: who asked, when, and how many were written to."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.permissions import is_moderator


class ConfirmReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the moderators who send them."""
        return self if is_moderator(user) else self.none()

    def recent(self):
        """Those that keep the next one from being sent yet."""
        pause = datetime.timedelta(days=settings.REMINDER_PAUSE_DAYS)
        return self.filter(at__gt=timezone.now() - pause)

    def unsent(self):
        return self.filter(sent_at__isnull=True)


class ConfirmReminder(models.Model):
    borough = models.ForeignKey("members.Borough", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="confirm_reminders"
    )
    at = models.DateTimeField(default=timezone.now)
    records = models.PositiveIntegerField(help_text="Not confirmed in time when it was asked")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.PositiveIntegerField(default=0, help_text="People written to")

    objects = ConfirmReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["borough", "-at"], name="confirm_reminder_borough")]

    def __str__(self):
        return f"{self.borough}, {self.at:%d %B %Y}"

    def claim(self) -> bool:
        """Take on sending it; False when that is done or under way."""
        mine = ConfirmReminder.objects.unsent().filter(pk=self.pk)
        return bool(mine.update(sent_at=timezone.now()))

    def release(self) -> None:
        """The mail server refused: it is due again."""
        ConfirmReminder.objects.filter(pk=self.pk).update(sent_at=None)
