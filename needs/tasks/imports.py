"""Imports in the worker. Each task may run twice: the second finds the work done and stops."""

import datetime

from celery import shared_task
from django.db.models import F
from django.utils import timezone

from needs import importing
from needs.models import RegisterImport
from needs.tasks.matching import match_contracts
from procurement_portal.lib.progress import note_progress
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.lib.tables import TableError
from procurement_portal.lib.workflow import MoveNotPossible

Status = RegisterImport.Status
WAITED_FOR = {"time_limit": 180, "soft_time_limit": 170}
LEASE = datetime.timedelta(minutes=3)  # as long as a task may take
ATTEMPTS = 3
KEEP_FILES = datetime.timedelta(days=30)
MATCH_AT_ONCE = 200
GAVE_UP = (
    "We tried several times and could not finish. Nothing was changed. "
    "Try again, and if it happens again tell us which file it was"
)


@shared_task(**WAITED_FOR)
def check_import(pk: int) -> None:
    """Read the file and make the report its owner is waiting for."""
    register_import = _claim(pk, Status.CHECKING)
    if register_import is None:
        return
    try:
        importing.check(register_import, _progress(pk))
    except TableError as error:
        register_import.fail(failure=str(error))
    except MoveNotPossible:
        return  # another run was first


@shared_task(**WAITED_FOR)
def load_import(pk: int) -> None:
    """Load what was confirmed, then look for overlaps."""
    register_import = _claim(pk, Status.LOADING)
    if register_import:
        match_in_parts(importing.load(register_import, _progress(pk)))


@shared_task(**WAITED_FOR)
def undo_import(pk: int) -> None:
    register_import = _claim(pk, Status.UNDOING)
    if register_import:
        match_in_parts(importing.undo(register_import))


@shared_task
def sweep_imports() -> None:
    """Queue again what a lost task left behind, and let go of old files."""
    now = timezone.now()
    lost = RegisterImport.objects.working().filter(queued_at__lt=now - LEASE)
    for register_import in lost:
        if register_import.attempts >= ATTEMPTS:
            _give_up(register_import)
        else:
            _queue_again(register_import, now)
    RegisterImport.objects.filter(created_at__lt=now - KEEP_FILES).exclude(content=b"").update(
        content=b""
    )


def start_work(register_import: RegisterImport) -> None:
    """Give the work that the import's state asks for to the queue, once this is committed."""
    tasks = {
        Status.CHECKING: check_import,
        Status.LOADING: load_import,
        Status.UNDOING: undo_import,
    }
    enqueue_on_commit(tasks[register_import.status], register_import.pk)


def _claim(pk: int, status: str) -> RegisterImport | None:
    """The import, with this attempt counted; None when its work is done or given up."""
    claimed = RegisterImport.objects.filter(pk=pk, status=status, attempts__lt=ATTEMPTS)
    if not claimed.update(attempts=F("attempts") + 1, queued_at=timezone.now()):
        return None
    note_progress(f"import:{pk}", 0, 0)
    return RegisterImport.objects.get(pk=pk)


def _progress(pk: int):
    return lambda done, total: note_progress(f"import:{pk}", done, total)


def match_in_parts(contracts: list[int]) -> None:
    """Look for the overlaps of many contracts, in tasks of a bearable length."""
    for start in range(0, len(contracts), MATCH_AT_ONCE):
        enqueue_on_commit(match_contracts, contracts[start : start + MATCH_AT_ONCE])


def _queue_again(register_import: RegisterImport, now: datetime.datetime) -> None:
    """Once for each lease, however many sweepers run."""
    seen = RegisterImport.objects.filter(pk=register_import.pk, queued_at=register_import.queued_at)
    if seen.update(queued_at=now):
        start_work(register_import)


def _give_up(register_import: RegisterImport) -> None:
    if register_import.status == Status.UNDOING:
        register_import.move("give_up_undo", by=None, failure=GAVE_UP)
    else:
        register_import.fail(failure=GAVE_UP)
