"""Briefs in the worker. Each task may run twice: a file is claimed once."""

from celery import shared_task

from needs import brief_files
from procurement_portal.lib.queue import NOW, enqueue_on_commit, has_room


@shared_task(time_limit=90, soft_time_limit=60)
def render_brief(pk: int) -> None:
    """Make the page somebody is waiting for."""
    brief_files.render(pk)


@shared_task
def sweep_briefs() -> None:
    """Queue again what a lost task left behind, unless the queue is long."""
    lost = brief_files.recover_lost()
    if has_room(NOW):
        for pk in lost:
            enqueue_on_commit(render_brief, pk)
