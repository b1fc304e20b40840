"""Middleware that knows no borough: request ids, outages, headers, and moves too late."""

import logging
import re
import uuid

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import loader
from kombu.exceptions import OperationalError as QueueUnreachable
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from procurement_portal.lib.logs import request_id
from procurement_portal.lib.workflow import MoveNotPossible

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)
REDIS_AWAY = (RedisConnectionError, RedisTimeoutError, QueueUnreachable)
OUTAGES = DATABASE_AWAY + REDIS_AWAY
SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def unavailable(outage: BaseException) -> HttpResponse:
    """The page that says what waits while the database, or Redis, is away; needs neither."""
    name = "503_redis.html" if isinstance(outage, REDIS_AWAY) else "503.html"
    page = loader.get_template(name).render({})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


class RequestIds:
    """Name each request, in the logs, the answer and the error page alike."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if SAFE_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.request_id
        return response


class Probes:
    """Ask nobody who a probe is: with its cookies a live process would need the database."""

    PATHS = "/health/"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(self.PATHS):
            request.COOKIES = {}
        return self.get_response(request)


class Outages:
    """Answer 503 with a page when PostgreSQL or Redis is away; recover without a restart.

    What a view raises is caught here. What a middleware raises, Django turns into a server error
    before it reaches any other: `procurement_portal.views.server_error` looks for outages too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OUTAGES):
            logger.error("outage", exc_info=exception)
            return unavailable(exception)
        return None


class BrowserMethods:
    """Refuse methods that no page uses: a view need only tell reading from sending."""

    USED = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in self.USED:
            return HttpResponseNotAllowed(self.USED)
        return self.get_response(request)


class ResponseHeaders:
    """What a signed-in person reads is theirs: never stored by a shared cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response["X-Permitted-Cross-Domain-Policies"] = "none"
        return response


class MovesNotPossible:
    """A verb that came too late becomes the 409 page: what happened, who did it, what now."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, MoveNotPossible):
            return None
        context = {"record": exception.record, "event": exception.last_event}
        return render(request, "409.html", context, status=409)
