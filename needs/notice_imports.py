"""A moderator's file of notices, from waiting to loaded: claimed once, with progress to watch."""

import datetime

from django.utils import timezone

from needs.models import NoticeImport
from needs.notices import import_notices
from needs.ocds import UnreadableFile
from procurement_portal.lib.workflow import MoveNotPossible

KEPT_REFUSALS = 1_000
LOST_AFTER = datetime.timedelta(minutes=15)  # longer than the task's time limit
OVERDUE_AFTER = datetime.timedelta(minutes=1)


def run(notice_import: NoticeImport) -> list[int]:
    """Read the file and write the report; primary keys of contracts made or changed."""
    try:
        notice_import.move("load", by=None, started_at=timezone.now())
    except MoveNotPossible:
        return []

    def progress(done: int, total: int) -> None:
        NoticeImport.objects.filter(pk=notice_import.pk).update(
            records_done=done, records_total=total
        )

    try:
        report = import_notices(bytes(notice_import.content), progress=progress)
    except UnreadableFile as error:
        notice_import.move(
            "fail", by=None, failure=str(error), content=b"", finished_at=timezone.now()
        )
        return []
    refusals = [
        {"place": r.place, "field": r.field, "reason": r.reason}
        for r in report.refusals[:KEPT_REFUSALS]
    ]
    notice_import.move(
        "finish",
        by=None,
        counts=report.counts,
        refusals=refusals,
        content=b"",
        finished_at=timezone.now(),
    )
    return report.contracts


def waiting() -> list[int]:
    """Imports that nobody has begun, those of a worker that was killed among them."""
    now = timezone.now()
    lost = NoticeImport.objects.filter(
        status=NoticeImport.Status.LOADING, started_at__lt=now - LOST_AFTER
    )
    for notice_import in lost:
        notice_import.move("requeue", by=None)
    overdue = NoticeImport.objects.filter(
        status=NoticeImport.Status.UPLOADED, created_at__lt=now - OVERDUE_AFTER
    )
    return list(overdue.values_list("pk", flat=True))
