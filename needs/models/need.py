"""A need: what a borough intends to buy or change, before any tender."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from needs.models.reference import Capability, ServiceArea, TenderGroup
from needs.models.visibility import BoroughOwnedQuerySet, Visibility, may_be_asked_field
from procurement_portal.lib.freshness import Fresh, review_date
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow


def new_need_reference() -> str:
    return new_reference("NEED")


class NeedQuerySet(BoroughOwnedQuerySet):
    @staticmethod
    def shared_condition() -> models.Q:
        return models.Q(status__in=Need.SHARED)

    def moderated(self):
        return self.exclude(status=Need.Status.DRAFT)

    def live(self):
        """Published, still to come, and confirmed in time: what every figure counts."""
        return self.filter(status__in=Need.LIVE, review_by__gte=timezone.localdate())

    def unconfirmed(self):
        """Published and still to come, but not confirmed in time: shown faded, counted nowhere."""
        late = models.Q(review_by__lt=timezone.localdate()) | models.Q(review_by__isnull=True)
        return self.filter(
            models.Q(status=Need.Status.STALE) | models.Q(status__in=Need.LIVE) & late
        )

    def to_confirm(self, by: datetime.date):
        """Those whose confirmation is due by that day, or overdue, the first due first."""
        due = self.filter(status__in=(*Need.LIVE, Need.Status.STALE), review_by__lte=by)
        return due.order_by("review_by", "reference")

    def waiting_for_review(self):
        """Submitted, oldest first."""
        return self.filter(status=Need.Status.SUBMITTED).order_by("submitted_at", "pk")

    def changed_since_review(self):
        """Published, and edited by the borough since a moderator last looked."""
        return self.filter(
            status=Need.Status.PUBLISHED, version__gt=models.F("reviewed_version")
        ).order_by("changed_at", "pk")

    def past_review_date(self):
        """Published and not confirmed in time: what the clock marks as stale."""
        return self.filter(status=Need.Status.PUBLISHED, review_by__lt=timezone.localdate())


class Need(Workflow, Fresh):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Waiting for review"
        SENT_BACK = "sent_back", "Sent back"
        PUBLISHED = "published", "Published"
        STALE = "stale", "Not confirmed"
        IN_GROUP = "in_group", "In a group"
        PROCURING = "procuring", "Procuring"
        AWARDED = "awarded", "Awarded"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Phase(models.TextChoices):
        THINKING = "thinking", "Early thinking"
        PLANNING = "planning", "Planning"
        ENGAGING = "engaging", "Talking to the market"
        TENDERING = "tendering", "Ready to tender"

    class ValueBand(models.TextChoices):
        UNKNOWN = "unknown", "Not known yet"
        TO_50K = "to_50k", "Up to £50,000"
        TO_100K = "to_100k", "£50,000 to £100,000"
        TO_250K = "to_250k", "£100,000 to £250,000"
        TO_500K = "to_500k", "£250,000 to £500,000"
        TO_1M = "to_1m", "£500,000 to £1 million"
        OVER_1M = "over_1m", "Over £1 million"

    class Level(models.IntegerChoices):
        SHARE = 0, "Share facts and lessons"
        ALIGN = 1, "Align: a common specification, separate procurements"
        APPROACH = 2, "Approach the market together"
        VEHICLE = 3, "Same vehicle: coordinated call-offs"
        PROCEDURE = 4, "One procedure: a lead authority procures"
        COMMISSION = 5, "Joint commissioning: shared budget and governance"

    class Openness(models.TextChoices):
        SHARE_IDEAS = "share_ideas", "Share ideas"
        CONVERSATION = "conversation", "Open to conversation"
        SHARE_FUNDING = "share_funding", "Share funding"

    class Outcome(models.TextChoices):
        TOGETHER = "together", "Bought together"
        SEPARATELY = "separately", "Bought separately"
        DROPPED = "dropped", "Dropped"

    FRESHNESS_KIND = "need"
    LIVE = (Status.PUBLISHED, Status.IN_GROUP, Status.PROCURING)
    SHARED = (*LIVE, Status.STALE, Status.AWARDED, Status.CLOSED)
    EDITABLE = (Status.DRAFT, Status.SENT_BACK, Status.PUBLISHED, Status.STALE)
    TRANSITIONS = {
        "submit": Move((Status.DRAFT, Status.SENT_BACK), Status.SUBMITTED),
        "publish": Move((Status.SUBMITTED,), Status.PUBLISHED),
        "send_back": Move((Status.SUBMITTED, Status.PUBLISHED), Status.SENT_BACK),
        "resubmit": Move((Status.PUBLISHED, Status.STALE), Status.SUBMITTED),
        "review": Move((Status.PUBLISHED,), Status.PUBLISHED),
        "confirm": Move((Status.PUBLISHED, Status.STALE), Status.PUBLISHED),
        "reconfirm": Move((Status.IN_GROUP, Status.PROCURING), None),
        "unconfirm": Move((Status.PUBLISHED, Status.IN_GROUP, Status.PROCURING), None),
        "expire": Move((Status.PUBLISHED,), Status.STALE),
        "hand_over": Move(tuple(Status), None),
        "procure": Move((Status.PUBLISHED, Status.STALE, Status.IN_GROUP), Status.PROCURING),
        "award": Move((Status.PROCURING,), Status.AWARDED),
        "close": Move(
            (Status.PUBLISHED, Status.STALE, Status.IN_GROUP, Status.PROCURING, Status.AWARDED),
            Status.CLOSED,
        ),
        "withdraw": Move(
            (
                Status.DRAFT,
                Status.SUBMITTED,
                Status.SENT_BACK,
                Status.PUBLISHED,
                Status.STALE,
                Status.IN_GROUP,
                Status.PROCURING,
            ),
            Status.WITHDRAWN,
        ),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_need_reference)
    borough = models.ForeignKey("members.Borough", on_delete=models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(
        "what you need",
        max_length=100,
        help_text="In a few words, such as “Replacement housing management system”",
    )
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.PROTECT, related_name="needs"
    )
    tender_group = models.CharField(max_length=20, choices=TenderGroup.choices, blank=True)
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    problem = models.TextField(
        "the problem",
        blank=True,
        max_length=4000,
        help_text="What is not working today, and why it matters to residents or staff",
    )
    users = models.TextField(
        "who will use it, and what they need",
        blank=True,
        max_length=4000,
        help_text="For example “40 housing officers who need to see a tenancy on a phone”",
    )
    outcome = models.TextField(
        "the outcome you want",
        blank=True,
        max_length=4000,
        help_text="What will be different when this works; not which product",
    )
    earliest_start = models.DateField("earliest start", null=True, blank=True)
    latest_start = models.DateField("latest start", null=True, blank=True)
    notice_on = models.DateField("intended notice date", null=True, blank=True)
    value_band = models.CharField(
        max_length=10, choices=ValueBand.choices, default=ValueBand.UNKNOWN
    )
    collaboration_level = models.PositiveSmallIntegerField(
        "how far you would go together", choices=Level.choices, default=Level.SHARE
    )
    openness = models.CharField(
        max_length=15, choices=Openness.choices, default=Openness.CONVERSATION
    )
    must_haves = models.TextField(blank=True, max_length=4000)
    constraints = models.TextField(blank=True, max_length=4000)
    data_and_apis = models.TextField("data and API needs", blank=True, max_length=4000)
    contact = models.CharField("contact role", max_length=120, blank=True)
    suits_sme = models.BooleanField("suitable for small and medium-sized firms", null=True)
    suits_vcse = models.BooleanField("suitable for voluntary and social enterprises", null=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.THINKING)
    visibility = models.CharField(
        "who can see this",
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.MEMBERS,
    )
    may_be_asked = may_be_asked_field()
    owner = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="needs"
    )
    changed_by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    close_outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reviewed_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version a moderator last decided about"
    )
    post_token = models.UUIDField(
        null=True, unique=True, editable=False, help_text="From the form that began it: once only"
    )
    answered = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Steps of the posting journey that have been answered, blank answers included",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("problem", "outcome", weight="B", config="english")
        + SearchVector("users", "must_haves", "data_and_apis", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = NeedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search", "post_token", "answered"])

    class Meta:
        ordering = ["-published_at", "reference"]
        indexes = [
            GinIndex(fields=["search"], name="need_search"),
            models.Index(fields=["-published_at", "reference"], name="need_newest"),
            models.Index(fields=["status", "visibility"], name="need_status_visibility"),
            models.Index(fields=["borough", "status"], name="need_borough_status"),
            models.Index(fields=["capability", "status"], name="need_capability_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latest_start__isnull=True)
                | models.Q(earliest_start__isnull=True)
                | models.Q(latest_start__gte=models.F("earliest_start")),
                name="need_latest_after_earliest",
                violation_error_message=(
                    "The latest start must be the same as or after the earliest"
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | ~models.Q(close_outcome=""),
                name="need_closed_with_outcome",
                violation_error_message="Select how it ended",
            ),
        ]

    def __str__(self):
        return self.title or "Untitled need"

    def get_absolute_url(self):
        return reverse("needs:detail", kwargs={"reference": self.reference})

    def submit(self, *, by) -> None:
        self.move("submit", by=by, submitted_at=timezone.now(), submitted_by=by)

    def resubmit(self, *, by) -> None:
        """Back to review, because more people would see it than a moderator agreed to."""
        self.move("resubmit", by=by, submitted_at=timezone.now(), submitted_by=by)

    def publish(self, *, by, version: int | None = None) -> None:
        """Publish, and count the day as its first confirmation.

        `version` is the one the moderator read; another raises `MoveNotPossible`.
        """
        today = timezone.localdate()
        self._decide(
            "publish",
            by=by,
            version=version,
            published_at=self.published_at or timezone.now(),
            published_by=by,
            last_confirmed_on=today,
            review_by=review_date(self.FRESHNESS_KIND, today),
        )

    def send_back(self, *, by, reason: str, version: int | None = None) -> None:
        self._decide("send_back", by=by, version=version, reason=reason)

    def review(self, *, by, version: int | None = None) -> None:
        """Note that a moderator has read what the borough changed since publication."""
        self._decide("review", by=by, version=version)

    @transaction.atomic
    def _decide(self, verb: str, *, by, version: int | None, **changes) -> None:
        """A moderator's move: only on the text they read, which is then the reviewed version."""
        current = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if version is not None and version != current.version:
            raise MoveNotPossible(current, verb)
        self.move(verb, by=by, reviewed_version=current.version, **changes)

    @transaction.atomic
    def expire(self) -> None:
        """Mark as not confirmed: the clock's move, by nobody; not if just confirmed."""
        due = type(self)._base_manager.filter(review_by__lt=timezone.localdate())
        if not due.select_for_update().filter(pk=self.pk).exists():
            raise MoveNotPossible(self, "expire")
        self.move("expire", by=None)

    @property
    def is_stale(self) -> bool:
        """Only what is still to come grows stale: an ended need is as true as it was."""
        return self.status == self.Status.STALE or (self.status in self.LIVE and super().is_stale)

    @property
    def can_be_confirmed(self) -> bool:
        return self.can_move("confirm") or self.can_move("reconfirm")

    def confirm(self, *, by) -> None:
        """Still true today. One that is in a group or procuring stays there."""
        today = timezone.localdate()
        self.move(
            "reconfirm" if self.can_move("reconfirm") else "confirm",
            by=by,
            last_confirmed_on=today,
            confirmed_by=by,
            review_by=review_date(self.FRESHNESS_KIND, today),
        )

    def unconfirm(self, *, by, was: dict) -> None:
        """Take a confirmation back: `was` holds the three fields of `Fresh` as they stood."""
        self.move("unconfirm", by=by, **was)
        if self.status == self.Status.PUBLISHED and self.review_by and self.is_stale:
            self.expire()

    def hand_over(self, *, to, reason: str) -> None:
        """Another person of the borough keeps it from now on: the clock's move, by nobody."""
        self.move("hand_over", by=None, reason=reason, owner=to)

    def procure(self, *, by) -> None:
        self.move("procure", by=by)

    def award(self, *, by) -> None:
        self.move("award", by=by)

    def close(self, *, by, outcome: str, reason: str) -> None:
        self.move("close", by=by, reason=reason, close_outcome=outcome)

    def withdraw(self, *, by, reason: str = "") -> None:
        self.move("withdraw", by=by, reason=reason)
