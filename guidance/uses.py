"""Logged uses of a technique, as its page shows them to members."""

from guidance.models import Technique
from guidance.permissions import can_put_back_use, can_take_out_use


def uses_of(technique: Technique, user) -> list[dict]:
    """Newest first: {"use", "may_take_out", "may_put_back"}.

    One that was taken out is shown to those who may put it back, and to its writer.
    """
    uses = technique.uses.visible_to(user).select_related("borough")
    rows = [
        {
            "use": use,
            "may_take_out": use.removed_at is None and can_take_out_use(user, use),
            "may_put_back": use.removed_at is not None and can_put_back_use(user, use),
        }
        for use in uses
    ]
    return [
        row
        for row in rows
        if row["use"].removed_at is None or row["may_put_back"] or row["use"].by_id == user.pk
    ]
