"""Techniques: ways of engaging the market before a tender."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.urls import reverse
from simple_history.models import HistoricalRecords

from guidance.models.guide import Stage
from procurement_portal.lib.freshness import Fresh
from procurement_portal.lib.workflow import StaleEdit


class TechniqueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The catalogue is public."""
        return self


class Technique(Fresh):
    class Effort(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    FRESHNESS_KIND = "guide"

    code = models.CharField(max_length=10, unique=True)
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    stage = models.CharField(max_length=15, choices=Stage.choices)
    effort = models.CharField(max_length=10, choices=Effort.choices)
    typical_duration = models.CharField(max_length=120, blank=True)
    estimate_basis = models.CharField(max_length=300, blank=True)
    when_to_use = models.TextField(blank=True)
    collaborative_use = models.TextField(blank=True)
    risks = models.JSONField(default=list, blank=True)
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
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="technique_search")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("guidance:technique", kwargs={"slug": self.slug})

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
