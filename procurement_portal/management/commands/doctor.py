"""One line for each thing the portal needs, with its remedy where it fails."""

import ctypes.util
import shutil
import smtplib
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core import mail
from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from needs import meaning
from procurement_portal.celery import app
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.migrating import REMEDY, stopped_halfway
from procurement_portal.lib.working_days import known_until
from procurement_portal.management.commands.demo import answers
from procurement_portal.management.commands.prepare import demonstration_loaded

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
INSTALL = f"apt-get install -y {DEBIAN_PACKAGES}"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
OLDEST_POSTGRES = 15
LEAST_FREE = 1_000_000_000  # bytes
SHORTEST_KEY = 50  # characters, as Django's own check asks
HOLIDAYS_AHEAD = 90  # days: promises in working days reach no further


@dataclass(frozen=True)
class Result:
    """What one check found. `remedy` says what to type or change; empty when all is well."""

    name: str
    found: str
    remedy: str = ""


def python() -> Result:
    found = ".".join(map(str, sys.version_info[:3]))
    remedy = (
        "" if sys.version_info[:2] == (3, 11) else "Install Python 3.11, remove .venv, make run"
    )
    return Result("Python", found, remedy)


def packages() -> Result:
    lines = (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    pins = [line.split(" ")[0].split("==") for line in lines if "==" in line]
    wrong = [name for name, wanted in pins if _installed(name) != wanted]
    if wrong:
        return Result(
            "Packages", f"not as pinned: {', '.join(wrong[:5])}", "Remove .venv, make run"
        )
    return Result("Packages", f"{len(pins)} as pinned")


def _installed(name: str) -> str | None:
    try:
        return version(name.partition("[")[0])
    except PackageNotFoundError:
        return None


def pdf_libraries() -> Result:
    lacking = [name for name in LIBRARIES if ctypes.util.find_library(name) is None]
    found = f"missing: {', '.join(lacking)}" if lacking else ", ".join(LIBRARIES)
    return Result("PDF libraries", found, INSTALL if lacking else "")


def fonts() -> Result:
    files = (file for folder in FONT_FOLDERS for file in folder.glob("**/Liberation*"))
    if next(files, None) is None:
        return Result("Fonts", "Liberation is missing", INSTALL)
    return Result("Fonts", "Liberation")


def database() -> Result:
    remedy = "Start PostgreSQL and check DATABASE_URL; without that variable, make run starts one"
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return Result("Database", str(error).splitlines()[0], remedy)
    major = connection.pg_version // 10_000
    too_old = major < OLDEST_POSTGRES
    return Result(
        "Database",
        f"PostgreSQL {major}",
        f"Upgrade to PostgreSQL {OLDEST_POSTGRES} or later" if too_old else "",
    )


def vectors() -> Result:
    remedy = "Install pgvector on the database server (Debian: postgresql-<version>-pgvector)"
    query = "select default_version from pg_available_extensions where name = 'vector'"
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
    except OperationalError:
        return Result("pgvector", "not known: the database does not answer", "See Database")
    return Result("pgvector", row[0]) if row else Result("pgvector", "not available", remedy)


def migrations() -> Result:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return Result("Migrations", "not known: the database does not answer", "See Database")
    if rooms := stopped_halfway(connection):
        found = f"those of {', '.join(rooms)} are older than this version starts from"
        return Result("Migrations", found, REMEDY)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Result("Migrations", f"{len(waiting)} not applied", 'make manage CMD="migrate"')
    return Result("Migrations", "all applied")


def encoder() -> Result:
    """Optional: overlaps are then found by words, categories and names alone."""
    if meaning.is_present():
        return Result("Encoder", "checked and loaded")
    return Result("Encoder", meaning.why_absent(), "Remove .venv, make run; or do without meaning")


def queue() -> Result:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
    try:
        server, policy = client.info("server"), client.info("memory")["maxmemory_policy"]
    except redis.RedisError as error:
        remedy = "Start Redis and check REDIS_URL; without that variable, make run starts one"
        return Result("Redis", str(error), remedy)
    finally:
        client.close()
    found = f"Redis {server['redis_version']}, {policy}"
    remedy = "" if policy == "noeviction" else "Set maxmemory-policy noeviction: tasks get lost"
    return Result("Redis", found, remedy)


def worker() -> Result:
    """Whether a worker answers over the queue, which a process that only exists does not."""
    remedy = "make run, or celery -A procurement_portal worker -Q now,later"
    try:
        replies = app.control.ping(timeout=1.5)
    except QueueError:
        return Result("Worker", "not known: Redis does not answer", "See Redis")
    if not replies:
        return Result("Worker", "none answers", remedy)
    return Result("Worker", f"{len(replies)} answering")


def outgoing_mail() -> Result:
    backend = mail.get_connection()
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder:
        return _mail_folder(Path(folder))
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Result("Mail", f"shown, not sent ({settings.EMAIL_BACKEND.split('.')[-2]})")
    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:
        found = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
        return Result("Mail", found, "Check EMAIL_URL, its password and the firewall")
    backend.close()
    return Result("Mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


def _mail_folder(folder: Path) -> Result:
    if folder.is_dir():
        return Result("Mail", f"kept as files in {folder}")
    return Result("Mail", f"{folder} is not there", f"mkdir -p {folder}")


def disk() -> Result:
    free = shutil.disk_usage(settings.BASE_DIR).free
    remedy = "" if free >= LEAST_FREE else f"Free at least {LEAST_FREE / 1e9:.0f} GB"
    return Result("Disk", f"{free / 1e9:.1f} GB free", remedy)


def secret_key() -> Result:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or key.startswith(("change-me", "django-insecure")):
        remedy = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))", into SECRET_KEY'
        return Result("Secret key", "too short, or the example", remedy)
    return Result("Secret key", f"{len(key)} characters")


def address() -> Result:
    """The demonstration's own port: served by us, or free for us."""
    port = urlsplit(settings.SITE_URL).port or 80
    if not settings.DEMO:
        return Result("Address", settings.SITE_URL)
    if answers(port):
        return Result("Address", f"{settings.SITE_URL} answers")
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            found = f"another program has port {port}"
            return Result("Address", found, f"make run PORT={port + 1}")
    return Result("Address", f"port {port} is free")


def static_files() -> Result:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Result("Static files", "collected")
    return Result("Static files", "not collected", 'make manage CMD="prepare"')


def demonstration() -> Result:
    if not settings.DEMO:
        return Result("Demonstration", "off")
    try:
        loaded = demonstration_loaded()
    except OperationalError:
        return Result("Demonstration", "not known: the database does not answer", "See Database")
    if loaded:
        return Result("Demonstration", "loaded")
    return Result("Demonstration", "not loaded", 'make manage CMD="prepare"')


def holidays() -> Result:
    last = known_until()
    found = f"listed until {format_uk_date(last)}"
    if (last - timezone.localdate()).days >= HOLIDAYS_AHEAD:
        return Result("Bank holidays", found)
    remedy = "Add the next years to procurement_portal/lib/bank_holidays.json"
    return Result("Bank holidays", f"{found}, then only weekends are left out", remedy)


CHECKS: tuple[Callable[[], Result], ...] = (
    python, packages, pdf_libraries, fonts, database, vectors, migrations, queue, worker,
    outgoing_mail, disk, secret_key, address, static_files, demonstration, encoder,
    holidays,
)  # fmt: skip


class Command(BaseCommand):
    help = "Check everything the portal needs; each failing line says what to do."
    requires_system_checks: Iterable[str] = []

    def handle(self, **options):
        failed = 0
        for check in CHECKS:
            result = check()
            failed += bool(result.remedy)
            mark = self.style.ERROR("FAIL") if result.remedy else self.style.SUCCESS("ok  ")
            remedy = f". Remedy: {result.remedy}" if result.remedy else ""
            self.stdout.write(f"{mark}  {result.name:<14} {result.found}{remedy}")
        if failed:
            raise CommandError(f"{failed} of {len(CHECKS)} checks failed.")
