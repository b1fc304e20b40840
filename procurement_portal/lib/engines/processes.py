"""Processes that outlive the one that started them: known by id and start time, never by name."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

PAUSE = 0.02  # seconds between two looks at a process that is about to end

_children: dict[int, subprocess.Popen] = {}  # those that this very process started


def start_time(pid: int) -> str | None:
    """When the process began, in the system's own notation; None when it has ended.

    A process id alone is not proof: ids are used again. The id with its start time is.
    """
    if not Path("/proc/self/stat").exists():
        return _start_time_from_ps(pid)
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in brackets may hold spaces; the state is the first field after it, and the
    # start time the twentieth (proc(5), fields 3 and 22).
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in "ZX" else fields[18]


def _start_time_from_ps(pid: int) -> str | None:
    # The full path keeps out a program of the same name earlier in PATH.
    answer = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


@dataclass(frozen=True)
class Process:
    """One started process, as it is written down for a later run to find."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        started = start_time(pid)
        return cls(pid, started) if started else None

    @property
    def alive(self) -> bool:
        if start_time(self.pid) == self.started:
            return True
        if self.pid in _children:  # take note of its end, so that the system can forget it
            _children.pop(self.pid).wait()
        return False

    def stop(self, number: signal.Signals, *, patience: float) -> None:
        """Ask with signal `number`, wait `patience` seconds, then kill. Silent if it has ended."""
        self.ask(number)
        if not self.ended_within(patience):
            self.ask(signal.SIGKILL)
            self.ended_within(5)

    def ask(self, number: signal.Signals) -> None:
        if self.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)

    def kill_group(self) -> None:
        """Kill all that is left of the session this process led, itself included."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def ended_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE)
        return True


class Ledger:
    """A small JSON file, readable by its owner alone, written whole or not at all."""

    def __init__(self, path: Path):
        self.path = path

    def read(self) -> dict:
        try:
            return json.loads(self.path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def write(self, **entries) -> None:
        """Add or replace `entries`, keeping the others."""
        content = json.dumps({**self.read(), **entries}, indent=1)
        new = self.path.with_name(self.path.name + ".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)
        new.replace(self.path)

    def process(self, name: str) -> Process | None:
        """The process written down under `name`, if it is still running."""
        entry = self.read().get(name)
        process = Process(**entry) if entry else None
        return process if process and process.alive else None

    def remember(self, name: str, child: subprocess.Popen) -> Process | None:
        """Write down a process just started; None when it has already ended."""
        _children[child.pid] = child
        process = Process.of(child.pid)
        self.write(**{name: asdict(process) if process else None})
        return process

    def processes(self) -> Iterator[tuple[str, Process]]:
        for name, entry in self.read().items():
            if isinstance(entry, dict) and entry.keys() == {"pid", "started"}:
                yield name, Process(**entry)
