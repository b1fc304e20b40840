"""What the pages of techniques accept."""

from django import forms

from guidance.models import Level, MarketKnown, Purpose, Technique, TenderGroup
from procurement_portal.lib.form_rendering import GovukModelForm, PrefixedInput
from procurement_portal.lib.line_fields import LinesField, SourcesField


def _several(choices, label, coerce=str, **options):
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices.choices,
        coerce=coerce,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class TechniqueForm(GovukModelForm):
    nouns = {
        "when_to_use": "when to use it",
        "when_to_avoid": "when to avoid it",
        "days_low": "the lower number of officer-days",
        "days_high": "the higher number of officer-days",
        "weeks_low": "the lower number of weeks",
        "weeks_high": "the higher number of weeks",
    }

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    section_16_purposes = _several(
        Purpose,
        "Purposes under section 16",
        help_text="Procurement Act 2023. None, where it is not an engagement of the market",
    )
    tender_groups = _several(TenderGroup, "Tender groups it suits")
    levels = _several(Level, "Collaboration levels it suits", int)
    market_known = _several(
        MarketKnown, "How well the market is known, where it helps", help_text="The finder asks"
    )
    strengths = LinesField(required=False, help_text="One strength a line")
    risks = LinesField(label="Pitfalls", required=False, help_text="One pitfall a line")
    safeguards = LinesField(
        label="Fairness safeguards", required=False, help_text="One safeguard a line"
    )
    records = LinesField(label="Records to keep", required=False, help_text="One record a line")
    steps = LinesField(required=False, help_text="One step a line, in order")
    sources = SourcesField(
        required=False,
        help_text="One source a line: its title, then | and its address where one lasts",
    )

    class Meta:
        model = Technique
        fields = (
            *("name", "purpose", "what_it_is", "stage", "section_16_purposes"),
            *("when_to_use", "when_to_avoid", "collaborative_use"),
            *("days_low", "days_high", "weeks_low", "weeks_high"),
            *("typical_duration", "estimate_basis", "supplier_effort", "small_suppliers"),
            *("tender_groups", "levels", "market_known", "only_above_threshold"),
            *("steps", "strengths", "risks", "safeguards", "records", "sources"),
        )
        labels = {
            "purpose": "What it is for",
            "what_it_is": "What it is",
            "when_to_use": "Use it when",
            "when_to_avoid": "Avoid it when",
            "collaborative_use": "With other boroughs",
            "typical_duration": "About the time",
            "estimate_basis": "What the estimates rest on",
            "small_suppliers": "Small suppliers",
            "only_above_threshold": "Of use only above the threshold",
        }
        help_texts = {
            "purpose": "One sentence",
            "typical_duration": "What the numbers do not say",
            "days_low": "An estimate, until three uses are logged",
            "weeks_low": "Leave both empty where it has no set length",
        }
        widgets = (
            {
                name: forms.Textarea(attrs={"rows": "3"})
                for name in ("purpose", "what_it_is", "when_to_use", "when_to_avoid")
            }
            | {"collaborative_use": forms.Textarea(attrs={"rows": "3"})}
            | {
                name: PrefixedInput(
                    suffix=unit, attrs={"class": "govuk-input--width-4", "inputmode": "decimal"}
                )
                for name, unit in (
                    *(("days_low", "officer-days"), ("days_high", "officer-days")),
                    *(("weeks_low", "weeks"), ("weeks_high", "weeks")),
                )
            }
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what_it_is"].required = True

    def clean(self):
        cleaned = super().clean()
        for low, high in (("days_low", "days_high"), ("weeks_low", "weeks_high")):
            if not {low, high} & set(self.errors):
                self._check_order(low, high)
        return cleaned

    def _check_order(self, low: str, high: str) -> None:
        least, most = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if least is not None and least < 0:
            self.add_error(low, "Enter 0 or more")
        elif (least is None) != (most is None):
            missing = low if least is None else high
            self.add_error(missing, f"Enter {self.nouns[missing]} too, or leave both empty")
        elif least is not None and least > most:
            self.add_error(high, "The higher number must be the same as the lower one or more")

    @property
    def texts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
