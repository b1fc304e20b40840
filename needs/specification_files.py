"""The files made of specifications: found by what they say, made once, given up in words."""

import datetime
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Q
from django.utils import timezone

from needs.models import Need, SpecificationPdf
from needs.specification import Specification, as_html, describe
from needs.specification_state import present_hash
from procurement_portal.lib.kept import keep
from procurement_portal.lib.pdf import PdfRefused, PdfUnavailable, render_pdf
from procurement_portal.lib.workflow import MoveNotPossible

LEASE = datetime.timedelta(minutes=3)  # longer than the task may take
ATTEMPTS = 3
Status = SpecificationPdf.Status
UNAVAILABLE = "PDF is unavailable. Print this page instead"
TOO_SLOW = "It took too long. Print this page instead"
CHANGED = "The need changed while it was waiting"
STOPPED = "We tried several times and could not finish"


def file_of(need: Need, specification: Specification) -> SpecificationPdf | None:
    """The file that says exactly this, whatever its state; its bytes are not read."""
    return need.pdfs.filter(content_hash=specification.content_hash).defer("content").first()


@dataclass(frozen=True)
class ReadyFile:
    """A finished PDF as it is sent."""

    content: bytes
    content_hash: str
    name: str


def ready_file(need_id: int, audience: str) -> ReadyFile | None:
    """The finished file that says what the specification says now; None until it is made."""
    now = present_hash(need_id, audience)
    return keep(lambda: _ready(need_id, now), now, "specification file", need_id)


def _ready(need_id: int, content_hash: str) -> ReadyFile | None:
    made = SpecificationPdf.objects.filter(
        need_id=need_id, content_hash=content_hash, status=Status.READY
    ).values_list("content", "need__reference", "version")
    for content, reference, version in made:
        return ReadyFile(bytes(content), content_hash, f"{reference}-specification-v{version}.pdf")
    return None


def order_file(need: Need, specification: Specification) -> SpecificationPdf:
    """The file that says exactly this, ordered if nobody had, ordered again if it had failed."""
    file, _ = SpecificationPdf.objects.get_or_create(
        need=need,
        content_hash=specification.content_hash,
        defaults={"audience": specification.audience, "version": specification.version},
    )
    if file.status == Status.FAILED:
        try:
            file.move("requeue", by=None, failure="")
        except MoveNotPossible:
            return file  # somebody else has pressed too
    return file


def render(pk: int) -> bool:
    """Make one waiting file; whether this call did. A second call finds nothing waiting.

    What goes wrong ends in a state the person who waits can read.
    """
    file = SpecificationPdf.objects.filter(pk=pk, status=Status.QUEUED).first()
    if file is None:
        return False
    try:
        file.move("render", by=None, started_at=timezone.now(), failure="")
        _make(file)
    except MoveNotPossible:
        return False  # another worker was first, or has taken over since
    return True


def _make(file: SpecificationPdf) -> None:
    need = Need.objects.select_related("borough", "capability", "terms").get(pk=file.need_id)
    specification = describe(need, file.audience)
    if specification.content_hash != file.content_hash:
        file.fail(failure=CHANGED)
        return
    try:
        pdf = render_pdf(as_html(specification))
    except PdfUnavailable:
        file.fail(failure=UNAVAILABLE)
    except PdfRefused as refusal:
        file.fail(failure=str(refusal))
    except SoftTimeLimitExceeded:
        file.fail(failure=TOO_SLOW)
    else:
        file.finish(content=pdf.content, pages=pdf.pages)


def waiting() -> list[int]:
    """Files that wait for a worker."""
    return list(SpecificationPdf.objects.filter(status=Status.QUEUED).values_list("pk", flat=True))


def recover_lost() -> list[int]:
    """Files a dead worker held, or whose task never reached the queue, waiting again."""
    before = timezone.now() - LEASE
    for file in SpecificationPdf.objects.filter(status=Status.RENDERING, started_at__lt=before):
        try:
            if file.events.filter(verb="render").count() >= ATTEMPTS:
                file.fail(failure=STOPPED)
            else:
                file.move("requeue", by=None, reason="The worker stopped")
        except MoveNotPossible:
            continue
    never_begun = Q(created_at__lt=timezone.now() - datetime.timedelta(minutes=1))
    lost = SpecificationPdf.objects.filter(never_begun, status=Status.QUEUED)
    return list(lost.values_list("pk", flat=True))
