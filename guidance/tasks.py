"""The clock's move: versions approved for a time that has come."""

from celery import shared_task

from guidance.models import GuideVersion
from procurement_portal.lib.workflow import MoveNotPossible


@shared_task(acks_late=True, time_limit=600, soft_time_limit=580)
def publish_due_guides() -> int:
    """Publish what is due; how many this run did. A second run finds nothing left."""
    published = 0
    for version in GuideVersion.objects.due().order_by("publish_at", "pk"):
        try:
            version.publish_due()
        except MoveNotPossible:  # taken back, or another run was first
            continue
        published += 1
    return published
