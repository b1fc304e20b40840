"""Whole stories in a browser, with real Celery workers on the same database and queue."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from needs.models import Capability
from procurement_portal.celery import app as celery
from tests.browser import session_cookie
from tests.journeys.browsing import Browsing
from tests.visitors import Visitor


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


def _test_database_url() -> str:
    place = connection.settings_dict
    return (
        f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
        f"/{place['NAME']}"
    )


@pytest.fixture(scope="session")
def mail_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("mail")


@pytest.fixture(scope="session")
def worker_process(django_db_setup, django_db_blocker, mail_folder):
    """A Celery worker for both queues, ended with the run."""
    with django_db_blocker.unblock():
        environment = {
            **os.environ,
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "EMAIL_URL": f"file://{mail_folder}",
        }
    cache.clear()  # and with it what earlier tests left in the queues
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "procurement_portal", "worker"]
        + ["-Q", "now,later", "--concurrency", "1", "--pool", "prefork", "-l", "WARNING"],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    deadline = time.monotonic() + 60
    while not celery.control.ping(timeout=0.5):
        assert process.poll() is None, "the Celery worker ended at once"
        assert time.monotonic() < deadline, "the Celery worker does not answer"
    yield process
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture
def worker(worker_process, transactional_db):
    """The worker, for one story; nothing of it is left to the next."""
    yield worker_process
    wait_until_idle()


@contextmanager
def asleep(process):
    """The worker takes no new task meanwhile: long enough to see what people see who wait."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def wait_until_idle(seconds: float = 30) -> None:
    """Until no task waits or runs: tables cannot be emptied under a task's feet."""
    deadline = time.monotonic() + seconds
    with celery.connection_for_read() as broker:
        redis = broker.default_channel.client
        while redis.llen("now") or redis.llen("later") or redis.hlen("unacked"):
            assert time.monotonic() < deadline, "the Celery worker is still busy"
            time.sleep(0.05)


@pytest.fixture
def browse(browser, live_server):
    """Open a browser as somebody: `browse(officer)`; keyword arguments as for a context."""
    contexts = []

    def start(visitor: Visitor | None = None, **options) -> Browsing:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(**options)
        contexts.append(context)
        if visitor is not None and visitor.user is not None:
            context.add_cookies([session_cookie(visitor.client, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Browsing(page, live_server.url)

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def reference_data(transactional_db):
    call_command("load_reference", stdout=StringIO())


@pytest.fixture
def housing_repairs(reference_data) -> Capability:
    return Capability.objects.get(slug="housing-repairs")


@pytest.fixture
def mails(mail_folder, mailoutbox):
    """Every e-mail so far, from the worker and from this process, newest last."""

    def read():
        files = sorted(mail_folder.glob("*.log"), key=lambda f: f.stat().st_mtime)
        parsed = []
        for file in files:
            for part in file.read_bytes().split(b"-" * 79 + b"\n"):
                if part.strip():
                    parsed.append(message_from_bytes(part, policy=policy.default))
        return parsed + [m.message() for m in mailoutbox]

    yield read
    for file in mail_folder.glob("*.log"):
        file.unlink()


@pytest.fixture
def mail_to(mails):
    """The newest e-mail to an address, waited for: `mail_to(address, subject="code")`."""

    def wait(address: str, subject: str = "", seconds: float = 30):
        deadline = time.monotonic() + seconds
        while True:
            found = [m for m in mails() if m["To"] == address and subject in m["Subject"]]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, (
                f"no mail about {subject!r} to {address}, only {[m['Subject'] for m in mails()]}"
            )
            time.sleep(0.1)

    return wait
