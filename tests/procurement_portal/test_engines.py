"""The embedded PostgreSQL and Redis: started, kept, recovered after a kill, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from procurement_portal.lib.engines import EngineError, Engines, complete, missing
from procurement_portal.lib.engines.processes import Ledger, Process
from procurement_portal.lib.engines.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEP = ("-c", "import time; time.sleep(600)")
HOLDING = """
import sys, time
from pathlib import Path
from procurement_portal.lib.engines import Engines
with Engines.{kind}({arguments}) as engines:
    print(engines.place.folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def run(tmp_path):
    """A `.run` folder below one that only its owner may enter; its data is removed afterwards."""
    folder = tmp_path / "a clone" / ".run"
    folder.parent.mkdir(mode=0o700)
    yield folder
    engines = folder / "engines"
    for _, process in Ledger(engines / "engines.json").processes():
        process.stop(signal.SIGINT, patience=5)
    shutil.rmtree(engines.resolve())


def query(url, text):
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall() if cursor.description else None


def process_of(run, name):
    return Ledger(run / "engines" / "engines.json").process(name)


def start_elsewhere(kind, arguments=""):
    """Another process that uses engines; returns it and the folder they are in."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDING.format(kind=kind, arguments=arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return other, Path(other.stdout.readline().strip())


def kill(process):
    with process:
        process.kill()


def ends_within(seconds, condition):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_they_answer_and_have_vectors_and_english_words(run):
    with Engines.lasting(run) as engines:
        database = engines.environment["DATABASE_URL"]
        query(database, "create extension if not exists vector")
        assert query(database, "select '[1,2]'::vector <-> '[1,5]'::vector") == [(3.0,)]
        assert query(database, "select to_tsvector('contracts')::text") == [("'contract':1",)]
        assert query(database, "select lower('É'), 'a' < 'B'") == [("é", False)]
        assert redis.Redis.from_url(engines.environment["REDIS_URL"]).ping()


def test_no_mode_of_a_folder_above_is_changed(run):
    above = [run.parent, *run.parent.parents]
    before = [folder.stat().st_mode for folder in above]
    with Engines.lasting(run):
        pass
    assert [folder.stat().st_mode for folder in above] == before


def test_the_password_is_for_its_owner_alone_and_not_among_the_arguments(run):
    with Engines.lasting(run) as engines:
        file = run / "engines" / "engines.json"
        assert file.stat().st_mode & 0o777 == 0o600
        password = Ledger(file).read()["password"]
        assert password in engines.environment["DATABASE_URL"]
        listed = subprocess.check_output(["/bin/ps", "-eo", "args"], text=True)
        assert password not in listed


def test_a_wrong_password_is_refused(run):
    with Engines.lasting(run) as engines:
        password = Ledger(run / "engines" / "engines.json").read()["password"]
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            query(engines.environment["DATABASE_URL"].replace(password, "guess"), "select 1")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(engines.environment["REDIS_URL"].replace(password, "guess")).ping()


def test_a_second_start_keeps_data_and_addresses(run):
    with Engines.lasting(run) as engines:
        first = engines.environment
        query(first["DATABASE_URL"], "create table kept as select 1 as one")
        redis.Redis.from_url(first["REDIS_URL"]).set("kept", "yes")
    with Engines.lasting(run) as engines:
        assert engines.environment == first
        assert query(first["DATABASE_URL"], "select one from kept") == [(1,)]
        assert redis.Redis.from_url(first["REDIS_URL"]).get("kept") == b"yes"


def test_nothing_runs_after_stopping(run):
    with Engines.lasting(run):
        started = [process_of(run, name) for name in ("postgres", "redis")]
        assert all(process.alive for process in started)
    assert not any(process.alive for process in started)


def test_a_killed_server_is_recovered_by_the_next_start(run):
    with Engines.lasting(run) as engines:
        query(engines.environment["DATABASE_URL"], "create table kept as select 1 as one")
        redis.Redis.from_url(engines.environment["REDIS_URL"]).set("kept", "yes")
        for name in ("postgres", "redis"):
            os.kill(process_of(run, name).pid, signal.SIGKILL)
    with Engines.lasting(run) as engines:
        assert query(engines.environment["DATABASE_URL"], "select one from kept") == [(1,)]


def test_a_server_that_ends_is_started_again_at_the_same_address(run):
    with Engines.lasting(run) as engines:
        before = engines.environment
        os.kill(process_of(run, "redis").pid, signal.SIGKILL)
        assert ends_within(5, lambda: process_of(run, "redis") is None)
        assert engines.mend() == ["redis"]
        assert engines.mend() == []
        assert engines.environment == before
        assert redis.Redis.from_url(before["REDIS_URL"]).ping()


def test_what_a_killed_command_left_running_is_taken_over_and_stopped(run):
    other, _ = start_elsewhere("lasting", f"Path({str(run)!r})")
    left = process_of(run, "postgres")
    kill(other)
    assert left.alive
    with Engines.lasting(run):
        assert process_of(run, "postgres") == left
    assert ends_within(5, lambda: not left.alive)


def test_a_command_that_ends_leaves_them_to_the_one_that_still_uses_them(run):
    with Engines.lasting(run) as first:
        with Engines.lasting(run) as second:
            assert second.environment == first.environment
        assert query(first.environment["DATABASE_URL"], "select 1") == [(1,)]
    assert process_of(run, "postgres") is None


def test_a_lock_file_naming_another_program_does_not_stop_a_start(run):
    with Engines.lasting(run):
        pass
    lock = (run / "engines").resolve() / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n")
    with Engines.lasting(run) as engines:
        assert query(engines.environment["DATABASE_URL"], "select 1") == [(1,)]


def test_a_port_taken_meanwhile_is_replaced(run):
    with Engines.lasting(run, ["REDIS_URL"]) as engines:
        port = engines.engines["REDIS_URL"].port
    with socket.create_server(("127.0.0.1", port)), Engines.lasting(run, ["REDIS_URL"]) as engines:
        assert engines.engines["REDIS_URL"].port != port
        assert redis.Redis.from_url(engines.environment["REDIS_URL"]).ping()


def test_a_copied_folder_does_not_take_over_the_engines_of_the_original(run, tmp_path):
    with Engines.lasting(run) as original:
        copy = tmp_path / "copy" / ".run"
        copy.parent.mkdir()
        shutil.copytree(run, copy, symlinks=True)
        try:
            with Engines.lasting(copy, ["REDIS_URL"]) as copied:
                assert copied.environment["REDIS_URL"] != original.environment["REDIS_URL"]
        finally:
            shutil.rmtree((copy / "engines").resolve())
        assert redis.Redis.from_url(original.environment["REDIS_URL"]).ping()


def test_a_killed_test_run_leaves_nothing():
    other, folder = start_elsewhere("temporary")
    running = [process for _, process in Ledger(folder / "engines.json").processes()]
    assert len(running) == 2
    kill(other)
    assert ends_within(15, lambda: not folder.exists())
    assert not any(process.alive for process in running)


def test_what_cannot_start_says_why(run):
    with Engines.lasting(run):
        pass
    (run / "engines" / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EngineError, match="no_such_setting"), Engines.lasting(run):
        pass


def test_given_addresses_are_used(tmp_path):
    given = {"DATABASE_URL": "postgres://db/portal", "REDIS_URL": "", "EMAIL_URL": "console:"}
    assert missing(given) == ["REDIS_URL"]
    variables = complete(given, tmp_path)
    assert variables["DATABASE_URL"] == "postgres://db/portal"
    assert variables["EMAIL_URL"] == "console:"


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    first = complete({}, tmp_path)["SECRET_KEY"]
    assert len(first) >= 50
    assert complete({}, tmp_path)["SECRET_KEY"] == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path, tmp_path)
    yield supervisor
    supervisor.stop()


def test_a_program_that_ends_is_started_again(supervisor):
    supervisor.start("worker", *SLEEP)
    first = supervisor.programs[0].process
    os.kill(first.pid, signal.SIGKILL)
    assert ends_within(5, lambda: not first.alive)
    assert supervisor.mend() == ["worker"]
    assert supervisor.programs[0].process.alive


def test_a_program_that_keeps_ending_is_given_up_with_the_end_of_its_log(supervisor):
    supervisor.start("worker", "-c", "raise SystemExit('no such queue')")

    def mend_for_ever():
        while True:
            supervisor.mend()
            time.sleep(0.05)

    with pytest.raises(EngineError, match="worker keeps ending by itself(.|\n)*no such queue"):
        mend_for_ever()


def test_what_a_killed_start_left_is_ended_by_the_next(supervisor, tmp_path):
    supervisor.start("worker", *SLEEP)
    left = supervisor.programs[0].process
    assert Supervisor(tmp_path, tmp_path).end_leftovers() == ["worker"]
    assert not left.alive
    assert Supervisor(tmp_path, tmp_path).end_leftovers() == []


def test_a_process_id_used_again_is_not_taken_for_ours():
    ours = Process.of(os.getpid())
    assert ours.alive
    assert not Process(ours.pid, "an earlier time").alive
