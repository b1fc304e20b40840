"""The filters of the overlap pages: a GET form whose address keeps what was chosen."""

import datetime
from urllib.parse import urlencode

from django import forms

from members.models import Borough
from needs.landscape import Landscape, Row
from needs.models import Capability, TenderGroup
from procurement_portal.lib.form_rendering import GovukForm

HORIZONS = [("6", "6 months"), ("12", "12 months"), ("24", "24 months"), ("36", "36 months")]


class OverlapFilters(GovukForm):
    """Which rows to count. `horizon` is months from today to the first day a row can move."""

    group = forms.ChoiceField(
        label="Tender group", required=False, choices=[("", "All"), *TenderGroup.choices]
    )
    category = forms.ChoiceField(label="Category", required=False)
    horizon = forms.ChoiceField(
        label="Can move within", required=False, choices=[("", "Any time"), *HORIZONS]
    )
    borough = forms.ChoiceField(label="Borough", required=False)
    other = forms.ChoiceField(label="And this borough", required=False)
    supplier = forms.CharField(label="Supplier’s name", required=False, max_length=100)

    def __init__(self, data=None, *, only=(), **options):
        super().__init__(data, auto_id="filter_%s", **options)
        boroughs = [(b.slug, b.short_name) for b in Borough.objects.only("slug", "short_name")]
        self.fields["borough"].choices = [("", "Any"), *boroughs]
        self.fields["other"].choices = [("", "Any"), *boroughs]
        self.boroughs = boroughs
        if only:
            self.fields = {name: self.fields[name] for name in only}
        if "category" in self.fields:
            names = Capability.objects.order_by("name").values_list("slug", "name")
            self.fields["category"].choices = [("", "All"), *names]

    @property
    def total_boroughs(self) -> int:
        return len(self.boroughs)

    @property
    def chosen(self) -> dict[str, str]:
        """What was filled in and can be used, by field name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The filters in use as the end of an address: "" or "?group=…"."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""

    @property
    def rows_query(self) -> str:
        """The filters that a category's own page shares, so that a number leads to its rows."""
        kept = {key: text for key, text in self.chosen.items() if key in {"horizon", "supplier"}}
        return f"?{urlencode(kept)}" if kept else ""

    def chips(self, path: str) -> list[dict]:
        """One chip a filter in use, each leading to the page without it."""
        chips = []
        for name, value in self.chosen.items():
            rest = {key: text for key, text in self.chosen.items() if key != name}
            field = self.fields[name]
            text = dict(field.choices)[value] if hasattr(field, "choices") else value
            href = f"{path}?{urlencode(rest)}" if rest else path
            chips.append({"label": field.label, "text": text, "href": href})
        return chips

    def narrow(self, landscape: Landscape) -> Landscape:
        """The landscape that the chosen filters leave.

        A borough narrows to the categories it has something in, and keeps the other boroughs'
        rows there: the question is who shares them.
        """
        chosen = self.chosen
        landscape = landscape.narrowed(lambda row: _wanted(row, chosen, landscape.today))
        for name in ("borough", "other"):
            if name in chosen:
                landscape = _shared_with(landscape, chosen[name])
        return landscape

    def narrow_rows(self, landscape: Landscape) -> Landscape:
        """The same within one category, where a borough narrows to its own rows."""
        borough = self.chosen.get("borough")
        rows = self.narrow_sides(landscape)
        return rows.narrowed(lambda row: borough is None or row.borough_slug == borough)

    def narrow_sides(self, landscape: Landscape) -> Landscape:
        """What either side of a pair may be: all but the borough, which one side has to match."""
        return landscape.narrowed(lambda row: _wanted(row, self.chosen, landscape.today))


def _wanted(row: Row, chosen: dict[str, str], today: datetime.date) -> bool:
    if row.tender_group != chosen.get("group", row.tender_group):
        return False
    if row.capability != chosen.get("category", row.capability):
        return False
    if chosen.get("supplier", "").casefold() not in row.supplier.casefold():
        return False
    if "horizon" in chosen:
        last = today + datetime.timedelta(days=round(int(chosen["horizon"]) * 30.44))
        return row.moves_on is not None and row.moves_on <= last
    return True


def _shared_with(landscape: Landscape, slug: str) -> Landscape:
    theirs = {row.capability for row in landscape.counting if row.borough_slug == slug}
    return landscape.narrowed(lambda row: row.capability in theirs)
