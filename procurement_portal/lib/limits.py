"""How often the same sender may do a thing that needs no account.

Counted in the cache and nowhere else: a sender is a keyed hash of their network address, or of
their account, and is forgotten with the hour. While Redis is away nothing is counted and nobody is
refused: what is limited here costs little, and a page that loses a sentence costs more.
"""

import logging
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """`most` times in `seconds`; `name` tells apart what is counted."""

    name: str
    most: int
    seconds: int = 3_600

    def allows(self, sender: str) -> bool:
        """Count one more; whether it is still within the limit."""
        window = int(time.time() // self.seconds)
        told = salted_hmac("lib.limits", f"{self.name} {sender} {window}").hexdigest()
        key = f"limit:{told}"
        try:
            cache.add(key, 0, timeout=self.seconds)
            return cache.incr(key) <= self.most
        except ValueError:  # it expired between the two
            return True
        except (RedisError, OSError):
            logger.warning("cache unreachable, not counted: %s", self.name)
            return True


def sender_of(request) -> str:
    """The account, or the network address where there is none, as the sign-in pages see it."""
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    try:
        return f"address {get_adapter().get_client_ip(request)}"
    except PermissionDenied:  # it names none
        return "address unknown"
