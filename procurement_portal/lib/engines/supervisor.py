"""Keeps a few programs of ours running: starts them again when they end, stops them all."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from procurement_portal.lib.engines.places import EngineError
from procurement_portal.lib.engines.processes import Ledger, Process

OFTEN = 5  # ends within WINDOW seconds after which starting again has no sense
WINDOW = 60.0
PATIENCE = 10.0  # seconds for a program to finish what it is doing


@dataclass
class Program:
    name: str
    arguments: Sequence[str]  # after the Python interpreter
    log: Path
    process: Process | None = None
    started_at: list[float] = field(default_factory=list)  # seconds, monotonic


class Supervisor:
    """Programs under the folder `run`: their logs in `run/log`, their ids in `run/programs.json`.

    The ids let the next start end what a killed one left running.
    """

    def __init__(self, run: Path, root: Path):
        self.root = root
        self.logs = run / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.ledger = Ledger(run / "programs.json")
        self.programs: list[Program] = []

    def end_leftovers(self) -> list[str]:
        """Stop the programs of an earlier, killed start; the names of those still running."""
        left = [(name, process) for name, process in self.ledger.processes() if process.alive]
        _end([process for _, process in left])
        return [name for name, _ in left]

    def start(self, name: str, *arguments: str) -> None:
        program = Program(name, arguments, self.logs / f"{name}.log")
        self.programs.append(program)
        self._launch(program)

    def mend(self) -> list[str]:
        """Start again the programs that have ended; their names.

        Raises EngineError, with the end of its log, for one that ends again and again.
        """
        ended = [each for each in self.programs if not (each.process and each.process.alive)]
        for program in ended:
            if program.process:
                program.process.kill_group()
            self._launch(program)
        return [program.name for program in ended]

    def stop(self) -> None:
        _end([program.process for program in self.programs if program.process])

    def last_words(self, name: str) -> str:
        log = self.logs / f"{name}.log"
        lines = log.read_text(errors="replace").splitlines()[-15:]
        return f"The end of {log}:\n" + "\n".join(lines)

    def _launch(self, program: Program) -> None:
        now = time.monotonic()
        program.started_at = [at for at in program.started_at if now - at < WINDOW] + [now]
        if len(program.started_at) > OFTEN:
            raise EngineError(
                f"{program.name} keeps ending by itself. {self.last_words(program.name)}"
            )
        with program.log.open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, *program.arguments],
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )
        program.process = self.ledger.remember(program.name, started)


def _end(processes: Sequence[Process]) -> None:
    """Ask all at once, wait for each, then kill whatever is left of their groups."""
    for process in processes:
        process.ask(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        process.ended_within(max(0.0, deadline - time.monotonic()))
        process.kill_group()
        process.ended_within(5)
