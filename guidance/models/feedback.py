"""Comments on guidance: each has a state, an owner, a day by which it is acknowledged, a reply."""

import secrets

from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from guidance.models.about import AboutPage, AboutPageQuerySet, about_one
from guidance.models.guide import GuideVersion
from guidance.models.technique import Edition, Technique
from members.permissions import is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow
from procurement_portal.lib.working_days import add_working_days

ACKNOWLEDGE_DAYS = 5  # working days
_signer = Signer(salt="guidance.feedback")


def feedback_reference() -> str:
    return new_reference("CMT")


def new_key() -> str:
    return secrets.token_urlsafe(16)


class FeedbackQuerySet(AboutPageQuerySet):
    def visible_to(self, user):
        """All of them to a moderator; their own to who wrote it; else what is shown with a guide.

        Who wrote without an account comes by the address of the comment (`of_token`).
        """
        if is_moderator(user):
            return self
        shown = Q(shown=True, may_be_shown=True)
        return self.filter(shown | Q(by=user) if user.is_authenticated else shown)

    def on_show(self):
        """With a reply, where the writer agreed and a moderator published it.

        The last answered first, each with what dealt with it.
        """
        shown = self.filter(shown=True, may_be_shown=True).with_what_dealt()
        return shown.order_by("-replied_at", "-pk")

    def with_what_dealt(self):
        return self.select_related("done_in__guide", "done_in_edition")

    def to_answer(self):
        return self.filter(status__in=Feedback.WAITING)

    def overdue(self):
        """Not acknowledged by the day that was promised."""
        return self.filter(status=Feedback.Status.NEW, due__lt=timezone.localdate())


class Feedback(AboutPage, Workflow):
    """What a reader says of one section of a page, as it stood."""

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
    shown = models.BooleanField("shown on the page", default=False)
    done_in = models.ForeignKey(
        GuideVersion, null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    done_in_edition = models.ForeignKey(
        "guidance.HistoricalTechnique",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    is_example = models.BooleanField(default=False, db_default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "comment on guidance"
        indexes = [models.Index(fields=["status", "due"], name="feedback_status_due")]
        constraints = [
            models.CheckConstraint(
                condition=about_one(("done_in",), ("done_in_edition",)),
                name="feedback_about_one_page",
                violation_error_message="Name a guide or a technique, and not both",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("new", "acknowledged")) | ~Q(reply=""),
                name="feedback_answered_with_reply",
                violation_error_message="Write a reply",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="done") & (Q(done_in__isnull=False) | Q(done_in_edition__isnull=False))
                )
                | (~Q(status="done") & Q(done_in__isnull=True, done_in_edition__isnull=True)),
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
        found = cls.objects.filter(key=key).with_page().with_what_dealt()
        return found.select_related("version", "edition").first()

    @property
    def dealt_with(self) -> GuideVersion | Edition | None:
        """The version, or the edition, in which what it asks for was done."""
        return self.done_in_edition if self.done_in_edition_id else self.done_in

    @property
    def is_late(self) -> bool:
        return self.status == self.Status.NEW and self.due < timezone.localdate()

    @property
    def is_public(self) -> bool:
        return self.shown and self.may_be_shown

    @classmethod
    @transaction.atomic
    def send(cls, *, by, about: GuideVersion | Edition, **values) -> "Feedback":
        """A new comment on a text; whoever owns the guide answers for it, a technique nobody yet.

        `by` is None for who has no account. `due` counts from now.
        """
        now, named = timezone.now(), cls.naming(about)
        feedback = cls.objects.create(
            by=by,
            owner=named["guide"].owner if "guide" in named else None,
            at=now,
            due=add_working_days(now, ACKNOWLEDGE_DAYS),
            **named,
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
    def finish(self, *, by, version: GuideVersion | Edition) -> None:
        """Say which version dealt with it. Raises `ValueError` for one before the comment."""
        if version not in self.later_versions():
            raise ValueError("a version of this page that came after the comment")
        done = {"done_in_edition" if self.technique_id else "done_in": version}
        self.move("finish", by=by, reason=f"Version {version.number}", **done)

    def later_versions(self) -> models.QuerySet:
        """Versions published, or editions saved, after the comment, the newest first."""
        if self.technique_id:
            saves = Technique.history.filter(
                id=self.technique_id, version__gt=self.edition.version, history_date__gt=self.at
            )
            return saves.order_by("-version", "-history_date").distinct("version")
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
