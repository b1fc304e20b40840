"""How the library of case studies is narrowed and sorted."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Value, When

from assistive_tech.evidence import STRENGTH
from assistive_tech.models import CaseStudy, TechnologyClass
from procurement_portal.lib.form_rendering import GovukForm

SORTS = {
    "title": ("Title, A to Z", ("title", "pk")),
    "evidence": ("Strongest evidence first", ("evidence_place", "title", "pk")),
    "recent": ("Newest here first", ("-published_at", "title", "pk")),
}


def by_strength(queryset):
    """With `evidence_place`: 0 for the strongest level of evidence."""
    whens = [When(evidence_level=level, then=Value(place)) for level, place in STRENGTH.items()]
    return queryset.annotate(
        evidence_place=Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    )


class CaseStudyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Keywords", method="with_words", max_length=100, widget=forms.TextInput
    )
    technology = django_filters.ModelChoiceFilter(
        field_name="technology_class",
        queryset=TechnologyClass.objects.all(),
        label="Kind of technology",
        empty_label="Any",
    )
    setting = django_filters.ChoiceFilter(
        field_name="care_setting",
        choices=CaseStudy.CareSetting.choices,
        label="Setting",
        empty_label="Any",
    )
    evidence = django_filters.ChoiceFilter(
        field_name="evidence_level",
        choices=CaseStudy.EvidenceLevel.choices,
        label="Level of evidence",
        empty_label="Any",
    )
    london = django_filters.BooleanFilter(
        label="From a London borough", method="in_london", widget=forms.CheckboxInput
    )
    cost = django_filters.BooleanFilter(
        label="States a cost", method="with_cost", widget=forms.CheckboxInput
    )
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        method="in_order",
        choices=[(key, words) for key, (words, _) in SORTS.items() if key != "title"],
        empty_label=SORTS["title"][0],
    )

    class Meta:
        model = CaseStudy
        form = GovukForm
        fields = ("q", "technology", "setting", "evidence", "london", "cost", "sort")

    def with_words(self, queryset, name, value):
        return queryset.filter(search=SearchQuery(value, search_type="websearch", config="english"))

    def in_london(self, queryset, name, value):
        return queryset.filter(borough__isnull=False) if value else queryset

    def with_cost(self, queryset, name, value):
        return queryset.filter(cost_pence__isnull=False) if value else queryset

    def in_order(self, queryset, name, value):
        return by_strength(queryset).order_by(*SORTS[value][1])
