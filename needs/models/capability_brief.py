"""One page about a category as PDF, for the meeting where it is decided."""

from django.db import models

from needs.models.reference import Capability
from procurement_portal.lib.pdf_files import PdfFile
from procurement_portal.lib.workflow import WorkflowEvent


class CapabilityBrief(PdfFile):
    """One rendering of what every member may see of a category on one day."""

    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="briefs")

    class Meta(PdfFile.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["capability", "content_hash"], name="capability_brief_once_per_content"
            )
        ]

    def __str__(self):
        return f"Brief on {self.capability}"


class CapabilityBriefEvent(WorkflowEvent):
    record = models.ForeignKey(CapabilityBrief, on_delete=models.CASCADE, related_name="events")
