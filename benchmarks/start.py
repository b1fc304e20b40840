"""Start from an empty folder, and again: the whole portal against its engines by hand."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.measure import Row, times
from procurement_portal.lib.engines import Engines

ROOT = Path(__file__).resolve().parent.parent
KEPT_OUT = shutil.ignore_patterns(".git", ".venv", ".run", "node_modules", "__pycache__")
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "DEMO")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(folder: Path) -> float:
    """Seconds until the first page answers; the portal is stopped again."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in OURS}
    environment["SITE_URL"] = f"http://127.0.0.1:{port}"
    begun = time.monotonic()
    portal = subprocess.Popen(
        [sys.executable, "-m", "procurement_portal.lib.engines", "manage.py", "demo"]
        + ["--port", str(port)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                return time.monotonic() - begun
            except (urllib.error.URLError, OSError):
                if portal.poll() is not None or time.monotonic() - begun > 300:
                    raise RuntimeError("the portal did not start") from None
                time.sleep(0.1)
    finally:
        portal.terminate()
        portal.wait(60)


def engines_by_hand() -> float:
    begun = time.monotonic()
    with Engines.temporary():
        return time.monotonic() - begun


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "portal"
        shutil.copytree(ROOT, folder, ignore=KEPT_OUT)
        by_hand = engines_by_hand()
        cold, again = started(folder), started(folder)
    return [
        Row(
            "First start: engines, migrations, the whole demonstration, first page",
            f"{cold:.1f} s",
            f"{by_hand:.1f} s engines alone",
            times(cold, by_hand),
            "–",
        ),
        Row(
            "Second start to first page",
            f"{again:.1f} s",
            f"{cold:.1f} s first start",
            times(again, cold),
            "< 10 s",
        ),
    ]
