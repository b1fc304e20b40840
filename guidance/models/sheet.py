"""One page about a technique as PDF, to hand to somebody."""

from django.db import models

from guidance.models.technique import Technique
from procurement_portal.lib.pdf_files import PdfFile
from procurement_portal.lib.workflow import WorkflowEvent


class TechniqueSheet(PdfFile):
    """One rendering of what everybody may read of a technique."""

    technique = models.ForeignKey(Technique, on_delete=models.CASCADE, related_name="sheets")

    class Meta(PdfFile.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["technique", "content_hash"], name="technique_sheet_once_per_content"
            )
        ]

    def __str__(self):
        return f"Sheet on {self.technique}"


class TechniqueSheetEvent(WorkflowEvent):
    record = models.ForeignKey(TechniqueSheet, on_delete=models.CASCADE, related_name="events")
