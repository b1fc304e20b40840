"""Start everything: what `make run` calls once PostgreSQL and Redis are there."""

import fcntl
import http.client
import os
import signal
import socket
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from procurement_portal.lib.engines import EngineError
from procurement_portal.lib.engines.supervisor import Supervisor
from procurement_portal.management.commands.prepare import people_to_sign_in_as

HOST = "127.0.0.1"
RUN = settings.BASE_DIR / ".run"
WEB = [
    "-m", "gunicorn", "procurement_portal.wsgi", "--preload", "--workers", "2",
    "--worker-class", "sync", "--timeout", "60", "--graceful-timeout", "8",
    "--no-control-socket", "--log-level", "warning",
]  # fmt: skip
WORKER = [
    "-m", "celery", "-A", "procurement_portal", "worker", "-Q", "now,later",
    "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO",
]  # fmt: skip
BEAT = ["-m", "celery", "-A", "procurement_portal", "beat", "--pidfile=", "--loglevel", "WARNING"]


class Command(BaseCommand):
    help = "Run the portal on this computer: prepare, web server, worker and scheduler."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the starting process has gone"
        )

    def handle(self, *, port, with_parent, **options):
        parent = os.getppid() if with_parent else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            with _only_one():
                self._run(port, parent)
        except EngineError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            pass

    def _run(self, port, parent):
        supervisor = Supervisor(RUN, settings.BASE_DIR)
        for name in supervisor.end_leftovers():
            self.stdout.write(f"Stopped the {name} of an earlier start.")
        check_port_is_free(port)
        call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        try:
            supervisor.start("web", *WEB, "--bind", f"{HOST}:{port}")
            supervisor.start("worker", *WORKER)
            supervisor.start("beat", *BEAT)
            wait_for_answer(supervisor, port)
            self.stdout.write(welcome(port))
            self.stdout.flush()
            self._watch(supervisor, parent)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # impatience must not leave anything behind
            self.stdout.write("\nStopping…")
            supervisor.stop()

    def _watch(self, supervisor, parent):
        while parent is None or os.getppid() == parent:
            time.sleep(0.5)
            for name in supervisor.mend():
                self.stderr.write(f"The {name} ended by itself and was started again.")


@contextmanager
def _only_one():
    """One portal a folder. The system drops the lock when its holder ends in whatever way."""
    RUN.mkdir(exist_ok=True)
    with (RUN / "demo.lock").open("a") as lock:
        for _ in range(24):  # twelve seconds: an earlier one may be stopping
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.5)
        else:
            raise CommandError(
                "The portal is already running from this folder. Stop that one with Ctrl-C first."
            )
        yield


def check_port_is_free(port: int) -> None:
    """Raises CommandError, saying what to type instead."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {HOST} cannot be used ({error.strerror}): another program has it. "
                f"Choose another: make run PORT={port + 1}"
            ) from None


def wait_for_answer(supervisor: Supervisor, port: int, seconds: float = 60) -> None:
    """Until the web server answers. Raises EngineError if it does not."""
    deadline = time.monotonic() + seconds
    while not answers(port):
        supervisor.mend()
        if time.monotonic() > deadline:
            raise EngineError(f"The web server does not answer. {supervisor.last_words('web')}")
        time.sleep(0.1)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(port: int) -> str:
    lines = ["", f"The LOTI procurement portal is running at http://{HOST}:{port}", ""]
    lines += people_to_sign_in_as()
    lines.append(f"Logs are in {RUN / 'log'}. Press Ctrl-C to stop; what you entered is kept.")
    return "\n".join(lines)
