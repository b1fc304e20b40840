"""How the catalogue of techniques is narrowed."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery

from guidance.models import Stage, Technique
from procurement_portal.lib.form_rendering import GovukForm


class TechniqueFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Keywords", method="with_words", max_length=100, widget=forms.TextInput
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label="Stage", empty_label="Any")
    effort = django_filters.ChoiceFilter(
        choices=Technique.Effort.choices, label="Effort", empty_label="Any"
    )

    class Meta:
        model = Technique
        form = GovukForm
        fields = ("q", "stage", "effort")

    def with_words(self, queryset, name, value):
        query = SearchQuery(value, search_type="websearch", config="english")
        return queryset.filter(search=query)
