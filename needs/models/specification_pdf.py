"""A need's specification as PDF: rendered once per content, by a worker."""

from django.db import models

from procurement_portal.lib.pdf_files import PdfFile
from procurement_portal.lib.workflow import WorkflowEvent


class SpecificationPdf(PdfFile):
    """One rendering for one audience."""

    need = models.ForeignKey("needs.Need", on_delete=models.CASCADE, related_name="pdfs")
    audience = models.CharField(max_length=10, help_text="Who it was made for: members or public")
    version = models.PositiveIntegerField(help_text="The need's version it was made from")

    class Meta(PdfFile.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["need", "content_hash"], name="specification_pdf_once_per_content"
            )
        ]

    def __str__(self):
        return f"Specification of {self.need}, version {self.version}"


class SpecificationPdfEvent(WorkflowEvent):
    record = models.ForeignKey(SpecificationPdf, on_delete=models.CASCADE, related_name="events")
