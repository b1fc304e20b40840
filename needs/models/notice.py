"""A notice somebody published: from Contracts Finder, Find a Tender and the like."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils import timezone

from members.permissions import is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class PublishedNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notices were published to everybody; their free text and suppliers are not listed."""
        return self


class PublishedNotice(models.Model):
    """One release as published, its buyer matched to a borough where that can be told."""

    notice_id = models.CharField(max_length=120, unique=True)
    ocid = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=40, help_text="Publishing service, such as find_a_tender")
    buyer = models.CharField("buyer as printed", max_length=300)
    borough = models.ForeignKey(
        "members.Borough", null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    stage = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    value_pence = models.PositiveBigIntegerField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    suppliers = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    is_tech = models.BooleanField(default=False)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the release as read")
    contract = models.OneToOneField(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="notice"
    )
    imported_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "buyer", weight="A", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PublishedNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "notice_id"]
        indexes = [
            models.Index(fields=["borough", "-published_on"], name="notice_borough_date"),
            models.Index(fields=["-published_on", "notice_id"], name="notice_newest"),
            GinIndex(fields=["search"], name="notice_search"),
        ]

    def __str__(self):
        return self.title


def new_notice_import_reference() -> str:
    return new_reference("NOI")


class NoticeImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Moderators import notices, and nobody else sees what they did."""
        return self if is_moderator(user) else self.none()


class NoticeImport(Workflow):
    """One file of notices a moderator gave: how far it is, and what came of it."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Waiting"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        FAILED = "failed", "Could not be read"

    TRANSITIONS = {
        "load": Move((Status.UPLOADED,), Status.LOADING),
        "requeue": Move((Status.LOADING,), Status.UPLOADED),
        "finish": Move((Status.LOADING,), Status.LOADED),
        "fail": Move((Status.LOADING,), Status.FAILED),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_notice_import_reference)
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as uploaded; emptied when it was read")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UPLOADED)
    counts = models.JSONField(
        default=dict, help_text="new, changed, same, refused, contracts_new, contracts_changed"
    )
    refusals = models.JSONField(default=list, help_text="Place, field and reason of each")
    records_done = models.PositiveIntegerField(default=0)
    records_total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name


class NoticeImportEvent(WorkflowEvent):
    record = models.ForeignKey(NoticeImport, on_delete=models.CASCADE, related_name="events")
