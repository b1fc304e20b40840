"""What this room does outside a request: mail, and keeping to retention."""

import datetime
import logging
from smtplib import SMTPException

from celery import shared_task
from django.utils import timezone

from members import emails, retention
from members.models import Membership

logger = logging.getLogger(__name__)

MAIL_REFUSED = (SMTPException, OSError)
RETRY = {
    "autoretry_for": MAIL_REFUSED,
    "retry_backoff": 5,  # seconds, doubled at each try
    "retry_backoff_max": 600,
    "max_retries": 6,
}
SWEPT_DAYS = 2  # how long mail about a membership is still worth sending


@shared_task(**RETRY)
def send_account_email(name: str, to: str, context: dict) -> None:
    """A code or notice somebody waits for. A code is of no use after a quarter of an hour."""
    emails.account_email(name, to, context)


def send_without_queue(name: str, to: str, context: dict) -> None:
    """The same, here and now; the log says when the mail server is away as well."""
    try:
        emails.account_email(name, to, context)
    except MAIL_REFUSED:
        logger.exception("neither queue nor mail server: %s was not sent", name)


@shared_task(**RETRY)
def tell(pk: int) -> None:
    """Send the mail about a membership's present status, once, to those it concerns."""
    membership = Membership.objects.select_related("user", "borough").filter(pk=pk).first()
    if membership is None or not membership.claim_told():
        return
    try:
        _send_about(membership)
    except MAIL_REFUSED:
        membership.release_told()
        raise


Status = Membership.Status


def _send_about(membership: Membership) -> None:
    if membership.status == Status.PENDING:
        _send_to_deciders(membership)
    elif membership.user.is_active:
        send = {
            Status.ACTIVE: emails.membership_accepted,
            Status.REFUSED: emails.membership_refused,
            Status.ENDED: emails.membership_ended,
        }
        send[membership.status](membership)


def _send_to_deciders(membership: Membership) -> None:
    """The borough's leads; LOTI's moderators when it has none."""
    leads = Membership.objects.leading(membership.borough).select_related("user")
    deciders = leads or Membership.objects.moderating().select_related("user")
    for decider in deciders:
        emails.membership_waiting(membership, decider.user.email, moderator=not leads)


@shared_task
def tell_untold() -> None:
    """Sweeper: mail that a queue or a mail server lost."""
    since = timezone.now() - datetime.timedelta(days=SWEPT_DAYS)
    for pk in Membership.objects.untold(since).values_list("pk", flat=True)[:200]:
        tell.delay(pk)


@shared_task
def keep_retention() -> None:
    """End what has expired and forget what is no longer needed. Safe to repeat."""
    retention.keep()
