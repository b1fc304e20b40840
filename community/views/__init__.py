from community.views.confirming import confirm_records, undo_confirmed
from community.views.digests import digests, preview
from community.views.follows import (
    follow,
    follow_technology,
    unfollow,
    unfollow_technology,
)
from community.views.preferences import preferences, unsubscribe

__all__ = [
    "confirm_records",
    "digests",
    "follow",
    "follow_technology",
    "preferences",
    "preview",
    "undo_confirmed",
    "unfollow",
    "unfollow_technology",
    "unsubscribe",
]
