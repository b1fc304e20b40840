"""What lists can be narrowed by. A filter never asks about a field its reader cannot see."""

import re

import django_filters as filters
from django import forms
from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, Q, TextField, Value
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from members.models import Borough
from needs.models import Capability, Need, PublishedNotice, TenderGroup
from needs.models.contract import add_months
from procurement_portal.lib.form_rendering import GovukForm
from procurement_portal.lib.text_search import CONFIG, LONGEST_QUERY, matching, search_query

LEFT_OUT = re.compile(r"(^|\s)-\S")
Stage = Need.Phase  # of needs still to come; what came after is a status
LATER_STAGES = (Need.Status.PROCURING, Need.Status.AWARDED, Need.Status.CLOSED)
STAGES = [*Stage.choices, *((s.value, s.label) for s in LATER_STAGES)]
ON_TIME = "on-time"  # what totals count: their figures link to the list narrowed by this
CONFIRMED = [(ON_TIME, "Confirmed on time"), ("late", "To be confirmed again")]
WITHIN = [("3", "3 months"), ("6", "6 months"), ("12", "12 months"), ("24", "24 months")]


class PlainSelect(forms.Select):
    """A select drawn without a template an option: these lists have a hundred."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), options)


class SmallCheckboxes(forms.CheckboxSelectMultiple):
    """Boxes that leave room for the results beside them."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "govuk-checkboxes--small", **(attrs or {})}, choices)


class FilterForm(GovukForm):
    nouns = {"q": "keywords", "within": "when to decide by"}


def words_filter(label: str, hint: str = "") -> filters.CharFilter:
    return filters.CharFilter(
        method="filter_words",
        label=label,
        max_length=LONGEST_QUERY,
        help_text=hint,
        error_messages={"null_characters_not_allowed": "Keywords must be plain text"},
    )


class ListFilter(filters.FilterSet):
    """A filter whose long choices are given, so that showing them costs no query here.

    `boroughs` and `capabilities` are lists of slug and name.
    """

    def __init__(self, data, queryset, *, boroughs=(), capabilities=()):
        super().__init__(data, queryset)
        self._give("borough", boroughs)
        self._give("capability", capabilities)

    def _give(self, name: str, choices) -> None:
        if name in self.filters:
            self.filters[name].extra["choices"] = list(choices)

    def filter_words(self, rows, _name, text):
        return matching(rows, text)


class NeedFilter(ListFilter):
    q = words_filter("Keywords", "Such as parking permits, or “case management” -adults")
    capability = filters.ChoiceFilter(
        label="Category",
        empty_label="All categories",
        method="filter_capability",
        widget=PlainSelect,
    )
    tender_group = filters.ChoiceFilter(
        label="Tender group", choices=TenderGroup.choices, empty_label="All groups"
    )
    borough = filters.ChoiceFilter(
        label="Borough",
        field_name="borough__slug",
        empty_label="All boroughs",
        widget=PlainSelect,
    )
    stage = filters.MultipleChoiceFilter(
        label="Stage",
        choices=STAGES,
        widget=SmallCheckboxes,
        method="filter_stage",
        help_text="Awarded and closed needs are shown only when you choose them",
    )
    within = filters.ChoiceFilter(
        label="Decide by, within", choices=WITHIN, empty_label="Any time", method="filter_within"
    )
    value_band = filters.MultipleChoiceFilter(
        label="Value",
        choices=[c for c in Need.ValueBand.choices if c[0] != Need.ValueBand.UNKNOWN],
        widget=SmallCheckboxes,
        method="filter_value_band",
        help_text="Needs whose value is not known yet are always shown",
    )
    openness = filters.MultipleChoiceFilter(
        label="Openness", choices=Need.Openness.choices, widget=SmallCheckboxes
    )
    confirmed = filters.ChoiceFilter(
        label="Confirmation",
        choices=CONFIRMED,
        empty_label="All",
        method="filter_confirmed",
        help_text="Totals count only needs that their borough confirmed on time",
    )

    class Meta:
        model = Need
        form = FilterForm
        fields: list[str] = []

    def __init__(self, data, queryset, *, member: bool, **choices):
        super().__init__(data, queryset, **choices)
        if not member:  # decide-by dates come from contracts, which stay among members
            del self.filters["within"]

    def filter_words(self, rows, _name, text):
        """Needs that say it, and needs of a category that goes by that name or term.

        A word left out (-adults) is about the needs' own words, so categories stay out of it.
        """
        if LEFT_OUT.search(text):
            return matching(rows, text)
        return rows.filter(Q(search=search_query(text)) | Q(capability__in=_named(text)))

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("stage"):
            return rows
        return rows.exclude(status__in=[Need.Status.AWARDED, Need.Status.CLOSED])

    def filter_capability(self, rows, _name, slug):
        return rows.filter(capability__in=_with_children(slug))

    def filter_stage(self, rows, _name, stages):
        later = [s for s in stages if s in LATER_STAGES]
        early = [s for s in stages if s in Stage]
        return rows.filter(Q(status__in=later) | (Q(phase__in=early) & ~Q(status__in=LATER_STAGES)))

    def filter_within(self, rows, _name, months):
        today = timezone.localdate()
        return rows.filter(
            side__decide_by__gte=today, side__decide_by__lte=add_months(today, int(months))
        )

    def filter_confirmed(self, rows, _name, when):
        return rows.live() if when == ON_TIME else rows.unconfirmed()

    def filter_value_band(self, rows, _name, bands):
        return rows.filter(value_band__in=[*bands, Need.ValueBand.UNKNOWN]) if bands else rows


class NoticeFilter(ListFilter):
    LONDON, ALL = "london", "all"

    q = words_filter("Keywords", "Words of the title or the buyer")
    borough = filters.ChoiceFilter(
        label="Borough",
        field_name="borough__slug",
        empty_label="All boroughs",
        widget=PlainSelect,
    )
    buyers = filters.ChoiceFilter(
        label="Buyers",
        choices=[(LONDON, "London boroughs"), (ALL, "All public buyers")],
        empty_label=None,
        widget=forms.RadioSelect,
        method="filter_buyers",
    )
    stage = filters.ChoiceFilter(label="Stage", empty_label="All stages")
    technology = filters.BooleanFilter(
        label="Technology only", widget=forms.CheckboxInput, method="filter_technology"
    )

    class Meta:
        model = PublishedNotice
        form = FilterForm
        fields: list[str] = []

    def __init__(self, data, queryset, *, stages, **choices):
        chosen = data.copy()
        chosen.setdefault("buyers", self.LONDON)
        super().__init__(chosen, queryset, **choices)
        self.filters["stage"].extra["choices"] = list(stages)

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("buyers") == self.ALL:
            return rows
        return rows.filter(borough__isnull=False)

    def filter_buyers(self, rows, _name, _value):
        return rows

    def filter_technology(self, rows, _name, only):
        return rows.filter(is_tech=True) if only else rows


def _named(text: str) -> list[int]:
    """Ids of the categories meant: read first, so that both ways to match use their index."""
    terms = Func(F("synonyms"), Value(" "), function="array_to_string", output_field=TextField())
    words = SearchVector("name", terms, config=CONFIG)
    named = Capability.objects.annotate(words=words).filter(words=search_query(text))
    return list(named.values_list("pk", flat=True))


def _with_children(slug: str):
    return Capability.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).values("pk")


def borough_choices() -> list[tuple[str, str]]:
    return list(Borough.objects.values_list("slug", "short_name"))


def capability_choices() -> list[tuple[str, str]]:
    return list(Capability.objects.values_list("slug", "name"))
