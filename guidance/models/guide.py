"""Guides: pages of guidance in versions, published by somebody other than their author."""

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from members.permissions import is_moderator
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
        """The version being written or reviewed, or None; needs `versions`."""
        unfinished = (GuideVersion.Status.DRAFT, GuideVersion.Status.IN_REVIEW)
        return next((v for v in self.versions.all() if v.status in unfinished), None)

    def confirm(self, *, by) -> None:
        """Say that the published text still holds: the review date moves a year on."""
        self.set_confirmed(by)
        self.save(update_fields=["last_confirmed_on", "confirmed_by", "review_by"])

    def save_draft(self, *, by, started_from: int, **texts) -> "GuideVersion":
        """Save the draft, or begin the next one; `texts` are the fields in `TEXT_FIELDS`.

        `started_from` is the number of saves the writer saw, 0 where there was no draft.
        Raises `StaleEdit` with the version as it stands when somebody saved in between.
        """
        with transaction.atomic():
            Guide.objects.select_for_update().get(pk=self.pk)
            draft = self.versions.exclude(status__in=GuideVersion.FINISHED).first()
            if draft is None and started_from == 0:
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


class GuideVersion(Workflow):
    """One version of a guide; `body` is Markdown, `html` what readers see, made at save."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    FINISHED = (Status.PUBLISHED, Status.SUPERSEDED)
    TRANSITIONS = {
        "submit": Move((Status.DRAFT,), Status.IN_REVIEW),
        "send_back": Move((Status.IN_REVIEW,), Status.DRAFT),
        "publish": Move((Status.IN_REVIEW,), Status.PUBLISHED),
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
    version = models.PositiveIntegerField(default=1, help_text="Saves of this draft")
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
                condition=models.Q(published_by__isnull=True)
                | models.Q(author__isnull=True)
                | ~models.Q(published_by=models.F("author")),
                name="guide_published_by_another",
                violation_error_message="Somebody other than the author must publish this",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Keep what readers see in step with the text. Raises `MarkdownRefused`."""
        rendered = render(self.body)
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
        self.move("submit", by=by)

    def send_back(self, *, by, reason: str) -> None:
        self.move("send_back", by=by, reason=reason)

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Make this what readers see; the version before it is superseded in the same step."""
        guide = Guide.objects.select_for_update().get(pk=self.guide_id)
        self.refresh_from_db(fields=["status"])
        if not self.can_move("publish"):
            raise MoveNotPossible(self, "publish")
        before = guide.versions.filter(status=self.Status.PUBLISHED).first()
        if before is not None:
            before.move("supersede", by=by)
        self.move("publish", by=by, published_by=by, published_at=timezone.now())
        guide.published_version = self
        guide.set_confirmed(by)
        guide.save()
        self.guide = guide


class GuideEvent(WorkflowEvent):
    record = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="events")


class ProblemStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The problems are public."""
        return self


class ProblemStatement(models.Model):
    """A problem practitioners named, in their words, and the guides that answer it."""

    text = models.CharField(max_length=300, unique=True)
    user_group = models.CharField(max_length=60, help_text="Whose problem it is")
    position = models.PositiveSmallIntegerField(default=0)
    guides = models.ManyToManyField(Guide, related_name="problem_statements", blank=True)

    objects = ProblemStatementQuerySet.as_manager()

    class Meta:
        ordering = ["user_group", "position"]

    def __str__(self):
        return self.text
