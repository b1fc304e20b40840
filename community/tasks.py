"""Digests in the worker. Each task may run twice: what is claimed is claimed once."""

from celery import shared_task
from django.utils import timezone

from community import scheduling, sending
from community.models import Digest
from community.periods import due_periods
from procurement_portal.lib.queue import LATER, enqueue_on_commit, has_room

BATCHES_AT_ONCE = 50


@shared_task
def send_digests() -> None:
    """Make the rows that are due, free what dead workers hold, and start sending."""
    for period in due_periods(timezone.now()):
        scheduling.schedule(period)
    sending.recover_lapsed()
    start_sending()


@shared_task(time_limit=300, soft_time_limit=280)
def send_digest_batch() -> None:
    """Build and send up to 200 digests."""
    sending.send_due()


def start_sending() -> int:
    """One task for every 200 due digests, none while the queue is long; how many."""
    if not has_room(LATER):
        return 0
    batches = min(-(-Digest.objects.due().count() // sending.BATCH), BATCHES_AT_ONCE)
    for _ in range(batches):
        enqueue_on_commit(send_digest_batch)
    return batches
