"""Handing work to the queue without losing the page when the queue is away."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as QueueUnreachable
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

NOW, LATER = "now", "later"
AWAY = (QueueUnreachable, RedisError, OSError)  # what giving work to a queue may raise
LONG = 1_000  # tasks waiting; with more, sweepers add none


def enqueue_on_commit(task, *args) -> None:
    """Start `task` once the transaction is committed.

    When the queue cannot be reached, what was saved stays saved and the task is left to its
    sweeper: every task started this way must have one that finds the rows it missed.
    """

    def send():
        try:
            task.delay(*args)
        except AWAY:
            logger.warning("queue unreachable, left to the sweeper: %s", task.name)

    transaction.on_commit(send)


def has_room(queue: str) -> bool:
    """Whether a sweeper may add to the queue: not when it is long, nor when it cannot be asked.

    With no worker running, a sweeper that does not ask fills the queue with the same work.
    """
    try:
        with current_app.connection_for_read() as connection:
            return connection.default_channel.client.llen(queue) < LONG
    except AWAY:
        logger.warning("queue unreachable, nothing swept into it")
        return False
