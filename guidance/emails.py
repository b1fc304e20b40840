"""E-mails to those who commented on guidance: one function each; only tasks call them.

What a writer typed is never sent back: whoever gave somebody else's address could write to them.
"""

from procurement_portal.lib.emails import send_email


def address_of(feedback) -> str:
    """Where the writer reads their mail: that of their account, or the one they gave, or ""."""
    if feedback.by is not None:
        return feedback.by.email if feedback.by.is_active else ""
    return feedback.email


def send_comment_received(feedback) -> None:
    """To who wrote without an account: the address of the page with the answer."""
    if feedback.by is None and feedback.email:
        send_email("comment_received", feedback.email, {"feedback": feedback})


def send_comment_moved(feedback, verb: str) -> None:
    """What became of a comment, with the reply; nothing where there is nobody to write to."""
    if address := address_of(feedback):
        send_email("comment_moved", address, {"feedback": feedback, "verb": verb})
