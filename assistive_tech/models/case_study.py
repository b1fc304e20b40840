"""Case studies: what was tried for whom, what came of it, and how sure anybody can be."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assistive_tech.models.sections import (
    Afterwards,
    Delivery,
    Identity,
    Intervention,
    Money,
    People,
    Results,
    StudyDesign,
)
from assistive_tech.models.technology_class import TechnologyClass
from assistive_tech.rating import Strength, capped_confidence, how_found, strength
from assistive_tech.vocabulary import Confidence
from members.permissions import borough_ids, is_moderator
from procurement_portal.lib.freshness import Fresh, review_date
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import (
    Move,
    MoveNotPossible,
    StaleEdit,
    Workflow,
    WorkflowEvent,
)


def new_code() -> str:
    """A code for a case study written in the portal; those that were loaded keep AT001 to AT062."""
    return new_reference("AT")


class CaseStudyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The library to everyone; own borough's drafts to it; all to a moderator."""
        if is_moderator(user):
            return self
        listed = models.Q(status__in=CaseStudy.LISTED)
        return self.filter(listed | models.Q(borough_id__in=borough_ids(user)))

    def listed(self):
        """What the library holds, the same for everybody."""
        return self.filter(status__in=CaseStudy.LISTED)

    def past_review_date(self):
        """Appraised, and not looked at again in time."""
        today = timezone.localdate()
        return self.filter(status=CaseStudy.Status.PUBLISHED, review_by__lt=today)


class CaseStudy(
    Workflow,
    Fresh,
    Identity,
    People,
    Intervention,
    StudyDesign,
    Results,
    Money,
    Delivery,
    Afterwards,
):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Waiting for review"
        EXTRACTED = "extracted", "Extracted, not yet appraised"
        APPRAISED = "appraised", "Appraised twice, not yet reconciled"
        RECONCILED = "reconciled", "Reconciled"
        PUBLISHED = "published", "Appraised"
        DUE = "due", "Due for refresh"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class EvidenceLevel(models.TextChoices):
        """By design of the study, strongest first; our judgement, shown as such."""

        REVIEW = "systematic_review", "Systematic review"
        RANDOMISED = "rct", "Randomised trial"
        CLUSTER = "cluster_rct", "Randomised trial by site"
        COHORT = "cohort_study", "Cohort study"
        BEFORE_AFTER = "before_after", "Before and after"
        SERVICE = "service_evaluation", "Service evaluation"
        PILOT = "pilot_report", "Pilot report"
        ECONOMIC = "economic_model", "Economic model"
        PROJECTION = "projection_only", "Projected, not measured"
        PRESS = "press_report", "Claim in the press"
        VENDOR = "vendor_report", "Claim by a supplier"
        UNKNOWN = "not_stated", "Not stated"

    class CareSetting(models.TextChoices):
        OWN_HOME = "own_home", "Own home"
        CARE_HOME = "care_home", "Care home"
        SUPPORTED = "supported_living", "Supported living"
        SHELTERED = "sheltered_housing", "Sheltered housing"
        COUNCIL_HOUSING = "council_housing", "Council housing"
        GENERAL_HOUSING = "general_needs_housing", "General needs housing"
        TEMPORARY = "temporary_accommodation", "Temporary accommodation"
        HOSPITAL_DISCHARGE = "hospital_discharge", "Leaving hospital"
        COMMUNITY = "community", "In the community"
        WORKFORCE = "workforce", "Care workers"
        MIXED = "mixed_settings", "Several settings"

    FRESHNESS_KIND = "case_study"
    # In the library from the day its facts are extracted (ADR 0022).
    LISTED = (
        Status.EXTRACTED,
        Status.APPRAISED,
        Status.RECONCILED,
        Status.PUBLISHED,
        Status.DUE,
    )
    TRANSITIONS = {
        "submit": Move((Status.DRAFT,), Status.SUBMITTED),
        "send_back": Move((Status.SUBMITTED,), Status.DRAFT),
        "accept": Move((Status.SUBMITTED,), Status.EXTRACTED),
        "appraise": Move((Status.EXTRACTED,), Status.APPRAISED),
        "reconcile": Move((Status.APPRAISED,), Status.RECONCILED),
        "publish": Move((Status.RECONCILED,), Status.PUBLISHED),
        "fall_due": Move((Status.PUBLISHED,), Status.DUE),
        "refresh": Move((Status.DUE,), Status.EXTRACTED),
        "withdraw": Move((Status.DRAFT, Status.SUBMITTED, *LISTED), Status.WITHDRAWN),
    }
    CLAIMS = (EvidenceLevel.VENDOR, EvidenceLevel.PRESS, EvidenceLevel.PROJECTION)

    code = models.CharField(max_length=10, unique=True, default=new_code)
    slug = models.SlugField(unique=True, max_length=120)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=120, blank=True)
    borough = models.ForeignKey(
        "members.Borough",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="case_studies",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    began = models.CharField(max_length=10, blank=True, help_text="Year, or year and month")
    ended = models.CharField(max_length=10, blank=True, help_text="Year, or year and month")
    technology_class = models.ForeignKey(
        TechnologyClass, on_delete=models.PROTECT, related_name="case_studies"
    )
    product = models.CharField(max_length=200, blank=True)
    need_addressed = models.TextField(blank=True)
    care_setting = models.CharField(max_length=60, blank=True, choices=CareSetting.choices)
    cohort_size = models.PositiveIntegerField(null=True, blank=True)
    intervention = models.TextField(blank=True)
    cost_pence = models.PositiveBigIntegerField(null=True, blank=True)
    cost_note = models.TextField(blank=True)
    evaluation_method = models.TextField(blank=True)
    evidence_level = models.CharField(
        max_length=30, choices=EvidenceLevel.choices, default=EvidenceLevel.UNKNOWN
    )
    barriers = models.JSONField(default=list, blank=True)
    lessons = models.JSONField(default=list, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    fact_basis = models.CharField(max_length=200, blank=True)
    portal_reading = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="Names of fields that the portal's rules read from the text",
    )
    answered = models.JSONField(
        default=list, db_default=[], blank=True, help_text="Sections that somebody saved"
    )
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="Nesta level, kept from `strength`"
    )
    confidence = models.CharField(
        max_length=10, blank=True, db_default="", default="", choices=Confidence.choices
    )
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", "need_addressed", "intervention", weight="B", config="english")
        + SearchVector("product", "organisation", "what_failed", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CaseStudyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search", "answered"])

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "case studies"
        indexes = [GinIndex(fields=["search"], name="case_study_search")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assistive_tech:detail", kwargs={"slug": self.slug})

    def save(self, *args, **kwargs):
        self.level, self.confidence = self.rated()
        super().save(*args, **kwargs)

    def rated(self) -> tuple[int | None, str]:
        """Level and confidence as they follow from its fields and from what two people agreed.

        Until two appraisals are reconciled the level is the one by design, and nothing is said of
        confidence.
        """
        agreed = self.agreed() if self.pk and self.confidence else None
        if agreed:
            return agreed.finding.level, agreed.finding.confidence
        return self.strength.nesta, self.confidence

    def agreed(self):
        """The reconciliation that counts; None before there is one."""
        settled = self.reconciliations.filter(current=True, settled_at__isnull=False).first()
        if settled:
            settled.study = self  # as it stands now, perhaps not saved yet
        return settled

    @property
    def strength(self) -> Strength:
        return strength(self.design, self.baseline, self.comparator)

    @property
    def is_listed(self) -> bool:
        return self.status in self.LISTED

    @property
    def is_claim(self) -> bool:
        """Whether the figures are what a supplier, the press or a forecast says."""
        return self.evidence_level in self.CLAIMS

    def written_by(self, user) -> bool:
        """Whether this person wrote, changed or submitted it, and so may not publish it."""
        if self.history.filter(history_user=user).exists():
            return True
        return self.events.filter(by=user, verb="submit").exists()

    @transaction.atomic
    def save_edit(
        self, *, by, started_from: int, outcomes: list[dict] | None = None, section: str = ""
    ) -> None:
        """Save as a version of its own; `outcomes`, where given, are the results in their order.

        `started_from` is the number of saves the writer saw, 0 for a new record. Raises
        `StaleEdit` with the record as it stands when somebody saved in between. `section` is
        what was answered. What a person changed is no longer the portal's reading.
        """
        current = None
        if started_from:
            current = CaseStudy.objects.select_for_update().get(pk=self.pk)
            if current.version != started_from or current.status != self.status:
                raise StaleEdit(current)
        self._note_what_a_person_says(current)
        if section and section not in self.answered:
            self.answered = [*self.answered, section]
        self.version = started_from + 1
        self.set_confirmed(by)
        self._history_user = by
        self.save()
        if outcomes is not None:
            self._replace_outcomes(outcomes)

    def _note_what_a_person_says(self, current: "CaseStudy | None") -> None:
        before = current or CaseStudy()
        if (self.design, self.source_type) != (before.design, before.source_type):
            self.evidence_level = how_found(self.design, self.source_type)
        self.portal_reading = [
            name for name in self.portal_reading if getattr(self, name) == getattr(before, name)
        ]

    def _replace_outcomes(self, outcomes: list[dict]) -> None:
        """Each with the portal's reading kept where measure and outcome are what they were."""
        read = {(o.metric, o.outcome_area): o.portal_reading for o in self.outcomes.all()}
        self.outcomes.all().delete()
        for position, outcome in enumerate(outcomes):
            same = read.get((outcome["metric"], outcome.get("outcome_area", "")), [])
            self.outcomes.create(position=position, portal_reading=same, **outcome)

    def submit(self, *, by) -> None:
        self.move("submit", by=by)

    def send_back(self, *, by, reason: str) -> None:
        self.move("send_back", by=by, reason=reason)

    @property
    def awaits_confirmation(self) -> bool:
        """Made from an interview, and its lead has not confirmed the text as it stands."""
        interview = getattr(self, "interview", None)
        return interview is not None and interview.confirmed_version != self.version

    def accept(self, *, by) -> None:
        """Put it in the library; whether to believe it is for those who appraise it.

        What was made from an interview waits until the borough's lead has confirmed it.
        """
        if self.awaits_confirmation:
            raise MoveNotPossible(self, "accept")
        self.move("accept", by=by, published_at=timezone.now())

    def appraise(self, *, by) -> None:
        self.move("appraise", by=by)

    def reconcile(self, *, by, confidence: str, level: int | None = None) -> None:
        """Both appraisals agree: what the two found is the record's from here on."""
        capped = capped_confidence(confidence, self.source_type)
        found = level or self.strength.nesta
        self.move("reconcile", by=by, confidence=capped, level=found)

    def publish(self, *, by) -> None:
        """It counts as appraised, and is to be looked at again when its review period is over."""
        today = timezone.localdate()
        self.move(
            "publish",
            by=by,
            last_confirmed_on=today,
            confirmed_by=by,
            review_by=review_date(self.FRESHNESS_KIND, today),
        )

    def fall_due(self, *, by) -> None:
        self.move("fall_due", by=by)

    @transaction.atomic
    def refresh(self, *, by) -> None:
        """Its facts were read again: both appraisals begin anew, and those before are kept."""
        self.move("refresh", by=by, confidence="", level=self.strength.nesta)
        self.appraisals.update(current=False)
        self.reconciliations.update(current=False)

    def withdraw(self, *, by, reason: str) -> None:
        self.move("withdraw", by=by, reason=reason)


class CaseStudyEvent(WorkflowEvent):
    record = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="events")
