"""Techniques: ways of engaging the market before a tender."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from guidance.models.guide import Stage
from procurement_portal.lib.freshness import Fresh
from procurement_portal.lib.workflow import StaleEdit

MOST_DAYS = 500
MOST_WEEKS = 160


class TenderGroup(models.TextChoices):
    """The groups a need has; a test holds these and the needs' own alike."""

    BUSINESS_SYSTEMS = "business_systems", "Business systems"
    CORE_TECHNOLOGIES = "core_technologies", "Core technologies"
    INNOVATIVE_TOOLS = "innovative_tools", "Innovative tools"


class Level(models.IntegerChoices):
    """The collaboration scale in a few words; a test holds its numbers and the needs' own alike."""

    SHARE = 0, "0 Share"
    ALIGN = 1, "1 Align"
    APPROACH = 2, "2 Approach together"
    VEHICLE = 3, "3 Same vehicle"
    PROCEDURE = 4, "4 One procedure"
    COMMISSION = 5, "5 Joint commissioning"


class Purpose(models.TextChoices):
    """What preliminary market engagement may be for: Procurement Act 2023, section 16(2)."""

    REQUIREMENTS = "requirements", "Shape your requirements and approach"
    PROCEDURE = "procedure", "Design the procedure, conditions or award criteria"
    DOCUMENTS = "documents", "Prepare the tender notice and documents"
    SUPPLIERS = "suppliers", "Find suppliers who may be interested"
    TERMS = "terms", "Work out likely contract terms"
    CAPACITY = "capacity", "Build suppliers’ capacity to deliver"


class MarketKnown(models.TextChoices):
    """How well the market is known where a technique helps."""

    UNKNOWN = "unknown", "Hardly: we do not know who offers this"
    SOME = "some", "Partly: we know some suppliers or products"
    WELL = "well", "Well: we know who offers it and at what price"


def _several(choices, verbose_name):
    """Some of `choices`, kept as an array; empty while nobody has said."""
    kind = (
        models.PositiveSmallIntegerField(choices=choices.choices)
        if issubclass(choices, models.IntegerChoices)
        else models.CharField(max_length=20, choices=choices.choices)
    )
    return ArrayField(kind, verbose_name=verbose_name, default=list, db_default=[], blank=True)


def _lines(verbose_name):
    return models.JSONField(
        verbose_name,
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
    )


def _figure(verbose_name, most):
    return models.DecimalField(
        verbose_name,
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MaxValueValidator(most)],
    )


def _in_order(low: str, high: str) -> Q:
    """Both figures or neither, and the lower one first."""
    neither = Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
    both = Q(**{f"{low}__isnull": False, f"{high}__isnull": False})
    return neither | both & Q(**{f"{low}__gte": 0, f"{low}__lte": F(high)})


class Median(models.Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()


class TechniqueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The catalogue is public."""
        return self

    def with_uses(self):
        """With `uses_count`, `median_days` and `median_weeks` of the uses that count."""
        counting = Q(uses__isnull=False, uses__removed_at=None)
        return self.annotate(
            uses_count=models.Count("uses", filter=counting),
            median_days=Median("uses__days", filter=counting),
            median_weeks=Median("uses__weeks", filter=counting),
        )


class Edition(models.Model):
    """A technique after one save, with what feedback asks of a version of a guide.

    What a save changed stands in the technique's history, so there is no note.
    """

    change_note = ""

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return reverse("guidance:technique", kwargs={"slug": self.slug})

    @property
    def number(self) -> int:
        return self.version

    @property
    def published_at(self):
        return self.history_date


class Technique(Fresh):
    class Effort(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class SmallSuppliers(models.TextChoices):
        GOOD = "good", "Friendly to small suppliers"
        FAIR = "fair", "Takes small suppliers some effort"
        HARD = "hard", "Hard for small suppliers"

    FRESHNESS_KIND = "guide"

    code = models.CharField(max_length=10, unique=True)
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    what_it_is = models.TextField(blank=True, db_default="")
    stage = models.CharField(max_length=15, choices=Stage.choices)
    days_low = _figure("officer-days, at the least", MOST_DAYS)
    days_high = _figure("officer-days, at the most", MOST_DAYS)
    weeks_low = _figure("weeks from start to end, at the least", MOST_WEEKS)
    weeks_high = _figure("weeks from start to end, at the most", MOST_WEEKS)
    typical_duration = models.CharField("about the time", max_length=120, blank=True)
    estimate_basis = models.CharField(max_length=300, blank=True)
    supplier_effort = models.CharField(
        "effort for suppliers", max_length=10, choices=Effort.choices, blank=True, db_default=""
    )
    small_suppliers = models.CharField(
        max_length=10, choices=SmallSuppliers.choices, blank=True, db_default=""
    )
    section_16_purposes = _several(Purpose, "purposes under section 16")
    tender_groups = _several(TenderGroup, "tender groups it suits")
    levels = _several(Level, "collaboration levels it suits")
    market_known = _several(MarketKnown, "how well the market is known")
    only_above_threshold = models.BooleanField(
        "only above the threshold", default=False, db_default=False
    )
    when_to_use = models.TextField(blank=True)
    when_to_avoid = models.TextField(blank=True, db_default="")
    collaborative_use = models.TextField(blank=True)
    strengths = _lines("strengths")
    risks = models.JSONField("pitfalls", default=list, blank=True)
    safeguards = _lines("fairness safeguards")
    records = _lines("records to keep")
    steps = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True, help_text="Title and url of each")
    accessed_on = models.DateField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("purpose", "when_to_use", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    version = models.PositiveIntegerField(default=1, db_default=1, help_text="Saves")

    objects = TechniqueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"], bases=[Edition])

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="technique_search")]
        constraints = [
            models.CheckConstraint(
                condition=_in_order("days_low", "days_high"),
                name="technique_days_in_order",
                violation_error_message="Give both numbers of officer-days, the lower one first",
            ),
            models.CheckConstraint(
                condition=_in_order("weeks_low", "weeks_high"),
                name="technique_weeks_in_order",
                violation_error_message="Give both numbers of weeks, the lower one first",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("guidance:technique", kwargs={"slug": self.slug})

    def edition(self, number: int) -> Edition | None:
        """How it stood after that save; None where there was no such save."""
        return self.history.filter(version=number).first()

    def save_edit(self, *, by, started_from: int, **values) -> None:
        """Save an edit as a version of its own; raises `StaleEdit` if another came first."""
        with transaction.atomic():
            current = Technique.objects.select_for_update().get(pk=self.pk)
            if current.version != started_from:
                raise StaleEdit(current)
            for name, value in values.items():
                setattr(self, name, value)
            self.version = started_from + 1
            self.set_confirmed(by)
            self._history_user = by
            self.save()
