"""`make bench`: measure side by side and write docs/benchmarks.md.

python -m benchmarks [list_page register_import pdf digests windows guidance overlap start]
"""

import importlib
import os
import sys
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.measure import Row, machine
from procurement_portal.lib.engines import Engines

ALL = (
    "list_page",
    "register_import",
    "pdf",
    "digests",
    "windows",
    "guidance",
    "overlap",
    "start",
)
RESULTS = Path(__file__).parent.parent / "docs" / "benchmarks.md"
HEADING = """# Benchmarks

Written by `make bench`. Each line sets ours beside an anchor measured in the same run, in shuffled
order, as medians: read the ratios, not the absolute figures.

Made on {day}, {machine}.

| what | ours | anchor | ratio | bar |
|---|---|---|---|---|
"""


def prepare(stack: ExitStack) -> None:
    """A database of our own, migrated; settings as on a public server but for HTTPS."""
    engines = stack.enter_context(Engines.temporary())
    os.environ.update(engines.environment)
    os.environ.update(SECRET_KEY="only-for-measuring-" + "x" * 40, DEMO="0", LOG_LEVEL="WARNING")
    os.environ["EMAIL_URL"] = "smtp://127.0.0.1:1"  # nothing is ever sent while measuring
    os.environ["DJANGO_SETTINGS_MODULE"] = "procurement_portal.settings"
    django.setup()
    settings.ROOT_URLCONF = "benchmarks.hello"
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)


def empty() -> None:
    """No need or contract of the measurement before is left to the next."""
    with connection.cursor() as cursor:
        cursor.execute("truncate needs_need, needs_contract, needs_overlap cascade")


def main(names: list[str]) -> None:
    rows: list[Row] = []
    with ExitStack() as stack:
        prepare(stack)
        for name in names or ALL:
            empty()
            begun = time.monotonic()
            rows += importlib.import_module(f"benchmarks.{name}").run()
            print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    table = HEADING.format(day=date.today().strftime("%-d %B %Y"), machine=machine())
    for row in rows:
        table += f"| {row.what} | {row.ours} | {row.anchor} | {row.ratio} | {row.bar} |\n"
    print(table)
    if not names:
        RESULTS.write_text(table)


if __name__ == "__main__":
    main(sys.argv[1:])
