"""How far a piece of work is, told while its transaction is still open.

Kept in the cache: what a transaction writes nobody sees before it ends. A cache that cannot be
reached costs the number on the page, never the work.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT = 600  # seconds
EVERY = 100  # things done between two notes


def note_progress(key: str, done: int, total: int) -> None:
    """Tell that `done` of `total` are done; only every hundredth is written."""
    if done % EVERY and done != total:
        return
    try:
        cache.set(f"progress:{key}", done, KEPT)
    except RedisError:
        logger.warning("progress of %s could not be told", key)


def read_progress(key: str) -> int:
    """How many are done; 0 when nothing was told or nobody can say."""
    try:
        return cache.get(f"progress:{key}", 0)
    except RedisError:
        return 0
