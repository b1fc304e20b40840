"""`manage.py doctor`: what it finds, and the remedy it names."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from needs import meaning
from procurement_portal.management.commands import demo, doctor, prepare

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = {"DATABASE_URL": "postgres://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


def examine(**variables):
    """Run it as a person would; returns the exit code, the lines by name, and the errors."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--no-color"],
        cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = {line[6:20].strip(): line for line in done.stdout.splitlines()}
    return done.returncode, lines, done.stderr


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_without_servers_it_names_each_remedy_and_fails():
    code, lines, errors = examine(**NOWHERE)
    assert code == 1
    assert "Traceback" not in errors
    assert lines["Database"].startswith("FAIL")
    assert "check DATABASE_URL" in lines["Database"]
    assert "See Database" in lines["Migrations"]
    assert "check REDIS_URL" in lines["Redis"]
    assert "See Redis" in lines["Worker"]
    assert lines["Python"].startswith("ok")


def test_with_servers_it_reports_their_versions_and_what_still_waits():
    _, lines, _ = examine()
    assert lines["Database"].startswith("ok")
    assert "PostgreSQL 1" in lines["Database"]
    assert lines["pgvector"].startswith("ok")
    assert "noeviction" in lines["Redis"]
    assert 'make manage CMD="migrate"' in lines["Migrations"]
    assert "none answers" in lines["Worker"]
    assert "checked and loaded" in lines["Encoder"]


def test_without_the_encoder_it_says_what_is_lost(monkeypatch):
    meaning.loaded.cache_clear()
    monkeypatch.setattr(meaning, "PACKAGE", "a_package_nobody_installed")
    result = doctor.encoder()
    meaning.loaded.cache_clear()
    assert result.found == "The sentence encoder is not installed"
    assert "do without meaning" in result.remedy


def test_a_running_worker_is_found():
    process = subprocess.Popen(
        [sys.executable, *demo.WORKER, "--pool", "solo"], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while doctor.worker().remedy and time.monotonic() < deadline:
            time.sleep(0.1)
        found = doctor.worker().found
    finally:
        process.kill()  # it has no work to finish
        process.wait()
    assert found == "1 answering"


@pytest.mark.django_db
def test_the_test_database_is_in_order():
    assert doctor.migrations().found == "all applied"
    assert not doctor.vectors().remedy


def test_a_package_of_another_version_is_named(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "requirements.txt").write_text("django==1.0 \\\n    --hash=sha256:0\n")
    assert doctor.packages().found == "not as pinned: django"
    assert doctor.packages().remedy


@pytest.mark.parametrize("key", ["short", "change-me-" * 6], ids=["short", "the example"])
def test_a_weak_secret_key_fails(settings, key):
    settings.SECRET_KEY = key
    assert doctor.secret_key().remedy


def test_a_refused_mail_server_is_named(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_FILE_PATH = None
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "127.0.0.1:1" in doctor.outgoing_mail().found
    assert "EMAIL_URL" in doctor.outgoing_mail().remedy


def test_a_missing_mail_folder_is_named(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert doctor.outgoing_mail().remedy == f"mkdir -p {tmp_path / 'mail'}"
    (tmp_path / "mail").mkdir()
    assert not doctor.outgoing_mail().remedy


def test_a_port_of_another_program_is_named_with_one_to_try(settings, port):
    settings.DEMO = True
    settings.SITE_URL = f"http://127.0.0.1:{port}"
    assert doctor.address().remedy == f"make run PORT={port + 1}"
    with pytest.raises(CommandError, match=f"Port {port} .* make run PORT={port + 1}"):
        demo.check_port_is_free(port)


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "remedied"), [("2028-06-01", False), ("2028-11-01", True)])
def test_it_says_when_the_list_of_bank_holidays_ends(today, remedied):
    with freeze_time(today):
        result = doctor.holidays()
    assert "31 December 2028" in result.found
    assert bool(result.remedy) == remedied


@pytest.mark.django_db
def test_an_unprepared_demonstration_is_named(settings):
    settings.DEMO = True
    assert "prepare" in doctor.demonstration().remedy
    settings.DEMO = False
    assert not doctor.demonstration().remedy


def test_static_files_are_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "source").mkdir()
    source = tmp_path / "source" / "page.css"
    source.write_text("a {}")
    prepare.collect_static_files(settings.STATIC_ROOT)
    collected = settings.STATIC_ROOT / "page.css"
    collected.unlink()
    prepare.collect_static_files(settings.STATIC_ROOT)
    assert not collected.exists()
    source.write_text("a { color: black }")
    prepare.collect_static_files(settings.STATIC_ROOT)
    assert collected.read_text() == "a { color: black }"


@pytest.mark.django_db
def test_preparing_twice_migrates_and_loads_nothing_without_demonstration(settings, tmp_path):
    settings.DEMO = False
    settings.STATIC_ROOT = tmp_path
    call_command("prepare")
    call_command("prepare")
    assert not prepare.demonstration_loaded()
