"""PDFs that a worker makes while somebody waits: one for each content, given up in words.

A model of such files inherits `PdfFile` and adds what the file is about, a foreign key from its
events (`related_name="events"`), and a unique constraint that holds one file per content.
"""

import datetime
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement_portal.lib.pdf import PdfRefused, PdfUnavailable, render_pdf
from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow

LEASE = datetime.timedelta(minutes=3)  # longer than the task may take
PATIENCE = datetime.timedelta(minutes=1)  # left to the task that was started with the order
ATTEMPTS = 3
UNAVAILABLE = "PDF is unavailable. Print this page instead"
TOO_SLOW = "It took too long. Print this page instead"
STOPPED = "We tried several times and could not finish"


class Outdated(Exception):
    """What the file was to say is no longer so; the message says it to the person who waits."""


class PdfFile(Workflow):
    """One rendering, keyed by what it says; `content` is filled when it is ready."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RENDERING = "rendering", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    TRANSITIONS = {
        "render": Move((Status.QUEUED,), Status.RENDERING),
        "finish": Move((Status.RENDERING,), Status.READY),
        "fail": Move((Status.QUEUED, Status.RENDERING), Status.FAILED),
        "requeue": Move((Status.FAILED, Status.RENDERING), Status.QUEUED),
    }

    content_hash = models.CharField(
        max_length=64, help_text="SHA-256 of the text, the template's and the font's version"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    content = models.BinaryField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def fence(self):
        """A worker that was given up for dead cannot finish what another began again."""
        return {"started_at": self.started_at}

    def finish(self, *, content: bytes, pages: int) -> None:
        self.move("finish", by=None, content=content, pages=pages, finished_at=timezone.now())

    def fail(self, *, failure: str) -> None:
        """`failure` is read by the person who waits."""
        self.move("fail", by=None, reason=failure, failure=failure, finished_at=timezone.now())

    @property
    def is_working(self) -> bool:
        return self.status in (self.Status.QUEUED, self.Status.RENDERING)


def order_again(file: PdfFile) -> None:
    """Let a file that failed wait for a worker once more; others are left as they are."""
    if file.status != PdfFile.Status.FAILED:
        return
    try:
        file.move("requeue", by=None, failure="")
    except MoveNotPossible:
        return  # somebody else has pressed too


def render(model: type[PdfFile], pk: int, html_of: Callable[[PdfFile], str]) -> bool:
    """Make one waiting file; whether this call did. A second call finds nothing waiting.

    `html_of` may raise `Outdated`. What goes wrong ends in a state the person who waits can read.
    """
    file = model.objects.filter(pk=pk, status=PdfFile.Status.QUEUED).first()
    if file is None:
        return False
    try:
        file.move("render", by=None, started_at=timezone.now(), failure="")
        _make(file, html_of)
    except MoveNotPossible:
        return False  # another worker was first, or has taken over since
    return True


def _make(file: PdfFile, html_of: Callable[[PdfFile], str]) -> None:
    try:
        pdf = render_pdf(html_of(file))
    except PdfUnavailable:
        file.fail(failure=UNAVAILABLE)
    except (PdfRefused, Outdated) as refusal:
        file.fail(failure=str(refusal))
    except SoftTimeLimitExceeded:
        file.fail(failure=TOO_SLOW)
    else:
        file.finish(content=pdf.content, pages=pdf.pages)


def waiting(model: type[PdfFile]) -> list[int]:
    """Files that wait for a worker."""
    found = model.objects.filter(status=PdfFile.Status.QUEUED)
    return list(found.values_list("pk", flat=True))


def recover_lost(model: type[PdfFile]) -> list[int]:
    """Files a dead worker held, or whose task never reached the queue, waiting again."""
    now = timezone.now()
    held = model.objects.filter(status=PdfFile.Status.RENDERING, started_at__lt=now - LEASE)
    for file in held:
        try:
            if file.events.filter(verb="render").count() >= ATTEMPTS:
                file.fail(failure=STOPPED)
            else:
                file.move("requeue", by=None, reason="The worker stopped")
        except MoveNotPossible:
            continue
    never_begun = Q(created_at__lt=now - PATIENCE)
    lost = model.objects.filter(never_begun, status=PdfFile.Status.QUEUED)
    return list(lost.values_list("pk", flat=True))
