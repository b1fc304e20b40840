"""Whole stories in a browser, with real Celery workers on the same database and queue."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from procurement_portal.celery import app as celery
from tests.browser import session_cookie
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
def worker(django_db_setup, django_db_blocker, mail_folder):
    """A Celery worker for both queues, ended with the run."""
    with django_db_blocker.unblock():
        environment = {
            **os.environ,
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "EMAIL_URL": f"file://{mail_folder}",
        }
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


@dataclass
class Browsing:
    """A person in a browser of their own."""

    page: object
    base_url: str

    def open(self, path: str):
        response = self.page.goto(self.base_url + path)
        assert response.status < 400, f"{path} answered {response.status}"
        return self.page

    def press(self, name: str, exact: bool = False) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str, exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def reads(self, text: str, within: float = 0) -> None:
        """The page says this; with `within` seconds, reload until it does."""
        deadline = time.monotonic() + within
        while text not in self.page.locator("body").inner_text():
            assert time.monotonic() < deadline, (
                f"{text!r} is not on {self.page.url}:\n"
                + self.page.locator("main").inner_text()[:3000]
            )
            self.page.wait_for_timeout(300)
            self.page.reload()


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
    call_command("load_reference", verbosity=0)


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
