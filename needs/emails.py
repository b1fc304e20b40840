"""E-mails about needs: one function each; only tasks call them."""

from members.models import Membership
from procurement_portal.lib.emails import build_email, send_email


def send_decision(event) -> None:
    """Tell the author that a need was published, or sent back and why.

    `event` is the `NeedEvent` of the decision; nothing is sent when its author has gone.
    """
    need = event.record
    author = need.submitted_by or need.owner
    if author is None or not author.is_active:
        return
    name = "need_published" if event.verb == "publish" else "need_sent_back"
    send_email(name, author.email, {"need": need, "event": event, "author": author})


def send_invitation(invite) -> None:
    """Ask one borough into a conversation: one e-mail to its leads and CIOs together.

    Where a borough has neither, all its people are asked; with nobody there, nothing is sent.
    """
    active = Membership.objects.active().filter(borough=invite.borough, user__is_active=True)
    leading = Membership.objects.leading(invite.borough).filter(user__is_active=True)
    to = sorted(set((leading or active).values_list("user__email", flat=True)))
    if not to:
        return
    context = {"invite": invite, "conversation": invite.conversation}
    message = build_email("conversation_invitation", to[0], context)
    message.to = to
    message.send()


def send_conversation_answer(invite) -> None:
    """Tell the person who asked what a borough answered; nobody when they have gone."""
    asker = invite.conversation.by
    if asker is None or not asker.is_active:
        return
    send_email(
        "conversation_answer",
        asker.email,
        {"invite": invite, "conversation": invite.conversation},
    )
