"""Pages that are not sent again while nothing on them has changed."""

import hashlib
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

PROCESS = uuid.uuid4().hex  # a new start may bring new templates


def fingerprint(*facts) -> str:
    """An entity tag made of everything a page shows. Facts need a `repr` that tells them apart."""
    told = hashlib.sha256(repr((PROCESS, facts)).encode(errors="surrogatepass"))
    return f'"{told.hexdigest()[:32]}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """A 304 answer when the reader has this very page; None when it must be made.

    Never while a message waits to be shown: it would be lost.
    """
    if "messages" in request.COOKIES or "_messages" in getattr(request, "session", {}):
        return None
    response = get_conditional_response(request, etag=etag)
    return None if response is None else private(response, etag)


def private(response: HttpResponse, etag: str) -> HttpResponse:
    """Kept by the reader's own browser, and asked for again each time."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
