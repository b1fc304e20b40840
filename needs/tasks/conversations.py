"""E-mails of joint conversations: each borough is asked once, the one who asked hears answers."""

import smtplib

from celery import shared_task

from needs.emails import send_conversation_answer, send_invitation
from needs.models import ConversationInvite

RETRY = {
    "acks_late": True,
    "autoretry_for": (smtplib.SMTPException, OSError),
    "retry_backoff": 60,
    "max_retries": 5,
}
RELATED = ("borough", "conversation__borough", "conversation__capability", "conversation__by")
AT_ONCE = 200


@shared_task(**RETRY)
def ask_borough(invite_pk: int) -> None:
    """Write to the lead and the CIO of one borough; a second run finds it done and stops."""
    for invite in ConversationInvite.objects.filter(pk=invite_pk).select_related(*RELATED):
        if not invite.claim_asking():
            return
        try:
            send_invitation(invite)
        except (smtplib.SMTPException, OSError):
            invite.forget(asked_at=None)
            raise


@shared_task(**RETRY)
def tell_asker(invite_pk: int) -> None:
    """Tell whoever asked what a borough answered, once an answer."""
    for invite in ConversationInvite.objects.filter(pk=invite_pk).select_related(*RELATED):
        if not invite.claim_telling():
            return
        try:
            send_conversation_answer(invite)
        except (smtplib.SMTPException, OSError):
            invite.forget(told_of=None)
            raise


@shared_task(acks_late=True)
def sweep_conversations() -> None:
    """Send what a lost task left unsent."""
    invites = ConversationInvite.objects.order_by("pk")
    for pk in invites.waiting().filter(asked_at=None).values_list("pk", flat=True)[:AT_ONCE]:
        ask_borough(pk)
    for pk in invites.untold().values_list("pk", flat=True)[:AT_ONCE]:
        tell_asker(pk)
