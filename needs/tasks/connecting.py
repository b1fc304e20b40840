"""Writing to boroughs about requests to connect, and expiring what nobody answered."""

import datetime
import smtplib

from celery import shared_task
from django.utils import timezone

from needs.connecting import still_asked
from needs.emails import send_answered, send_asked
from needs.models import ConnectEvent, ConnectRequest
from procurement_portal.lib.workflow import MoveNotPossible

AGE = datetime.timedelta(days=7)  # older news is no news
PATIENCE = datetime.timedelta(minutes=5)  # left to the task that was started with the request


@shared_task(
    acks_late=True,
    autoretry_for=(smtplib.SMTPException, OSError),
    retry_backoff=60,
    max_retries=5,
)
def tell_connection(event_pk: int) -> None:
    """Write to the other side about one event; a second run finds it told and stops."""
    related = ("record__asked_by", "record__answered_by", "record__to_borough")
    for event in ConnectEvent.objects.filter(pk=event_pk).select_related(*related):
        if not event.claim_telling():
            return
        try:
            _write(event)
        except (smtplib.SMTPException, OSError):
            event.forget_telling()
            raise


def _write(event: ConnectEvent) -> None:
    """A refusal or expiry is told once nobody is left who could agree."""
    if event.verb == "ask":
        send_asked(event)
    elif event.verb in ("accept", "end") or (
        event.verb in ("refuse", "expire") and not still_asked(event.record)
    ):
        send_answered(event)


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def keep_requests() -> int:
    """Expire requests nobody answered, and write what a lost task left unwritten; how many."""
    expired = 0
    for request in ConnectRequest.objects.overdue():
        try:
            request.expire()
        except MoveNotPossible:  # answered while this ran
            continue
        expired += 1
    now = timezone.now()
    untold = ConnectEvent.objects.untold().filter(at__gt=now - AGE, at__lt=now - PATIENCE)
    for pk in untold.values_list("pk", flat=True)[:200]:
        tell_connection(pk)
    return expired
