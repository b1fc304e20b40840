"""Make database, static files and demonstration ready; safe to run at every start."""

import hashlib
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connection

from members.models import Membership

# Each adds what is missing, leaves what people edited, and writes nothing the second time.
REAL_DATA = ("load_reference", "load_guidance", "load_case_studies")
LOCK = 33_2026  # any number, the same in every process that prepares
# Kept in the database it speaks of, so that it goes with a restored or a dropped one. Not a
# model: the portal itself knows nothing of it.
MARKER = "create table if not exists demonstration_loaded (loaded_at timestamptz not null)"


class Command(BaseCommand):
    help = "Wait for the database, migrate, collect static files and load the demonstration once."

    def add_arguments(self, parser):
        parser.add_argument("--wait", type=int, default=60, help="seconds to wait for the database")
        parser.add_argument("--only-static", action="store_true", help="needs no database")
        parser.add_argument("--people", action="store_true", help="print who can sign in")

    def handle(self, *, wait, only_static, people, **options):
        collect_static_files(Path(settings.STATIC_ROOT))
        if not only_static:
            self._prepare_database(wait)
        if people:
            self.stdout.write(
                "\n".join([f"The portal's address: {settings.SITE_URL}", *people_to_sign_in_as()])
            )

    def _prepare_database(self, wait):
        wait_for_database(wait)
        with _one_at_a_time():
            self.check(tags=[checks.Tags.database], databases=[connection.alias])
            call_command("migrate", interactive=False, verbosity=0)
            if not settings.DEMO:
                for command in REAL_DATA:
                    call_command(command, verbosity=0)
            elif not demonstration_loaded():
                self._load_demonstration()

    def _load_demonstration(self):
        if "load_demo" not in get_commands():
            return
        self.stdout.write("Loading the demonstration, once. This takes a minute or two.")
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        with connection.cursor() as cursor:
            cursor.execute(MARKER)
            cursor.execute("insert into demonstration_loaded values (now())")


def wait_for_database(seconds: int) -> None:
    """Raises CommandError when PostgreSQL has not answered within `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise CommandError(f"The database does not answer: {error}") from None
            time.sleep(0.5)
        else:
            return


def demonstration_loaded() -> bool:
    """Whether it was ever loaded here: one that was removed does not come back by itself."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('demonstration_loaded') is not null")
        return cursor.fetchone()[0]


def collect_static_files(root: Path) -> None:
    """Collect them if any has changed since the last time: compressing takes seconds."""
    stamp = root / "collected-from"
    fingerprint = _fingerprint_of_sources()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def _fingerprint_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {int(state.st_mtime)}\n".encode())
    return digest.hexdigest()


def people_to_sign_in_as() -> list[str]:
    """One example person of each role, as lines of text; none where there are no examples."""
    memberships = (
        Membership.objects.active()
        .filter(user__is_example=True, user__is_active=True)
        .order_by("role", "pk")
        .distinct("role")
        .select_related("user", "borough")
    )
    lines = [
        f"  {each.user.email:<44}{each.get_role_display()}, {each.borough or 'LOTI'}"
        for each in memberships
    ]
    if not lines:
        return []
    return ["Sign in as one of these (the sign-in page lists them too):", *lines, ""]


@contextmanager
def _one_at_a_time():
    """Of several servers that start together, one prepares and the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
