"""Matching in the worker. Each may run twice: pairs are replaced, never added to."""

from celery import shared_task

from needs import matching
from needs.models import Contract, Need


@shared_task(acks_late=True, time_limit=60, soft_time_limit=50)
def match_need(pk: int) -> None:
    """Find one need's overlaps: somebody is waiting to see them."""
    for need in Need.objects.filter(pk=pk):
        matching.rematch(need)


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def match_contracts(pks: list[int]) -> None:
    """Find the overlaps of contracts just imported or changed."""
    for contract in Contract.objects.filter(pk__in=pks).order_by("pk"):
        matching.rematch(contract)


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def match_waiting() -> None:
    """Match what a lost task left behind, such as a need posted while the queue was away.

    A new version of the scorer is put in use first; what it has read is kept when time is up.
    """
    matching.put_in_use()
    matching.match_waiting()


@shared_task(acks_late=True, time_limit=840, soft_time_limit=820)
def rebuild_overlaps() -> None:
    """Every side and pair anew: the dates on sides move with the days."""
    matching.rebuild()
