"""Parts of pages kept while nothing they show has changed."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

Made = TypeVar("Made")


def keep(make: Callable[[], Made], stamp: int | str | None, *key) -> Made:
    """What `make` returns, made once for each stamp and key; made each time without a stamp.

    What holds a `form`, one with messages for what was typed, is not kept. `key` must tell apart
    everybody who may see different things; its parts need a `repr` that tells them apart.
    """
    if stamp is None:
        return make()
    pages = caches["pages"]
    told = hashlib.sha256(repr((stamp, key)).encode(errors="surrogatepass")).hexdigest()
    found = pages.get(told)
    if found is None:
        found = make()
        if getattr(found, "form", None) is None:
            pages.set(told, found)
    return found
