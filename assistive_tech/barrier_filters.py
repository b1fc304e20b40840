"""How the list of barriers is narrowed and sorted."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery

from assistive_tech.models import Barrier, TechnologyClass
from members.models import Borough
from procurement_portal.lib.form_rendering import GovukForm

SORTS = {
    "boroughs": ("Most boroughs first", ("-affected", "title", "pk")),
    "recent": ("Newest first", ("-created_at", "pk")),
    "title": ("Title, A to Z", ("title", "pk")),
}
STATES = [(key, label) for key, label in Barrier.Status.choices if key not in Barrier.GONE]


class BarrierFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Keywords", method="with_words", max_length=100, widget=forms.TextInput
    )
    kind = django_filters.ChoiceFilter(
        choices=Barrier.Kind.choices, label="Kind", empty_label="Any"
    )
    status = django_filters.ChoiceFilter(choices=STATES, label="State", empty_label="Any")
    technology = django_filters.ModelChoiceFilter(
        field_name="technology_classes",
        queryset=TechnologyClass.objects.all(),
        label="Kind of technology",
        empty_label="Any",
    )
    borough = django_filters.ModelChoiceFilter(
        method="shared_by",
        queryset=Borough.objects.all(),
        to_field_name="slug",
        label="Borough",
        empty_label="Any",
    )
    sort = django_filters.ChoiceFilter(
        label="Sort by",
        method="in_order",
        choices=[(key, words) for key, (words, _) in SORTS.items() if key != "boroughs"],
        empty_label=SORTS["boroughs"][0],
    )

    class Meta:
        model = Barrier
        form = GovukForm
        fields = ("q", "kind", "status", "technology", "borough", "sort")

    def with_words(self, queryset, name, value):
        return queryset.filter(search=SearchQuery(value, search_type="websearch", config="english"))

    def shared_by(self, queryset, name, value):
        """By a subquery: a join would count that borough alone."""
        return queryset.filter(pk__in=value.shared_barriers.values("barrier"))

    def in_order(self, queryset, name, value):
        return queryset.order_by(*SORTS[value][1])
