"""E-mails about needs: one function each; only tasks call them."""

from procurement_portal.lib.emails import send_email


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
