"""E-mails about needs: one function each; only tasks call them."""

from django.conf import settings
from django.urls import reverse

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


def send_asked(event) -> None:
    """Tell the borough that owns a sealed record that somebody asks; nothing of it is written.

    The record's owner while they belong to the borough, its leads otherwise.
    """
    request = event.record
    members = Membership.objects.filter(
        borough=request.to_borough_id, status=Membership.Status.ACTIVE, user__is_active=True
    ).select_related("user")
    owner = [m for m in members if m.user_id == request.record_b.owner_id]
    leading = [m for m in members if m.role in Membership.LEADING]
    for address in sorted({m.user.email for m in owner or leading}):
        send_email("connect_asked", address, {"found": request})


def send_answered(event) -> None:
    """Tell who asked, or when it ended who did not end it; no record and no borough is named."""
    request = event.record
    people = [request.asked_by, request.answered_by if event.verb == "end" else None]
    for person in people:
        if person is not None and person.is_active and person.pk != event.by_id:
            agreed = event.verb in ("accept", "end")
            own = None if agreed else request.record_a
            context = {"found": request, "verb": event.verb, "own": own}
            send_email("connect_answered", person.email, context)


def send_confirm_reminder(reminder, person) -> None:
    """Ask somebody of a borough to see that its records are confirmed."""
    contracts = reverse("needs:my_contracts")
    context = {
        "reminder": reminder,
        "person": person,
        "contracts_url": f"{settings.SITE_URL}{contracts}?borough={reminder.borough.slug}&stale=1",
        "needs_url": settings.SITE_URL + reverse("needs:my_needs"),
    }
    send_email("confirm_reminder", person.email, context)
