"""Starts PostgreSQL and Redis for a test run, before Django reads its settings.

Loaded by `-p tests.engine_plugin`. Each run has its own servers and folder, so that several runs
may go on at once; all is gone afterwards, even when the run is killed. A given `DATABASE_URL` or
`REDIS_URL` is used instead.
"""

import os
import re
from contextlib import ExitStack

import pytest

from procurement_portal.lib.engines import Engines, missing

PROGRAMS = "TEST_POSTGRES_PROGRAMS"  # those of a server of our own, which tests/migrated.py asks
WORKER = "PYTEST_XDIST_WORKER"  # "gw0", "gw1"… in the processes of a parallel run
_started = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 3)
    os.environ.setdefault("DEMO", "1")
    wanted = missing(os.environ)
    if wanted:
        engines = _started.enter_context(Engines.temporary(wanted))
        os.environ.update(engines.environment)
        if "DATABASE_URL" in wanted:
            os.environ[PROGRAMS] = str(engines.place.postgres_programs)
        _started.callback(_forget, (*wanted, PROGRAMS))
    if WORKER in os.environ:
        _use_own_redis_database()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    _started.close()


def _forget(variables):
    for variable in variables:
        os.environ.pop(variable, None)


def _use_own_redis_database():
    """PostgreSQL test databases are kept apart by pytest-django; Redis has numbered databases."""
    number = int(os.environ[WORKER].removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{number}", os.environ["REDIS_URL"])
