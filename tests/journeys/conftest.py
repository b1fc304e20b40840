"""Whole stories in a browser, with real Celery workers on the same database and queue."""

import time
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from needs.models import Capability
from tests.browser import session_cookie
from tests.journeys.browsing import Browsing
from tests.journeys.workers import (
    forget_tasks,
    running_worker,
    send_to_sleep,
    wait_until_idle,
    wake,
)
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
    with django_db_blocker.unblock():
        database = _test_database_url()
    environment = {
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"file://{mail_folder}",
    }
    with running_worker(environment) as process:
        send_to_sleep(process)
        yield process


@pytest.fixture
def worker(worker_process, transactional_db):
    """The worker, for one story: nothing from before is left to it, nor of it to the next."""
    forget_tasks()
    wake(worker_process)
    yield worker_process
    wait_until_idle()
    send_to_sleep(worker_process)


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
        page.set_default_timeout(30_000)  # milliseconds
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
