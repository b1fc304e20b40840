"""How the library of case studies is narrowed, counted and sorted."""

import django_filters
from django import forms
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    Value,
    When,
)

from assistive_tech.evidence import STRENGTH
from assistive_tech.facets import COLUMNS, FACETS, UNKNOWN, counts, year_of
from assistive_tech.models import CaseStudy, TechnologyClass
from assistive_tech.rating import NESTA
from assistive_tech.vocabulary import Confidence, OutcomeArea, Population
from members.models import Borough
from procurement_portal.lib.form_rendering import GovukForm
from procurement_portal.lib.text_search import search_query

LEVELS = [
    *((str(level), f"{level}: {words}") for level, words in reversed(NESTA.items())),
    (UNKNOWN, "Not known"),
]
SORTS = {
    "title": ("Title, A to Z", ("title", "pk")),
    "evidence": (
        "Strongest evidence first",
        (F("level").desc(nulls_last=True), "evidence_place", "title", "pk"),
    ),
    "recent": ("Newest here first", ("-published_at", "title", "pk")),
    "began": ("Most recent work first", ("-began", "title", "pk")),
    "cost": (
        "Lowest cost for one person first",
        (F("cost_per_person_year_pence").asc(nulls_last=True), "title", "pk"),
    ),
}


def by_strength(queryset):
    """With `evidence_place`: 0 for the strongest way of finding results."""
    whens = [When(evidence_level=level, then=Value(place)) for level, place in STRENGTH.items()]
    return queryset.annotate(
        evidence_place=Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    )


class CountedSelect(forms.Select):
    """A select that says beside each choice how many it would leave, once `counts` is given."""

    counts = None

    def create_option(self, name, value, label, *args, **kwargs):
        if self.counts is not None and value:
            label = f"{label} ({self.counts[str(value)]:,})"
        return super().create_option(name, value, label, *args, **kwargs)


def facet(label: str, choices=(), **options) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label="Any", widget=CountedSelect, **options
    )


class CaseStudyFilter(django_filters.FilterSet):
    """Choices that rows decide are looked up once; `count_choices` adds how many each leaves."""

    q = django_filters.CharFilter(
        label="Keywords", method="with_words", max_length=100, widget=forms.TextInput
    )
    outcome = facet("Outcome sought", OutcomeArea.choices, method="among_outcomes")
    population = facet("Who it was for", Population.choices, method="among_populations")
    technology = facet("Kind of technology", field_name="technology_class")
    setting = facet("Setting", CaseStudy.CareSetting.choices, field_name="care_setting")
    borough = facet("Borough", field_name="borough__slug")
    level = facet("Level of evidence", LEVELS, method="at_level")
    confidence = facet("Confidence", reversed(Confidence.choices))
    year = facet("Year", method="in_year")
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
        fields = ("q", *FACETS, "sort")

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.rows = list(queryset.annotate(found=self._found(data)).values(*COLUMNS, "found"))
        years = {year_of(row["began"], row["ended"]) for row in self.rows} - {""}
        self._give("year", [(year, year) for year in sorted(years, reverse=True)])
        self._give("technology", TechnologyClass.objects.values_list("slug", "name"))
        boroughs = Borough.objects.order_by("short_name")
        self._give("borough", boroughs.values_list("slug", "short_name"))
        if not any(row["confidence"] for row in self.rows):
            del self.filters["confidence"]

    def _give(self, name: str, choices) -> None:
        self.filters[name].extra["choices"] = list(choices)

    def _found(self, data):
        """Whether a row has the words that are asked for; all have, where none are."""
        text = (data.get("q") or "").strip().replace("\x00", "")
        if not text:
            return Value(True, output_field=BooleanField())
        return ExpressionWrapper(Q(search=search_query(text)), output_field=BooleanField())

    def count_choices(self) -> None:
        """Put beside each choice how many case studies it would leave."""
        cleaned = getattr(self.form, "cleaned_data", {})
        chosen = {name: str(cleaned[name]) for name in FACETS if cleaned.get(name)}
        found = counts([row for row in self.rows if row["found"]], chosen)
        for name in FACETS:
            if name in self.form.fields:
                self.form.fields[name].widget.counts = found[name]

    def with_words(self, queryset, name, value):
        return queryset.filter(search=search_query(value))

    def among_outcomes(self, queryset, name, value):
        return queryset.filter(outcomes_sought__contains=[value])

    def among_populations(self, queryset, name, value):
        return queryset.filter(populations__contains=[value])

    def at_level(self, queryset, name, value):
        return queryset.filter(level=None if value == UNKNOWN else value)

    def in_year(self, queryset, name, value):
        began = Q(began__startswith=value)
        return queryset.filter(began | Q(began="", ended__startswith=value))

    def in_london(self, queryset, name, value):
        return queryset.filter(borough__isnull=False) if value else queryset

    def with_cost(self, queryset, name, value):
        return queryset.filter(cost_pence__isnull=False) if value else queryset

    def in_order(self, queryset, name, value):
        return by_strength(queryset).order_by(*SORTS[value][1])
