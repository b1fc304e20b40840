"""Start, find again and stop one engine."""

import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

from procurement_portal.lib.engines.places import EngineError, Place
from procurement_portal.lib.engines.processes import Ledger, Process

HOST = "127.0.0.1"
STARTS = 5  # tries: another program may take the free port, or a killed engine still be ending
PATIENCE = 60.0  # seconds to the first answer; a killed database replays its log first


class Engine(ABC):
    """One server process of ours on 127.0.0.1, its port, password and process kept in a ledger."""

    name: str
    stop_signal: signal.Signals

    def __init__(self, place: Place, ledger: Ledger, *, password: str, durable: bool):
        self.place = place
        self.ledger = ledger
        self.password = password
        self.durable = durable

    @property
    def port(self) -> int:
        return self.ledger.read()[f"{self.name}_port"]

    @property
    def url(self) -> str:
        """The address for DATABASE_URL or REDIS_URL, password included."""
        return self.address(self.port)

    @property
    def log(self) -> Path:
        return self.place.folder / f"{self.name}.log"

    @abstractmethod
    def address(self, port: int) -> str: ...

    @abstractmethod
    def prepare(self) -> None:
        """Make the data folder if there is none, and clear what a killed engine left in it."""

    @abstractmethod
    def launch(self, port: int, log) -> subprocess.Popen: ...

    @abstractmethod
    def answers(self, port: int) -> bool:
        """Whether the server at `port` takes our password and is ready for work."""

    def start(self) -> None:
        """Start the engine, or take over the one an earlier, killed run left running.

        Raises EngineError.
        """
        left_running = self.ledger.process(self.name)
        if left_running and self._becomes_ready(left_running, self.port):
            return
        if left_running:
            left_running.stop(self.stop_signal, patience=20)
        self.prepare()
        for _ in range(STARTS):
            port = self._free_port()
            process = self._launch(port)
            if process and self._becomes_ready(process, port):
                return
            if process:
                process.stop(self.stop_signal, patience=20)
            time.sleep(0.3)
        raise EngineError(f"{self.name} did not start. {self.last_words()}")

    def stop(self) -> None:
        process = self.ledger.process(self.name)
        if process:
            process.stop(self.stop_signal, patience=30)
        self.ledger.write(**{self.name: None})

    @property
    def alive(self) -> bool:
        return self.ledger.process(self.name) is not None

    def last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-8:]
        except FileNotFoundError:
            lines = []
        return f"The end of {self.log}:\n" + "\n".join(lines)

    def _launch(self, port: int) -> Process | None:
        self.ledger.write(**{f"{self.name}_port": port})
        with self.log.open("ab") as log:
            started = self.launch(port, log)
        return self.ledger.remember(self.name, started)

    def _free_port(self) -> int:
        """The port of last time if it is still free, else one the system chooses."""
        for wanted in (self.ledger.read().get(f"{self.name}_port", 0), 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, wanted))
                except OSError:
                    continue
                return probe.getsockname()[1]
        raise EngineError("No free port on 127.0.0.1.")

    def _becomes_ready(self, process: Process, port: int) -> bool:
        deadline = time.monotonic() + PATIENCE
        while process.alive and time.monotonic() < deadline:
            if self.answers(port):
                return process.alive
            time.sleep(0.02)
        return False
