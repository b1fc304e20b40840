"""A database that every migration has run on, kept from one test run to the next.

Migrating takes five seconds; restoring what came of it takes one. The copy is kept in pytest's
cache under a digest of all that migrations are made of, so a changed migration makes a new one.
Several processes may ask at once: one makes it and the others wait. Test databases are then
created from it as PostgreSQL's own template, and Django migrates what might still be missing.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from psycopg2 import sql

from tests.engine_plugin import PROGRAMS

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "procurement_portal" / "lib"


def digest(version: int) -> str:
    """Of the models and migrations of all rooms and libraries, and PostgreSQL's version."""
    made = hashlib.sha256(f"{django.VERSION} {version}".encode())
    folders = [Path(config.path) for config in apps.get_app_configs()]
    files = [f for folder in folders for f in folder.glob("migrations/*.py")]
    files += [f for folder in folders if ROOT in folder.parents for f in folder.glob("models/*.py")]
    for path in sorted({*files, *LIB.glob("*.py")}):
        made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()[:16]


def template(connection, folder: Path) -> str:
    """The name of the database on the connection's server; made, or restored, when missing."""
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("show server_version_num")
            name = f"migrated_{digest(cursor.fetchone()[0])}"
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if cursor.fetchone():
                return name
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        kept = folder / f"{name}.dump"
        if kept.exists():
            _run("pg_restore", connection, "--exit-on-error", "--no-owner", "-d", name, str(kept))
        else:
            _migrate(connection, name)
            _keep(connection, name, kept)
    return name


def _migrate(connection, name: str) -> None:
    with _at(connection, name):
        call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def _at(connection, name: str):
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _keep(connection, name: str, kept: Path) -> None:
    """Written under another name first, so that a run that ends halfway leaves no half of it."""
    half = kept.with_suffix(f".{os.getpid()}")
    _run("pg_dump", connection, "--format=custom", f"--file={half}", name)
    for earlier in kept.parent.glob("*.dump"):
        earlier.unlink()
    half.rename(kept)


def _run(program: str, connection, *arguments: str) -> None:
    settings = connection.settings_dict
    environment = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    program = Path(os.environ[PROGRAMS]) / program
    subprocess.run([program, *arguments], env=os.environ | environment, check=True)
