"""Waits until the test run that started it ends, in whatever way, and removes its engines."""

import shutil
import signal
import sys
from pathlib import Path

from procurement_portal.lib.engines.processes import Ledger


def guard(folder: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.read()  # returns when the other end is closed: by the run, or by its death
    for _, process in Ledger(folder / "engines.json").processes():
        process.stop(signal.SIGINT, patience=10)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
