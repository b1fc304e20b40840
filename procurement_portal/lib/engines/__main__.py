"""`python -m procurement_portal.lib.engines manage.py migrate`: run with the engines started.

With `--with-parent` first, stops as soon as the process that started it is gone (a killed
`make` must not leave the portal running).
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from procurement_portal.lib.engines import EngineError, Engines, complete, missing

RUN = Path(__file__).resolve().parents[3] / ".run"
WITH_PARENT = "--with-parent"


def main(arguments: list[str]) -> int:
    """Run `arguments` with this Python; its exit code."""
    parent = os.getppid() if arguments[:1] == [WITH_PARENT] else None
    try:
        return _run(arguments[1 if parent else 0 :], parent)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(arguments: list[str], parent: int | None) -> int:
    # Nothing may end us between starting an engine and stopping it.
    _on_signals(lambda *_: None)
    wanted = missing(os.environ)
    with Engines.lasting(RUN, wanted) if wanted else nullcontext() as engines:
        found = engines.environment if engines else {}
        command = _start(arguments, {**complete(os.environ, RUN), **found})
        return _watch(command, engines, parent)


def _start(arguments: list[str], variables: Mapping[str, str]) -> subprocess.Popen:
    command = subprocess.Popen([sys.executable, *arguments], env=variables)

    def pass_on(number, _frame):
        # A terminal sends Ctrl-C to the command itself as well.
        if number != signal.SIGINT or not sys.stdin.isatty():
            command.send_signal(number)

    _on_signals(pass_on)
    return command


def _watch(command: subprocess.Popen, engines: Engines | None, parent: int | None) -> int:
    """Wait for the command; meanwhile start again an engine that ends."""
    while True:
        try:
            return command.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if parent and os.getppid() != parent:
                command.terminate()
            elif engines:
                for name in engines.mend():
                    sys.stderr.write(f"{name} had ended and was started again.\n")


def _on_signals(handler) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
