"""What the pages of techniques accept."""

from django import forms
from django.core.exceptions import ValidationError

from guidance.finder import BANDS, Situation, exactly, weeks_in
from guidance.models import Level, MarketKnown, Purpose, Technique, TechniqueUse, TenderGroup
from procurement_portal.lib.form_rendering import (
    GovukForm,
    GovukModelForm,
    HintedRadios,
    PoundsField,
    PrefixedInput,
)
from procurement_portal.lib.line_fields import LinesField, SourcesField

FEWEST, MOST = 2, 4  # techniques side by side


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
            "when_to_use": "When to use it",
            "when_to_avoid": "When to avoid it",
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


class UseForm(GovukModelForm):
    """What one use took, in one of the writer’s own boroughs."""

    nouns = {"days": "the number of officer-days", "weeks": "the number of weeks"}

    class Meta:
        model = TechniqueUse
        fields = ("borough", "days", "weeks")
        widgets = {
            "days": PrefixedInput(
                suffix="officer-days",
                attrs={"class": "govuk-input--width-4", "inputmode": "decimal"},
            ),
            "weeks": PrefixedInput(
                suffix="weeks", attrs={"class": "govuk-input--width-4", "inputmode": "decimal"}
            ),
        }

    def __init__(self, *args, boroughs, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["borough"]
        field.queryset = boroughs
        field.empty_label = None
        if len(boroughs) == 1:
            field.initial = boroughs[0]


class CompareTechniquesForm(GovukForm):
    """Two to four techniques, by their slugs."""

    nouns = {"technique": "techniques"}

    technique = forms.MultipleChoiceField(
        label="Techniques to compare",
        help_text="Tick two, three or four",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, techniques, **kwargs):
        super().__init__(*args, **kwargs)
        self.techniques = {technique.slug: technique for technique in techniques}
        self.fields["technique"].choices = [(slug, str(t)) for slug, t in self.techniques.items()]

    def clean_technique(self) -> list[Technique]:
        """The techniques in the order they were ticked, each once."""
        ticked = [self.techniques[slug] for slug in dict.fromkeys(self.cleaned_data["technique"])]
        if len(ticked) < FEWEST:
            raise ValidationError("Tick another technique: it takes two or more to compare")
        if len(ticked) > MOST:
            raise ValidationError(f"Tick {MOST} techniques at most; you ticked {len(ticked)}")
        return ticked


class FinderForm(GovukForm):
    """What is known of a purchase. All may be left out, but not all at once."""

    nouns = {"months": "the number of months", "band": "a range"}

    group = forms.ChoiceField(
        label="What kind of technology is it?",
        choices=[*TenderGroup.choices, ("", "Not decided")],
        widget=HintedRadios(
            hints={
                TenderGroup.BUSINESS_SYSTEMS: "A key system bought again, such as housing",
                TenderGroup.CORE_TECHNOLOGIES: "What every service runs on, such as networks",
                TenderGroup.INNOVATIVE_TOOLS: "New tools that few have used",
            }
        ),
        required=False,
    )
    value = PoundsField(
        label="Estimated value, if you know it",
        required=False,
        help_text="Whole life, without VAT",
    )
    band = forms.ChoiceField(
        label="Or roughly",
        choices=[("", "Not known yet"), *((key, band.words) for key, band in BANDS.items())],
        required=False,
        help_text="Used where there is no exact value",
    )
    months = forms.IntegerField(
        label="In how many months must it start?",
        required=False,
        min_value=0,
        max_value=120,
        widget=PrefixedInput(suffix="months", attrs={"class": "govuk-input--width-3"}),
    )
    level = forms.TypedChoiceField(
        label="How far would you go with other boroughs?",
        choices=[("", "Not known yet"), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    market = forms.ChoiceField(
        label="How well do you know the market?",
        choices=[*MarketKnown.choices, ("", "Not sure")],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and all(value in ("", None) for value in cleaned.values()):
            raise ValidationError("Answer one question or more")
        return cleaned

    def situation(self, threshold: int | None) -> Situation:
        """`threshold` in pence, VAT included."""
        said = self.cleaned_data
        exact = said["value"]
        return Situation(
            group=said["group"],
            value=BANDS.get(said["band"]) if exact is None else exactly(exact),
            threshold=threshold,
            weeks=None if said["months"] is None else weeks_in(said["months"]),
            level=said["level"],
            market=said["market"],
        )
