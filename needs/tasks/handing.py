"""Passing on what people left behind."""

from celery import shared_task

from needs import handing


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def hand_over_records() -> int:
    """Give the records of people who left to their borough's lead; how many."""
    return handing.hand_over_all()
