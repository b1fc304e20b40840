"""Handing work to the queue without losing the page when the queue is away."""

import logging

from django.db import transaction
from kombu.exceptions import OperationalError as QueueUnreachable
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def enqueue_on_commit(task, *args) -> None:
    """Start `task` once the transaction is committed.

    When the queue cannot be reached, what was saved stays saved and the task is left to its
    sweeper: every task started this way must have one that finds the rows it missed.
    """

    def send():
        try:
            task.delay(*args)
        except (QueueUnreachable, RedisError, OSError):
            logger.warning("queue unreachable, left to the sweeper: %s", task.name)

    transaction.on_commit(send)
