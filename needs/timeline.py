"""A need's story, as far as the person reading may know it."""

from members.permissions import belongs_to, is_member, is_moderator
from needs.models import NeedEvent

# What happens between a borough and the moderators stays between them.
INTERNAL = ("submit", "resubmit", "send_back", "review")


def timeline(need, user) -> list[dict]:
    """Title, time, who and why of each event, newest first. Names and reasons: members only."""
    insider = belongs_to(user, need.borough_id) or is_moderator(user)
    named = is_member(user)
    events = need.events.select_related("by").order_by("-at", "-pk")
    if not insider:
        events = events.exclude(verb__in=INTERNAL)
    return [
        {
            "title": event.title,
            "at": event.at,
            "by": str(event.by) if named and event.by else "",
            "text": event.reason if named else "",
        }
        for event in events
    ]


def last_send_back(need) -> NeedEvent | None:
    """Why a need was sent back, while it is waiting for its author."""
    if need.status != need.Status.SENT_BACK:
        return None
    return need.events.select_related("by").filter(verb="send_back").order_by("-pk").first()
