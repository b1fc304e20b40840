"""Two boroughs, and one of each kind of person, for every test that asks."""

import gc
import math
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template import Template
from django.test import override_settings
from django.urls import reverse

from members import middleware
from members.models import Membership
from tests import emptying, migrated
from tests.audiences import VISITORS
from tests.browser import CHROMIUM, QUIET
from tests.engine_plugin import PROGRAMS
from tests.factories import BoroughFactory, MembershipFactory, UserFactory
from tests.sound_pages import Tab
from tests.visitors import Visitor, visitor
from tests.world import World

Role = Membership.Role
HERE = Path(__file__).parent
RENDER = Template._render  # before Django's test environment notes down every rendering


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    """End the measuring that pytest-cov begins before it knows that this is one of several workers.

    It begins another for the worker and never looks at this one again, which would go on wherever
    the worker's is off: what is marked `no_cover` would take half as long again, or twice.
    """
    measuring = session.config.pluginmanager.getplugin("_cov")
    if measuring and hasattr(session.config, "workerinput"):
        measuring.cov_controller.cov.stop()


def pytest_collection_modifyitems(items):
    """What walks every page or drives a browser proves other things than that a line ran.

    Each module's own tests run its lines; measuring these too would cost a third more time.
    """
    for item in items:
        if item.path.parent == HERE or item.get_closest_marker("browser"):
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """What a test marked `no_cover` is given is not measured either."""
    measuring = item.config.pluginmanager.getplugin("_cov")
    if not (measuring and item.get_closest_marker("no_cover")):
        return (yield)
    measuring.cov_controller.pause()
    try:
        return (yield)
    finally:
        measuring.cov_controller.resume()


def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage would take a twentieth of the
    whole run."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def plain_files():
    """Tests read files by their own names: the live server cannot find hashed ones."""
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        # Stamps change at commit, and most tests never commit; test_kept_lists.py turns it on.
        CACHES={
            **settings.CACHES,
            "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        },
        STATIC_ROOT=settings.BASE_DIR / "static",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_templates(django_test_environment):
    """Templates are rendered as when the portal runs, a fifth faster than Django's tests do it.

    So a response has no `context` and no `templates`: tests assert on what people read.
    """
    Template._render = RENDER


@pytest.fixture(autouse=True)
def own_mail_folder(settings, tmp_path):
    """Where the demonstration's mail is kept, in tests that keep any."""
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture
def worker(settings):
    """Tasks run at once, as if a worker stood by."""
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CELERY_TASK_EAGER_PROPAGATES = True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker, pytestconfig):
    """On a server of our own, test databases are copies of one that is migrated already."""
    if PROGRAMS in os.environ:
        folder = pytestconfig.cache.mkdir("migrated")
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template(connection, folder)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, closed to whoever still has it open (a worker, a server) at the end."""
    emptying.use()
    yield
    with django_db_blocker.unblock():
        connection.close()  # a test may have had its end of it cut
        cursor = connection.cursor()
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


@pytest.fixture
def camden(db):
    return BoroughFactory(
        gss="E09000007",
        code="CMD",
        name="London Borough of Camden",
        short_name="Camden",
        slug="camden",
    )


@pytest.fixture
def brent(db):
    return BoroughFactory(
        gss="E09000005",
        code="BEN",
        name="London Borough of Brent",
        short_name="Brent",
        slug="brent",
    )


def _member(borough, role) -> Visitor:
    membership = MembershipFactory(borough=borough, role=role)
    return visitor(membership.user)


@pytest.fixture
def anonymous(db):
    return visitor()


@pytest.fixture
def outsider(db):
    """Signed in, but accepted nowhere."""
    return visitor(UserFactory())


@pytest.fixture
def pending_officer(camden):
    return visitor(MembershipFactory(borough=camden, pending=True).user)


@pytest.fixture
def former_officer(camden):
    return visitor(MembershipFactory(borough=camden, ended=True).user)


@pytest.fixture
def officer(camden):
    return _member(camden, Role.OFFICER)


@pytest.fixture
def colleague(camden):
    """Another officer of the same borough."""
    return _member(camden, Role.OFFICER)


@pytest.fixture
def other_officer(brent):
    return _member(brent, Role.OFFICER)


@pytest.fixture
def lead(camden):
    return _member(camden, Role.LEAD)


@pytest.fixture
def at_lead(camden):
    return _member(camden, Role.AT_LEAD)


@pytest.fixture
def cio(camden):
    return _member(camden, Role.CIO)


@pytest.fixture
def moderator(db):
    return visitor(MembershipFactory(moderator=True).user, second_factor=True)


@pytest.fixture
def other_moderator(db):
    return visitor(MembershipFactory(moderator=True).user, second_factor=True)


@pytest.fixture
def moderator_without_second_factor(db):
    return visitor(MembershipFactory(moderator=True).user)


@pytest.fixture
def seen_already(monkeypatch):
    """That somebody was here is noted once a minute; where each step is undone, at every step."""
    monkeypatch.setattr(middleware, "NOTED_EVERY", math.inf)


@pytest.fixture
def visitors(request, seen_already):
    """Everybody, as after a first page."""
    found = {who: request.getfixturevalue(who) for who in VISITORS}
    for one in found.values():
        one.get(reverse("help"))  # a probe (live) notes nobody
    return found


@pytest.fixture
def world(camden, brent):
    return World(camden=camden, brent=brent)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, never a downloaded one; nothing it does in the background."""
    if CHROMIUM is None:
        missing = "Chromium is not installed (Debian: apt-get install chromium-headless-shell)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        # Only by hand, on a system that has no such package: all but the browser's tests still
        # run there, and this line says what is missing. `.ci/run` sets CI, where it has failed.
        pytest.skip(missing)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def tab(browser):
    """Where pages are judged one after another; a new one for each would cost twice as much."""
    context = browser.new_context()
    yield Tab(context)
    context.close()
