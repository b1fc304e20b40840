"""A real Celery worker beside the tests: awake during a story, asleep between two."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from procurement_portal.celery import app as celery

START = 60  # seconds
END_WITH_US = "cat >/dev/null; kill -9 -$0 2>/dev/null"


@contextmanager
def running_worker(environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A worker for both queues; it ends with this process, even when that is killed."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "procurement_portal", "worker"]
        + ["-Q", "now,later", "--concurrency", "1", "--pool", "prefork", "-l", "WARNING"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    guard = subprocess.Popen(
        ["/bin/sh", "-c", END_WITH_US, str(worker.pid)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        wait_until_up(worker)
        yield worker
    finally:
        # With its child, and at once: it is idle, and would take five seconds to say goodbye.
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        guard.kill()
        guard.communicate()


def wait_until_up(worker: subprocess.Popen) -> None:
    deadline = time.monotonic() + START
    while not celery.control.ping(timeout=0.5):
        assert worker.poll() is None, "the Celery worker ended at once"
        assert time.monotonic() < deadline, "the Celery worker does not answer"


def wait_until_idle(seconds: float = 30) -> None:
    """Until no task waits or runs: tables cannot be emptied under a task's feet."""
    deadline = time.monotonic() + seconds
    with celery.connection_for_read() as broker:
        redis = broker.default_channel.client
        while redis.llen("now") or redis.llen("later") or redis.hlen("unacked"):
            assert time.monotonic() < deadline, "the Celery worker is still busy"
            time.sleep(0.05)


def forget_tasks() -> None:
    """Empty the queues of what tests without a worker left in them, and the cache with them."""
    cache.clear()


def send_to_sleep(worker: subprocess.Popen) -> None:
    """It takes no new task from now on."""
    worker.send_signal(signal.SIGSTOP)


def wake(worker: subprocess.Popen) -> None:
    worker.send_signal(signal.SIGCONT)


@contextmanager
def asleep(worker: subprocess.Popen) -> Iterator[None]:
    """Long enough to see what people see who wait."""
    send_to_sleep(worker)
    try:
        yield
    finally:
        wake(worker)
