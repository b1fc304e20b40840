"""Guides: pages of guidance in versions, published by somebody other than their author."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.permissions import is_moderator
from procurement_portal.lib.freshness import Fresh
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


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


class GuideVersion(Workflow):
    """One version of a guide; `body` is Markdown, `html` what readers see, made at save."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

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
    body = models.TextField(max_length=100_000)
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


class GuideEvent(WorkflowEvent):
    record = models.ForeignKey(GuideVersion, on_delete=models.CASCADE, related_name="events")


class ProblemStatement(models.Model):
    """A problem practitioners named, in their words, and the guides that answer it."""

    text = models.CharField(max_length=300, unique=True)
    user_group = models.CharField(max_length=60, help_text="Whose problem it is")
    position = models.PositiveSmallIntegerField(default=0)
    guides = models.ManyToManyField(Guide, related_name="problem_statements", blank=True)

    class Meta:
        ordering = ["user_group", "position"]

    def __str__(self):
        return self.text
