"""What happened to a need: its timeline, the moderation log, and whom to tell."""

from django.db import models
from django.utils import timezone

from needs.models.need import Need
from procurement_portal.lib.workflow import WorkflowEvent


class NeedEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What happened to the needs this person may see."""
        return self.filter(record__in=Need.objects.visible_to(user))

    def decisions(self):
        """What moderators decided: the moderation log."""
        return self.filter(verb__in=NeedEvent.DECISIONS)

    def untold(self):
        """Decisions whose author has not been written to."""
        return self.filter(verb__in=NeedEvent.TOLD, told_at__isnull=True)


class NeedEvent(WorkflowEvent):
    TOLD = ("publish", "send_back")
    DECISIONS = (*TOLD, "review")
    ENDINGS = ("withdraw", "close")

    TITLES = {
        "submit": "Sent for review",
        "resubmit": "Sent for review again",
        "publish": "Published",
        "send_back": "Sent back",
        "review": "Changes read by LOTI",
        "edit": "Changed",
        "confirm": "Confirmed as still true",
        "reconfirm": "Confirmed as still true",
        "unconfirm": "Confirmation taken back",
        "expire": "Not confirmed in time",
        "hand_over": "Handed to the borough’s lead",
        "procure": "Procurement started",
        "award": "Awarded",
        "close": "Closed",
        "withdraw": "Withdrawn",
    }

    record = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="events")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the author was sent an e-mail about it"
    )

    objects = NeedEventQuerySet.as_manager()

    class Meta(WorkflowEvent.Meta):
        indexes = [models.Index(fields=["verb", "-id"], name="need_event_verb")]

    @property
    def title(self) -> str:
        """What happened, as a timeline prints it."""
        return self.TITLES.get(self.verb, self.verb)

    def claim_telling(self) -> bool:
        """Take on writing to the author; False when somebody has already."""
        mine = NeedEvent.objects.filter(pk=self.pk, told_at__isnull=True)
        return bool(mine.update(told_at=timezone.now()))

    def forget_telling(self) -> None:
        """The mail was refused: it is due again."""
        NeedEvent.objects.filter(pk=self.pk).update(told_at=None)
