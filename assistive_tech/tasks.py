"""The clock's move: appraised case studies that nobody looked at again in time."""

from celery import shared_task

from assistive_tech.models import CaseStudy
from procurement_portal.lib.workflow import MoveNotPossible


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def fall_due_case_studies() -> int:
    """Mark what is past its review date as due for refresh; how many. A second run finds none."""
    due = 0
    for study in CaseStudy.objects.past_review_date().iterator():
        try:
            study.fall_due(by=None)
        except MoveNotPossible:  # withdrawn, or another run was first
            continue
        due += 1
    return due
