"""Reference data: capabilities, service areas, CPV 2008 and the statutory thresholds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class TenderGroup(models.TextChoices):
    """The three groups of technology tender; CIOs found core technologies most promising."""

    BUSINESS_SYSTEMS = "business_systems", "Business systems"
    CORE_TECHNOLOGIES = "core_technologies", "Core technologies"
    INNOVATIVE_TOOLS = "innovative_tools", "Innovative tools"


class ServiceArea(models.Model):
    """The part of a council a record serves."""

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Capability(models.Model):
    """What a system does for a council: the portal's own taxonomy, mapped to CPV codes."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    tender_group = models.CharField(max_length=20, choices=TenderGroup.choices)
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    lead_time_months = models.PositiveSmallIntegerField(
        default=9, help_text="Usual months from starting a procurement to starting the contract"
    )
    lead_time_set = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Changed by a moderator: the reference file leaves it as it is",
    )
    synonyms = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    acronyms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    products = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    suppliers = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "capabilities"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("needs:capability", kwargs={"slug": self.slug})


class CpvCode(models.Model):
    """One code of the Common Procurement Vocabulary 2008 (Regulation (EC) 213/2008)."""

    code = models.CharField(primary_key=True, max_length=8)
    description = models.CharField(max_length=300)
    parent = models.CharField(max_length=8, blank=True)
    portal_scope = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.description}"


class Threshold(models.Model):
    """A statutory threshold and the dates it holds: never a constant in code."""

    kind = models.CharField(max_length=60)
    pence = models.PositiveBigIntegerField(help_text="VAT included")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="threshold_once_from")
        ]

    def __str__(self):
        return f"{self.kind} from {self.valid_from}"
