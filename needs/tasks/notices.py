"""Importing a moderator's file of notices in the worker."""

from celery import shared_task

from needs import notice_imports
from needs.models import NoticeImport
from needs.tasks.matching import match_contracts
from procurement_portal.lib.queue import enqueue_on_commit


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def import_notice_file(pk: int) -> None:
    """Read one uploaded file. May run twice: the first to claim it reads it."""
    for notice_import in NoticeImport.objects.filter(pk=pk):
        contracts = notice_imports.run(notice_import)
        if contracts:
            enqueue_on_commit(match_contracts, contracts)


@shared_task(acks_late=True)
def import_waiting_notices() -> None:
    """Start again what a lost task or a killed worker left behind."""
    for pk in notice_imports.waiting():
        enqueue_on_commit(import_notice_file, pk)
