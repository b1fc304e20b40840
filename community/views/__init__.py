from community.views.confirming import confirm_records, undo_confirmed
from community.views.digests import digests, preview
from community.views.follows import follow, unfollow
from community.views.preferences import preferences, unsubscribe

__all__ = [
    "confirm_records",
    "digests",
    "follow",
    "preferences",
    "preview",
    "undo_confirmed",
    "unfollow",
    "unsubscribe",
]
