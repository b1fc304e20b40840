"""Guides: pages of guidance in versions, published by somebody other than their author."""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from members.permissions import is_moderator
from procurement_portal.lib.formatting import format_uk_time
from procurement_portal.lib.freshness import Fresh
from procurement_portal.lib.markdown import render
from procurement_portal.lib.workflow import (
    Move,
    MoveNotPossible,
    StaleEdit,
    Workflow,
    WorkflowEvent,
)

TEXT_FIELDS = (
    "title",
    "summary",
    "body",
    "responsible",
    "accountable",
    "consulted",
    "informed",
    "change_note",
)
OWN_TEXT = (
    "You wrote, changed or submitted this text, so somebody else has to publish it. "
    "Any other LOTI moderator can."
)


def _other_person(approved_by: str, written_by: str) -> Q:
    """That two fields of a version, where both are known, name different people."""
    unknown = Q(**{f"{approved_by}__isnull": True}) | Q(**{f"{written_by}__isnull": True})
    return unknown | ~Q(**{approved_by: F(written_by)})


class Stage(models.TextChoices):
    """The five stages of a purchase, and the guide that runs across them."""

    PREPARATION = "preparation", "Preparation"
    STRATEGY = "strategy", "Strategy"
    DESIGN = "design", "Design"
    EXECUTION = "execution", "Execution"
    MANAGEMENT = "management", "Management"
    COLLABORATION = "collaboration", "Guide to collaboration"


class GuideQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published guides to everyone; all of them to a moderator."""
        if is_moderator(user):
            return self
        return self.filter(published_version__isnull=False)

    def overdue(self):
        """Published, and past the day by which somebody was to look at it again."""
        due = Q(review_by__lt=timezone.localdate()) | Q(review_by__isnull=True)
        return self.filter(due, published_version__isnull=False)


class Guide(Fresh):
    """One page of guidance: its place in the toolkit, and which version is published."""

    FRESHNESS_KIND = "guide"

    slug = models.SlugField(unique=True, max_length=80)
    stage = models.CharField(max_length=15, choices=Stage.choices)
    position = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_version = models.ForeignKey(
        "guidance.GuideVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "position", "slug"]

    def __str__(self):
        return str(self.published_version or self.slug)

    def get_absolute_url(self):
        return reverse("guidance:guide", kwargs={"slug": self.slug})

    @property
    def open_version(self):
        """The version that is not published yet, or None; needs `versions`."""
        finished = GuideVersion.FINISHED
        return next((v for v in self.versions.all() if v.status not in finished), None)

    def confirm(self, *, by) -> None:
        """Say that the published text still holds: the review date moves a year on."""
        self.set_confirmed(by)
        self.save(update_fields=["last_confirmed_on", "confirmed_by", "review_by"])

    @transaction.atomic
    def give_to(self, owner, *, by) -> None:
        """Another owner, None for LOTI as a whole; a row says who, when and by whom."""
        current = Guide.objects.select_for_update().get(pk=self.pk)
        if current.owner_id != (owner.pk if owner else None):
            self.owner = owner
            self.save(update_fields=["owner"])
            self.owners.create(owner=owner, by=by)

    def save_draft(self, *, by, started_from: int, **texts) -> "GuideVersion":
        """Save the draft, or begin the next one; `texts` are the fields in `TEXT_FIELDS`.

        `started_from` is the number of saves the writer saw, 0 where there was no draft.
        Raises `StaleEdit` with the version as it stands when somebody saved in between.
        """
        with transaction.atomic():
            Guide.objects.select_for_update().get(pk=self.pk)
            draft = self.versions.exclude(status__in=GuideVersion.FINISHED).first()
            if draft is None and (started_from == 0 or self.published_version_id is None):
                draft = GuideVersion(guide=self, number=self._next_number(), author=by)
            elif draft is None or not draft.is_editable_from(started_from):
                raise StaleEdit(draft or self.published_version)
            else:
                draft.version += 1
            for name, value in texts.items():
                setattr(draft, name, value)
            draft.save()
            draft.note_edit(by)
        return draft

    def _next_number(self) -> int:
        newest = self.versions.first()
        return newest.number + 1 if newest else 1


class GuideVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was ever published, to everyone; drafts and reviews to a moderator."""
        if is_moderator(user):
            return self
        return self.filter(status__in=GuideVersion.FINISHED)

    def due(self):
        """Approved for a time that has come."""
        return self.filter(status=GuideVersion.Status.SCHEDULED, publish_at__lte=timezone.now())


class GuideVersion(Workflow):
    """One version of a guide; `body` is Markdown, `html` what readers see, made at save."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        SCHEDULED = "scheduled", "To be published"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    FINISHED = (Status.PUBLISHED, Status.SUPERSEDED)
    TRANSITIONS = {
        "submit": Move((Status.DRAFT,), Status.IN_REVIEW),
        "send_back": Move((Status.IN_REVIEW,), Status.DRAFT),
        "publish": Move((Status.IN_REVIEW,), Status.PUBLISHED),
        "schedule": Move((Status.IN_REVIEW,), Status.SCHEDULED),
        "take_back": Move((Status.SCHEDULED,), Status.IN_REVIEW),
        "publish_due": Move((Status.SCHEDULED,), Status.PUBLISHED),
        "supersede": Move((Status.PUBLISHED,), Status.SUPERSEDED),
    }

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    body = models.TextField("text", max_length=100_000)
    html = models.TextField(editable=False)
    headings = models.JSONField(default=list, editable=False, help_text="Anchor and text")
    responsible = models.CharField(max_length=200, blank=True)
    accountable = models.CharField(max_length=200, blank=True)
    consulted = models.CharField(max_length=200, blank=True)
    informed = models.CharField(max_length=200, blank=True)
    change_note = models.CharField(
        max_length=300, help_text="What changed, in a sentence readers see"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    publish_at = models.DateTimeField(null=True, blank=True, help_text="While it is scheduled")
    scheduled_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, help_text="Saves of this draft")
    is_example = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once"),
            models.UniqueConstraint(
                fields=["guide"],
                condition=models.Q(status="published"),
                name="guide_one_published_version",
            ),
            models.CheckConstraint(
                condition=_other_person("published_by", "author"),
                name="guide_published_by_another",
                violation_error_message="Somebody other than the author must publish this",
            ),
            models.CheckConstraint(
                condition=_other_person("published_by", "submitted_by")
                & _other_person("scheduled_by", "author")
                & _other_person("scheduled_by", "submitted_by"),
                name="guide_approved_by_another",
                violation_error_message="Somebody other than its writers must approve this",
            ),
            models.CheckConstraint(
                condition=Q(status="scheduled", publish_at__isnull=False)
                | (~Q(status="scheduled") & Q(publish_at__isnull=True)),
                name="guide_scheduled_for_a_time",
                violation_error_message="What is to be published later needs a date and a time",
            ),
            models.CheckConstraint(
                condition=~Q(change_note=""),
                name="guide_says_what_changed",
                violation_error_message="Say what changed",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Keep what readers see in step with the text. Raises `MarkdownRefused`."""
        rendered = render(self.body, pictures=True)
        self.html, self.headings = rendered.html, rendered.headings
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """The version as readers see it, or the screen on which it is reviewed."""
        name = "version" if self.status in self.FINISHED else "review"
        return reverse(f"guidance:{name}", kwargs={"slug": self.guide.slug, "number": self.number})

    def is_editable_from(self, saves: int) -> bool:
        return self.status == self.Status.DRAFT and self.version == saves

    def note_edit(self, by) -> None:
        """An event for a save, so that everybody who wrote is known when it is published."""
        status = self.status
        self.events.create(verb="edit", from_status=status, to_status=status, by=by)

    def written_by(self, user) -> bool:
        """Whether this person wrote, changed or submitted it, and so may not publish it."""
        if self.author_id == user.pk:
            return True
        return self.events.filter(by=user, verb__in=("edit", "submit")).exists()

    def submit(self, *, by) -> None:
        self.move("submit", by=by, submitted_by=by)

    def send_back(self, *, by, reason: str) -> None:
        self.move("send_back", by=by, reason=reason)

    def publish(self, *, by) -> None:
        """Make this what readers see. Raises `PermissionDenied` for those who wrote it."""
        self._require_another(by)
        self._go_out("publish", by=by)

    def schedule(self, *, by, publish_at) -> None:
        """Approve it for a moment to come. Raises `PermissionDenied` for those who wrote it."""
        self._require_another(by)
        words = f"For {format_uk_time(publish_at)}"
        self.move("schedule", by=by, reason=words, publish_at=publish_at, scheduled_by=by)

    def take_back(self, *, by) -> None:
        """Not to be published as arranged: it waits for a review again."""
        self.move("take_back", by=by, publish_at=None, scheduled_by=None)

    def publish_due(self) -> None:
        """The clock's move; who approved it is who published it.

        Raises `MoveNotPossible` when it was taken back, put off or published meanwhile.
        """
        self._go_out("publish_due", by=None)

    def _require_another(self, by) -> None:
        if self.written_by(by):
            raise PermissionDenied(OWN_TEXT)

    @transaction.atomic
    def _go_out(self, verb: str, *, by) -> None:
        """Publish this; the version before it is superseded in the same step."""
        guide = Guide.objects.select_for_update().get(pk=self.guide_id)
        self.refresh_from_db(fields=["status", "publish_at", "scheduled_by"])
        now = timezone.now()
        if not self.can_move(verb) or (self.publish_at and self.publish_at > now):
            raise MoveNotPossible(self, verb)
        before = guide.versions.filter(status=self.Status.PUBLISHED).first()
        if before is not None:
            before.move("supersede", by=by)
        approved_by = by or self.scheduled_by
        self.move(verb, by=by, published_by=approved_by, published_at=now, publish_at=None)
        guide.published_version = self
        guide.set_confirmed(approved_by)
        guide.save()
        self.guide = guide


class GuideEvent(WorkflowEvent):
    record = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="events")
