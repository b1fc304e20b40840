"""Comments on guidance: each has a state, an owner, a day by which it is acknowledged, a reply."""

import secrets

from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from guidance.models.guide import Guide, GuideVersion
from members.permissions import is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent
from procurement_portal.lib.working_days import add_working_days

ACKNOWLEDGE_DAYS = 5  # working days
_signer = Signer(salt="guidance.feedback")


def feedback_reference() -> str:
    return new_reference("CMT")


def new_key() -> str:
    return secrets.token_urlsafe(16)


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them to a moderator; their own to who wrote it; else what is shown with a guide.

        Who wrote without an account comes by the address of the comment (`of_token`).
        """
        if is_moderator(user):
            return self
        shown = Q(shown=True, may_be_shown=True)
        return self.filter(shown | Q(by=user) if user.is_authenticated else shown)

    def on_show(self):
        """With a reply, where the writer agreed and a moderator published it."""
        return self.filter(shown=True, may_be_shown=True)

    def of_guide(self, guide):
        """Those about one guide, the last answered first, with their versions."""
        related = ("version__guide", "done_in__guide")
        return self.filter(guide=guide).select_related(*related).order_by("-replied_at", "-pk")

    def to_answer(self):
        return self.filter(status__in=Feedback.WAITING)

    def overdue(self):
        """Not acknowledged by the day that was promised."""
        return self.filter(status=Feedback.Status.NEW, due__lt=timezone.localdate())


class Feedback(Workflow):
    """What a reader says of one section of one version."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        DONE = "done", "Done"

    ANSWERED = (Status.ACCEPTED, Status.DECLINED, Status.DONE)
    WAITING = (Status.NEW, Status.ACKNOWLEDGED)
    CLOSED = (Status.DECLINED, Status.DONE)
    TRANSITIONS = {
        "acknowledge": Move((Status.NEW,), Status.ACKNOWLEDGED),
        "assign": Move((Status.NEW, Status.ACKNOWLEDGED, Status.ACCEPTED), None),
        "accept": Move((Status.ACKNOWLEDGED,), Status.ACCEPTED),
        "decline": Move((Status.ACKNOWLEDGED,), Status.DECLINED),
        "finish": Move((Status.ACCEPTED,), Status.DONE),
        "show": Move(ANSWERED, None),
        "hide": Move(ANSWERED, None),
    }

    reference = models.CharField(max_length=12, unique=True, default=feedback_reference)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="feedback")
    version = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="feedback")
    section = models.CharField(max_length=80, help_text="Its anchor on the page")
    section_title = models.CharField(max_length=300)
    text = models.TextField("comment", max_length=2_000)
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(
        "email address",
        blank=True,
        help_text="So that we can send you the reply. Leave it empty to read the reply on a page "
        "whose address we give you. Nobody else sees it. We delete it when your comment is dealt "
        "with, a year from now at the latest",
    )
    may_be_shown = models.BooleanField(
        "You may show my comment with your reply on this page, without my name", default=False
    )
    at = models.DateTimeField(default=timezone.now)
    due = models.DateField(help_text="The last day on which to acknowledge it")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NEW)
    owner = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply = models.TextField(max_length=2_000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    shown = models.BooleanField("shown with the guide", default=False)
    done_in = models.ForeignKey(
        GuideVersion, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "comment on guidance"
        indexes = [models.Index(fields=["status", "due"], name="feedback_status_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("new", "acknowledged")) | ~Q(reply=""),
                name="feedback_answered_with_reply",
                violation_error_message="Write a reply",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_in__isnull=False)
                | (~Q(status="done") & Q(done_in__isnull=True)),
                name="feedback_done_in_a_version",
                violation_error_message="Say which version dealt with it",
            ),
            models.CheckConstraint(
                condition=Q(shown=False) | Q(may_be_shown=True),
                name="feedback_shown_if_agreed",
                violation_error_message="Its writer did not agree that it is shown",
            ),
        ]

    def __str__(self):
        return f"Comment on “{self.section_title}”"

    def get_absolute_url(self):
        """Where its writer reads how it stands; nobody can guess it."""
        return reverse("guidance:comment", kwargs={"token": _signer.sign(self.key)})

    @classmethod
    def of_token(cls, token: str) -> "Feedback | None":
        """The comment that an address leads to; None for one that never was ours."""
        try:
            key = _signer.unsign(token)
        except BadSignature:
            return None
        related = ("guide__published_version", "version", "done_in")
        return cls.objects.filter(key=key).select_related(*related).first()

    @property
    def is_late(self) -> bool:
        return self.status == self.Status.NEW and self.due < timezone.localdate()

    @property
    def is_public(self) -> bool:
        return self.shown and self.may_be_shown

    @classmethod
    @transaction.atomic
    def send(cls, *, by, version: GuideVersion, **values) -> "Feedback":
        """A new comment on a version; whoever owns the guide answers for it.

        `by` is None for who has no account. `due` counts from now.
        """
        now = timezone.now()
        feedback = cls.objects.create(
            by=by,
            version=version,
            guide=version.guide,
            owner=version.guide.owner,
            at=now,
            due=add_working_days(now, ACKNOWLEDGE_DAYS),
            **values,
        )
        new = cls.Status.NEW
        feedback.events.create(verb="send", from_status=new, to_status=new, by=by)
        return feedback

    def assign(self, owner, *, by) -> None:
        self.move("assign", by=by, reason=f"To {owner or 'nobody'}", owner=owner)

    def acknowledge(self, *, by) -> None:
        self.move("acknowledge", by=by, **self._claimed(by))

    def accept(self, *, by, reply: str, show: bool = False) -> None:
        self._answer("accept", by, reply, show)

    def decline(self, *, by, reply: str, show: bool = False) -> None:
        self._answer("decline", by, reply, show)

    @transaction.atomic
    def finish(self, *, by, version: GuideVersion) -> None:
        """Say which version dealt with it. Raises `ValueError` for one before the comment."""
        if version not in self.later_versions():
            raise ValueError("a version of this guide that was published after the comment")
        self.move("finish", by=by, reason=f"Version {version.number}", done_in=version)

    def later_versions(self) -> models.QuerySet:
        """Versions of the guide published after the comment, the newest first."""
        return GuideVersion.objects.filter(
            guide=self.guide_id, status__in=GuideVersion.FINISHED, published_at__gt=self.at
        ).defer("body", "html")

    def show(self, *, by) -> None:
        """Show it with the guide. Raises `ValueError` where its writer did not agree."""
        if not self.may_be_shown:
            raise ValueError("its writer did not agree")
        self.move("show", by=by, shown=True)

    def hide(self, *, by) -> None:
        self.move("hide", by=by, shown=False)

    @transaction.atomic
    def withdraw_consent(self) -> None:
        """The writer's own: not shown any more, and their address forgotten."""
        changed = {"may_be_shown": False, "shown": False, "email": ""}
        Feedback.objects.filter(pk=self.pk).update(**changed)
        for name, value in changed.items():
            setattr(self, name, value)
        self.events.create(
            verb="withdraw", from_status=self.status, to_status=self.status, by=self.by
        )

    @transaction.atomic
    def _answer(self, verb: str, by, reply: str, show: bool) -> None:
        """An answer to a new comment acknowledges it too."""
        if self.status == self.Status.NEW:
            self.move("acknowledge", by=by, **self._claimed(by))
        self.move(
            verb,
            by=by,
            reason=reply,
            reply=reply,
            replied_at=timezone.now(),
            shown=show and self.may_be_shown,
        )

    def _claimed(self, by) -> dict:
        """Who acknowledges what is nobody's takes it on."""
        return {} if self.owner_id else {"owner": by}


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
        "show": "Shown with the guide",
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
