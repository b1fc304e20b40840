"""How the catalogue of techniques is narrowed."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, FloatField, Q, When
from django.db.models.functions import Cast

from guidance.effort import ENOUGH
from guidance.models import Level, Stage, Technique, TenderGroup
from procurement_portal.lib.form_rendering import GovukForm

DAYS = [(str(most), f"{most} officer-days or fewer") for most in (2, 5, 10, 20)]
WEEKS = [(str(most), f"{most} weeks or fewer") for most in (2, 4, 8, 12)]


def _choice(choices, label, **options):
    return django_filters.ChoiceFilter(choices=choices, label=label, empty_label="Any", **options)


class TechniqueFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Keywords", method="with_words", max_length=100, widget=forms.TextInput
    )
    stage = _choice(Stage.choices, "Stage")
    group = _choice(
        TenderGroup.choices, "Tender group", field_name="tender_groups", method="holding"
    )
    level = _choice(Level.choices, "Collaboration level", field_name="levels", method="holding")
    days = _choice(DAYS, "Effort for your team", field_name="days", method="at_most")
    weeks = _choice(WEEKS, "Time from start to end", field_name="weeks", method="in_weeks")
    suppliers = _choice(
        Technique.Effort.choices, "Effort for suppliers", field_name="supplier_effort"
    )
    small = _choice(
        Technique.SmallSuppliers.choices, "Small suppliers", field_name="small_suppliers"
    )

    class Meta:
        model = Technique
        form = GovukForm
        fields = ("q", "stage", "group", "level", "days", "weeks", "suppliers", "small")

    def with_words(self, queryset, name, value):
        query = SearchQuery(value, search_type="websearch", config="english")
        return queryset.filter(search=query)

    def holding(self, queryset, name, value):
        return queryset.filter(**{f"{name}__contains": [value]})

    def at_most(self, queryset, name, value):
        return _reckoned(queryset, name).filter(**{f"reckoned_{name}__lte": value})

    def in_weeks(self, queryset, name, value):
        """What has no set length keeps nobody waiting, so it stays."""
        found = _reckoned(queryset, name)
        return found.filter(Q(reckoned_weeks__lte=value) | Q(reckoned_weeks__isnull=True))


def _reckoned(queryset, name: str):
    """With the median where enough uses are logged, else the higher end of the estimate."""
    estimate = Cast(f"{name}_high", FloatField())
    logged = When(uses_count__gte=ENOUGH, then=F(f"median_{name}"))
    return queryset.annotate(**{f"reckoned_{name}": Case(logged, default=estimate)})
