"""Both engines as one thing that several commands in one folder may use at the same time."""

import contextlib
import fcntl
import secrets
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from procurement_portal.lib.engines.engine import Engine
from procurement_portal.lib.engines.places import Place, lasting_place, temporary_place
from procurement_portal.lib.engines.postgres import Postgres
from procurement_portal.lib.engines.processes import Ledger
from procurement_portal.lib.engines.redis import Redis

KINDS: dict[str, type[Engine]] = {"DATABASE_URL": Postgres, "REDIS_URL": Redis}
ROOT = Path(__file__).resolve().parents[3]


class Engines:
    """The engines of one place: `start`, `mend` (start again what ended) and `stop`.

    Every user of the place holds a shared file lock, which the system drops when the process
    ends in whatever way. The last one out stops the engines; a killed last one leaves them
    running for the next to take over.
    """

    def __init__(self, place: Place, wanted: Collection[str] = tuple(KINDS), *, durable: bool):
        self.place = place
        ledger = self._ledger()
        self.engines = {
            variable: kind(place, ledger, password=ledger.read()["password"], durable=durable)
            for variable, kind in KINDS.items()
            if variable in wanted
        }
        self._use = None

    @classmethod
    @contextlib.contextmanager
    def lasting(cls, run: Path, wanted: Collection[str] = tuple(KINDS)) -> "Iterator[Engines]":
        """Engines whose data stays under the folder `run`."""
        engines = cls(lasting_place(run), wanted, durable=True)
        try:
            engines.start()
            yield engines
        finally:
            engines.stop()

    @classmethod
    @contextlib.contextmanager
    def temporary(cls, wanted: Collection[str] = tuple(KINDS)) -> "Iterator[Engines]":
        """Engines for one test run: nothing of them is left, even when the run is killed."""
        place = temporary_place()
        with _guarded(place.folder):
            engines = cls(place, wanted, durable=False)
            try:
                engines.start()
                yield engines
            finally:
                engines.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The variables, of DATABASE_URL and REDIS_URL, that lead to these engines."""
        return {variable: engine.url for variable, engine in self.engines.items()}

    def start(self) -> None:
        """Raises EngineError."""
        with self._alone():
            self._use = (self.place.folder / "users.lock").open("a")
            fcntl.flock(self._use, fcntl.LOCK_SH)
            for engine in self.engines.values():
                engine.start()

    def mend(self) -> list[str]:
        """Start again any engine that has ended; the names of those. Raises EngineError."""
        ended = [engine for engine in self.engines.values() if not engine.alive]
        if ended:
            with self._alone():
                for engine in ended:
                    engine.start()
        return [engine.name for engine in ended]

    def stop(self) -> None:
        if self._use is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # another command of this folder still uses them
            else:
                for kind in reversed(self.engines.values()):
                    kind.stop()
            self._use.close()
            self._use = None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process of a folder at a time starts or stops its engines."""
        with (self.place.folder / "change.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ledger(self) -> Ledger:
        ledger = Ledger(self.place.folder / "engines.json")
        with self._alone():
            known = ledger.read()
            if "password" not in known:
                ledger.write(password=secrets.token_urlsafe(24))
            if known.get("folder") != str(self.place.folder):
                # A copied or moved folder: the processes written down are those of the original.
                ledger.write(folder=str(self.place.folder), **dict.fromkeys(_names()))
        return ledger


def _names() -> list[str]:
    return [kind.name for kind in KINDS.values()]


@contextlib.contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """Remove `folder` and end its engines when this block, or this process, ends."""
    guardian = subprocess.Popen(
        [sys.executable, "-m", "procurement_portal.lib.engines.guardian", folder],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guardian.stdin.close()
        guardian.wait()
        shutil.rmtree(folder, ignore_errors=True)
