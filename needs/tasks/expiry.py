"""The clock's move: needs that nobody confirmed in time."""

from celery import shared_task

from needs.models import Need
from procurement_portal.lib.workflow import MoveNotPossible


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def expire_needs() -> int:
    """Mark published needs past their review date as not confirmed; how many."""
    expired = 0
    for need in Need.objects.past_review_date().iterator():
        try:
            need.expire()
        except MoveNotPossible:  # confirmed or withdrawn while this ran
            continue
        expired += 1
    return expired
