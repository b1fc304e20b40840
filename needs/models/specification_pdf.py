"""A need's specification as PDF: rendered once per content, by a worker."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class SpecificationPdf(Workflow):
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

    need = models.ForeignKey("needs.Need", on_delete=models.CASCADE, related_name="pdfs")
    content_hash = models.CharField(
        max_length=64, help_text="SHA-256 of the text, the template's and the font's version"
    )
    audience = models.CharField(max_length=10, help_text="Who it was made for: members or public")
    version = models.PositiveIntegerField(help_text="The need's version it was made from")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    content = models.BinaryField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "content_hash"], name="specification_pdf_once_per_content"
            )
        ]

    def __str__(self):
        return f"Specification of {self.need}, version {self.version}"

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


class SpecificationPdfEvent(WorkflowEvent):
    record = models.ForeignKey(SpecificationPdf, on_delete=models.CASCADE, related_name="events")
