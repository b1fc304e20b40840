"""What this room does outside a request: publishing on time, mail, PDFs, retention."""

import datetime
import smtplib

from celery import shared_task
from django.utils import timezone

from guidance import emails, retention, sheet_files
from guidance.models import Feedback, FeedbackEvent, GuideVersion
from procurement_portal.lib.queue import NOW, enqueue_on_commit, has_room
from procurement_portal.lib.workflow import MoveNotPossible

MAIL_REFUSED = (smtplib.SMTPException, OSError)
AGE = datetime.timedelta(days=7)  # older news is no news
PATIENCE = datetime.timedelta(minutes=5)  # left to the task that was started with the move


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def publish_due_guides() -> int:
    """Publish what is due; how many this run did. A second run finds nothing left."""
    published = 0
    for version in GuideVersion.objects.due().order_by("publish_at", "pk"):
        try:
            version.publish_due()
        except MoveNotPossible:  # taken back, or another run was first
            continue
        published += 1
    return published


@shared_task(acks_late=True, autoretry_for=MAIL_REFUSED, retry_backoff=60, max_retries=5)
def tell_writer(event_pk: int) -> None:
    """Write to who commented about one step; a second run finds it told and stops."""
    events = FeedbackEvent.objects.select_related(
        "record__by",
        "record__guide__published_version",
        "record__technique",
        "record__done_in__guide",
        "record__done_in_edition",
    )
    event = events.filter(pk=event_pk, verb__in=FeedbackEvent.TOLD).first()
    if event is None or not event.claim_telling():
        return
    try:
        _tell(event.record, event.verb)
    except MAIL_REFUSED:
        event.forget_telling()
        raise


def _tell(feedback: Feedback, verb: str) -> None:
    if verb == "send":
        emails.send_comment_received(feedback)
    elif verb != "acknowledge" or feedback.status not in Feedback.ANSWERED:
        emails.send_comment_moved(feedback, verb)


@shared_task(acks_late=True)
def tell_writers() -> None:
    """Write about steps that a lost task left untold."""
    now = timezone.now()
    untold = FeedbackEvent.objects.untold().filter(at__gt=now - AGE, at__lt=now - PATIENCE)
    for pk in untold.values_list("pk", flat=True)[:200]:
        tell_writer(pk)


@shared_task
def keep_guidance_retention() -> None:
    """Forget what is no longer needed of those who gave feedback. Safe to repeat."""
    retention.keep()


@shared_task(time_limit=90, soft_time_limit=60)
def render_sheet(pk: int) -> None:
    """Make the page about a technique that somebody is waiting for."""
    sheet_files.render(pk)


@shared_task
def sweep_sheets() -> None:
    """Queue again what a lost task left behind, unless the queue is long."""
    lost = sheet_files.recover_lost()
    if has_room(NOW):
        for pk in lost:
            enqueue_on_commit(render_sheet, pk)
