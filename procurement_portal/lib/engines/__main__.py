"""`python -m procurement_portal.lib.engines manage.py migrate`: run with the engines started.

When nothing has to be started, becomes the command itself. With `--with-parent` first, stops as
soon as the process that started it is gone: a killed `make` must not leave the portal running.
With `--sh`, runs a shell line in place of Python; PostgreSQL's own programs are in its PATH:
`python -m procurement_portal.lib.engines --sh 'pg_dump "$DATABASE_URL" > backup.sql'`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from procurement_portal.lib.engines import EngineError, Engines, complete, missing

RUN = Path(__file__).resolve().parents[3] / ".run"
WITH_PARENT = "--with-parent"
SHELL = "--sh"


def main(arguments: list[str]) -> int:
    """Run `arguments`, of this Python or of a shell; the exit code."""
    parent = os.getppid() if arguments[:1] == [WITH_PARENT] else None
    arguments = arguments[1 if parent else 0 :]
    program = ["/bin/sh", "-c"] if arguments[:1] == [SHELL] else [sys.executable]
    command = [*program, *arguments[len(program) - 1 :]]
    variables = complete(os.environ, RUN)
    wanted = missing(variables)
    if not wanted:
        os.execve(command[0], command, variables)
    try:
        return _run(command, variables, wanted, parent)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(
    command: list[str], variables: Mapping[str, str], wanted: list[str], parent: int | None
) -> int:
    # Nothing may end us between starting an engine and stopping it.
    _on_signals(lambda *_: None)
    with Engines.lasting(RUN, wanted) as engines:
        programs = f"{engines.place.postgres_programs}{os.pathsep}{variables.get('PATH', '')}"
        started = _start(command, {**variables, **engines.environment, "PATH": programs})
        return _watch(started, engines, parent)


def _start(command: list[str], variables: Mapping[str, str]) -> subprocess.Popen:
    started = subprocess.Popen(command, env=variables)

    def pass_on(number, _frame):
        # A terminal sends Ctrl-C to the command itself as well.
        if number != signal.SIGINT or not sys.stdin.isatty():
            started.send_signal(number)

    _on_signals(pass_on)
    return started


def _watch(started: subprocess.Popen, engines: Engines, parent: int | None) -> int:
    """Wait for the command; meanwhile start again an engine that ends."""
    while True:
        try:
            return started.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if parent and os.getppid() != parent:
                started.terminate()
            for name in engines.mend():
                sys.stderr.write(f"{name} had ended and was started again.\n")


def _on_signals(handler) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
