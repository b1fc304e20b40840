"""Writing to a borough whose records need confirming, once each time LOTI asks."""

import datetime
import smtplib

from celery import shared_task
from django.utils import timezone

from needs.emails import send_confirm_reminder
from needs.models import ConfirmReminder
from needs.reminding import people_to_remind

MAIL_REFUSED = (smtplib.SMTPException, OSError)
PATIENCE = datetime.timedelta(minutes=5)  # left to the task that was started with it


@shared_task(acks_late=True, autoretry_for=MAIL_REFUSED, retry_backoff=60, max_retries=5)
def remind_borough(pk: int) -> None:
    """Send one reminder to everybody it is for; a second run finds it claimed and stops."""
    for reminder in ConfirmReminder.objects.filter(pk=pk).select_related("borough"):
        if not reminder.claim():
            return
        try:
            people = people_to_remind(reminder.borough)
            for person in people:
                send_confirm_reminder(reminder, person)
        except MAIL_REFUSED:
            reminder.release()
            raise
        ConfirmReminder.objects.filter(pk=pk).update(sent_to=len(people))


@shared_task(acks_late=True)
def remind_boroughs() -> int:
    """Send reminders that a lost task left unsent; how many."""
    lost = ConfirmReminder.objects.unsent().filter(at__lt=timezone.now() - PATIENCE)
    pks = list(lost.values_list("pk", flat=True)[:50])
    for pk in pks:
        remind_borough(pk)
    return len(pks)
