"""A joint conversation: one borough asks others that share a category to talk, by a date.

Interest that nobody owned is what ended the registers before this one: a conversation has an
owner, a date by which everybody answers, and ends with an outcome.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.permissions import borough_ids, is_moderator
from needs.models.reference import Capability
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


def new_conversation_reference() -> str:
    return new_reference("TALK")


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those the person's boroughs started or were asked into; LOTI sees them all."""
        if is_moderator(user):
            return self
        mine = borough_ids(user)
        asked = ConversationInvite.objects.filter(borough__in=mine).values("conversation")
        return self.filter(Q(borough__in=mine) | Q(pk__in=asked))

    def open(self):
        return self.filter(status=Conversation.Status.OPEN)


class Conversation(Workflow, models.Model):
    """One borough's message to others about a category."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Outcome(models.TextChoices):
        TOGETHER = "together", "We go on together"
        SEPARATELY = "separately", "We each go our own way"
        DROPPED = "dropped", "Nothing came of it"

    TRANSITIONS = {"close": Move((Status.OPEN,), Status.CLOSED)}

    reference = models.CharField(max_length=12, unique=True, default=new_conversation_reference)
    capability = models.ForeignKey(
        Capability, on_delete=models.PROTECT, related_name="conversations"
    )
    borough = models.ForeignKey("members.Borough", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.TextField(max_length=2000)
    answer_by = models.DateField(help_text="The day by which the boroughs are asked to answer")
    started_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    is_example = models.BooleanField(default=False, db_default=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["borough", "capability"],
                condition=Q(status="open"),
                name="conversation_open_once",
                violation_error_message="Your borough is asking about this category already",
            ),
            models.CheckConstraint(
                condition=Q(status="open", outcome="") | (Q(status="closed") & ~Q(outcome="")),
                name="conversation_ends_with_an_outcome",
                violation_error_message="A conversation is closed with its outcome",
            ),
        ]

    def __str__(self):
        return f"{self.borough}: {self.capability}"

    def get_absolute_url(self):
        return reverse("needs:conversation", kwargs={"reference": self.reference})

    def close(self, *, by, outcome: str, reason: str) -> None:
        self.move("close", by=by, outcome=outcome, reason=reason)


class ConversationEvent(WorkflowEvent):
    record = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="events")


class ConversationInviteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(conversation__in=Conversation.objects.visible_to(user))

    def waiting(self):
        """Open conversations that the borough has not answered."""
        return self.filter(
            answer=ConversationInvite.Answer.NONE, conversation__status=Conversation.Status.OPEN
        )

    def untold(self):
        """Answered, and whoever asked has not been told of this answer."""
        return self.filter(answered_at__isnull=False).exclude(
            told_of__isnull=False, told_of=models.F("answered_at")
        )


class ConversationInvite(models.Model):
    """One borough that was asked, and what it answered last."""

    class Answer(models.TextChoices):
        NONE = "none", "Not answered yet"
        YES = "yes", "Yes, let us talk"
        LATER = "later", "Not now"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="invites")
    borough = models.ForeignKey("members.Borough", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)
    note = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the e-mail to its lead and CIO was sent"
    )
    told_of = models.DateTimeField(
        null=True, blank=True, help_text="The moment of the answer that the asker was told of"
    )

    objects = ConversationInviteQuerySet.as_manager()

    class Meta:
        ordering = ["borough__short_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "borough"], name="conversation_asks_a_borough_once"
            )
        ]

    def __str__(self):
        return f"{self.borough}: {self.get_answer_display()}"

    def say(self, answer: str, note: str, *, by) -> None:
        """The borough's answer, which replaces an earlier one."""
        self.answer, self.note = answer, note
        self.answered_by, self.answered_at = by, timezone.now()
        self.save(update_fields=["answer", "note", "answered_by", "answered_at"])

    def claim_asking(self) -> bool:
        """True for the one task that is to write; the mark is taken back when the mail fails."""
        unasked = ConversationInvite.objects.filter(pk=self.pk, asked_at__isnull=True)
        return bool(unasked.update(asked_at=timezone.now()))

    def claim_telling(self) -> bool:
        """True for the one task that is to tell the asker of this answer."""
        untold = ConversationInvite.objects.untold().filter(answered_at=self.answered_at)
        return bool(untold.filter(pk=self.pk).update(told_of=self.answered_at))

    def forget(self, **marks) -> None:
        """Put the marks back as they were before an e-mail that could not be sent."""
        ConversationInvite.objects.filter(pk=self.pk).update(**marks)
