"""Redis or PostgreSQL away, in this process: their addresses lead where nothing listens."""

import socket
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.test import override_settings
from kombu import pools

from procurement_portal.celery import app as celery


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def queue_away():
    """As when Redis has stopped, for what is given to the queue."""
    conf = celery.conf
    before = conf.broker_write_url, conf.broker_url
    _forget_connections()
    conf.broker_url = conf.broker_write_url = f"redis://127.0.0.1:{closed_port()}/0"
    try:
        yield
    finally:
        conf.broker_write_url, conf.broker_url = before
        _forget_connections()


def _forget_connections() -> None:
    pools.reset()
    celery._pool = celery.amqp._producer_pool = None


@contextmanager
def redis_away():
    """The same, for the cache too."""
    nowhere = {"LOCATION": f"redis://127.0.0.1:{closed_port()}/0"}
    caches = {name: {**cache, **nowhere} for name, cache in settings.CACHES.items()}
    with queue_away(), override_settings(CACHES=caches):
        yield


@contextmanager
def database_away():
    """New connections to PostgreSQL are refused and all others ended; the one this test has stays.

    A thread of the test's server keeps its own from one request to the next.
    """
    place = connections.settings["default"]
    before = place["PORT"]
    place["PORT"] = str(closed_port())
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    try:
        yield
    finally:
        place["PORT"] = before
