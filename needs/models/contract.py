"""A row of a borough's contracts register: what it has, from whom, until when."""

import calendar
import datetime
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_update_with_history

from needs.models.reference import Capability, ServiceArea
from needs.models.visibility import BoroughOwnedQuerySet, Visibility, may_be_asked_field
from procurement_portal.lib.freshness import Fresh
from procurement_portal.lib.references import new_reference


class Supplier(models.Model):
    """A company that holds contracts, with the other names it appears under.

    Its name is as whoever came first wrote it, perhaps in a sealed record: pages show a contract's
    own `supplier_name`.
    """

    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    companies_house = models.CharField("Companies House number", max_length=8, blank=True)
    is_sme = models.BooleanField("small or medium-sized", null=True)
    is_vcse = models.BooleanField("voluntary, community or social enterprise", null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="supplier_name_once")]

    def __str__(self):
        return self.name


def new_contract_reference() -> str:
    return new_reference("CON")


@lru_cache(maxsize=20_000)
def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day that many months on, or the month's last day where there is none.

    Past the end of the calendar it is the calendar's last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return datetime.date.max
    _, length = calendar.monthrange(year, month + 1)
    return datetime.date(year, month + 1, min(day.day, length))


class ContractQuerySet(BoroughOwnedQuerySet):
    def live(self):
        """Not ended, with every extension counted; rows without an end stay in."""
        today = timezone.localdate()
        return self.filter(models.Q(latest_end__gte=today) | models.Q(latest_end__isnull=True))

    def fresh(self):
        """Confirmed in time; a row nobody has confirmed is not."""
        return self.filter(review_by__gte=timezone.localdate())

    def counting(self):
        """Not ended and confirmed in time: what every figure counts."""
        return self.live().fresh()

    def unconfirmed(self):
        """Not confirmed in time, or never: shown faded, counted nowhere."""
        return self.exclude(review_by__gte=timezone.localdate())

    def save_freshness(self, contracts: list["Contract"], *, by, reason: str) -> None:
        """Write the fields of `Fresh` of these instances, a version kept of each."""
        if contracts:
            bulk_update_with_history(
                contracts,
                self.model,
                ["last_confirmed_on", "confirmed_by", "review_by"],
                batch_size=500,
                default_user=by,
                default_change_reason=reason,
            )


class Contract(Fresh):
    class Source(models.TextChoices):
        REGISTER = "register", "Imported from the borough's contracts register"
        NOTICE = "notice", "From a published notice, not confirmed by the borough"
        TYPED = "typed", "Entered by the borough"

    FRESHNESS_KIND = "contract"

    reference = models.CharField(max_length=12, unique=True, default=new_contract_reference)
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="contracts"
    )
    register_reference = models.CharField("the borough's own reference", max_length=80, blank=True)
    row_key = models.CharField(
        max_length=120, help_text="What makes the row the same one in the next register"
    )
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    supplier_name = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",  # while code that does not know the column still serves
        help_text="As this record's own register, form or notice writes it",
    )
    product = models.CharField("product or system", max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField("end of the current term", null=True, blank=True)
    extensions = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        db_default=[],
        blank=True,
        help_text="Months of each extension not used yet, in the order they would be used",
    )
    latest_end = models.DateField(
        null=True, blank=True, help_text="End with every extension used; kept by save()"
    )
    route = models.CharField("route to market", max_length=200, blank=True)
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    capability_certainty = models.FloatField(
        null=True, blank=True, help_text="0 to 1 when assigned by the portal; empty when confirmed"
    )
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    may_be_asked = may_be_asked_field()
    owner = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    search = models.GeneratedField(
        expression=SearchVector("title", "product", weight="A", config="english")
        + SearchVector("description", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ContractQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["end", "reference"]
        indexes = [
            GinIndex(fields=["search"], name="contract_search"),
            models.Index(fields=["borough", "end"], name="contract_borough_end"),
            models.Index(fields=["capability", "end"], name="contract_capability_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["borough", "row_key"], name="contract_row_once"),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True)
                | models.Q(start__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="contract_ends_after_start",
                violation_error_message="The end date must be the same as or after the start date",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.latest_end = self.compute_latest_end()
        if self.supplier_id is None:
            self.supplier_name = ""
        elif not self.supplier_name:
            self.supplier_name = self.supplier.name
        super().save(*args, **kwargs)

    def compute_latest_end(self) -> datetime.date | None:
        if self.end is None:
            return None
        return add_months(self.end, sum(self.extensions))

    def choose_capability(self, capability: Capability | None, *, by) -> None:
        """A person's choice, which the portal never overrides; `by` stands in the version."""
        self.capability = capability
        self.capability_certainty = None
        self.version += 1
        self._history_user = by
        self._change_reason = "Category chosen"
        self.save()

    def get_absolute_url(self):
        return reverse("needs:contract", kwargs={"reference": self.reference})


class ContractTerms(models.Model):
    """The commercial side of a contract; never leaves members, whatever its visibility."""

    class Basis(models.TextChoices):
        WHOLE_LIFE = "whole_life", "Whole life"
        ANNUAL = "annual", "A year"
        UNKNOWN = "unknown", "Not stated"

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="terms")
    value_pence = models.PositiveBigIntegerField(null=True, blank=True)
    value_basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.UNKNOWN)
    vat_included = models.BooleanField(null=True)
    notice_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Months of notice to end or not to renew"
    )
    break_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it can be ended before its term"
    )

    def __str__(self):
        return f"Terms of {self.contract}"
