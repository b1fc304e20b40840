"""What happened to a comment, and whether its writer was told."""

from django.db import models
from django.utils import timezone

from guidance.models.feedback import Feedback
from procurement_portal.lib.workflow import WorkflowEvent


class FeedbackEventQuerySet(models.QuerySet):
    def untold(self):
        """What its writer is to hear of, and has not been sent."""
        return self.filter(verb__in=FeedbackEvent.TOLD, told_at__isnull=True)


class FeedbackEvent(WorkflowEvent):
    TOLD = ("send", "acknowledge", "accept", "decline", "finish")
    TITLES = {
        "send": "Sent",
        "acknowledge": "Acknowledged",
        "assign": "Given to",
        "accept": "Accepted",
        "decline": "Declined",
        "finish": "Done",
        "show": "Shown on the page",
        "hide": "No longer shown",
        "withdraw": "Consent taken back",
    }

    record = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="events")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the writer was sent an e-mail about it"
    )

    objects = FeedbackEventQuerySet.as_manager()

    class Meta(WorkflowEvent.Meta):
        indexes = [models.Index(fields=["verb", "-id"], name="feedback_event_verb")]

    @property
    def title(self) -> str:
        return self.TITLES.get(self.verb, self.verb)

    def claim_telling(self) -> bool:
        """Take on writing about it; False when somebody has already."""
        mine = FeedbackEvent.objects.filter(pk=self.pk, told_at__isnull=True)
        return bool(mine.update(told_at=timezone.now()))

    def forget_telling(self) -> None:
        """The mail was refused: it is due again."""
        FeedbackEvent.objects.filter(pk=self.pk).update(told_at=None)
