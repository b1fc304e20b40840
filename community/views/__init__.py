from community.views.digests import digests, preview
from community.views.follows import follow, unfollow
from community.views.preferences import preferences, unsubscribe

__all__ = ["digests", "follow", "preferences", "preview", "unfollow", "unsubscribe"]
