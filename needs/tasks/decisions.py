"""Telling authors what was decided, once each, however often the queue was away."""

import datetime
import smtplib

from celery import shared_task
from django.utils import timezone

from needs.emails import send_decision
from needs.models import NeedEvent

AGE = datetime.timedelta(days=7)  # older news is no news
PATIENCE = datetime.timedelta(minutes=5)  # left to the task that was started with the decision


@shared_task(
    acks_late=True,
    autoretry_for=(smtplib.SMTPException, OSError),
    retry_backoff=60,
    max_retries=5,
)
def tell_author(event_pk: int) -> None:
    """Write to the author about one decision; a second run finds it told and stops."""
    for event in NeedEvent.objects.filter(pk=event_pk).select_related("record__submitted_by"):
        if not event.claim_telling():
            return
        try:
            send_decision(event)
        except (smtplib.SMTPException, OSError):
            event.forget_telling()
            raise


@shared_task(acks_late=True)
def tell_authors() -> None:
    """Write about decisions that a lost task left untold."""
    now = timezone.now()
    untold = NeedEvent.objects.untold().filter(at__gt=now - AGE, at__lt=now - PATIENCE)
    for pk in untold.values_list("pk", flat=True)[:200]:
        tell_author(pk)
