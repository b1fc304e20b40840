"""What the case study pages accept."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from assistive_tech.models import CaseStudy, OutcomeResult
from procurement_portal.lib.form_rendering import GovukForm, GovukModelForm, PoundsField
from procurement_portal.lib.line_fields import LinesField

MOST_OUTCOMES = 20
EMPTY_OUTCOMES = 3
YEAR_OR_MONTH = RegexValidator(
    r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "Enter a year, or a year and month, like 2024 or 2024-07",
)
LONGEST_TEXT = 4_000
TEXTS = ("need_addressed", "intervention", "evaluation_method", "cost_note")


class CaseStudyForm(GovukModelForm):
    """One case study in the parts of the template; only what it takes to find it is compulsory."""

    nouns = {
        "technology_class": "the kind of technology",
        "borough": "your borough",
        "cost_pence": "the cost",
        "source_url": "the address of the source",
        "need_addressed": "the need",
    }

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    cost_pence = PoundsField(label="Cost", required=False, help_text="In pounds, if it is known")
    barriers = LinesField(required=False, help_text="What got in the way, one a line")
    lessons = LinesField(
        required=False, help_text="What you would tell another borough, one a line"
    )
    source_url = forms.URLField(
        label="Address of the source", required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = CaseStudy
        fields = (
            *("title", "borough", "organisation", "location", "began", "ended", "need_addressed"),
            *("care_setting", "cohort_size", "technology_class", "product", "intervention"),
            *("evaluation_method", "evidence_level", "cost_pence", "cost_note", "barriers"),
            *("lessons", "source_title", "source_url"),
        )
        labels = {
            "location": "Place",
            "began": "When it began",
            "ended": "When it ended",
            "need_addressed": "What was needed, and by whom",
            "care_setting": "Setting",
            "cohort_size": "How many people or homes",
            "technology_class": "Kind of technology",
            "intervention": "What was put in place",
            "evaluation_method": "How it was evaluated",
            "evidence_level": "Level of evidence",
            "cost_note": "About the cost",
            "source_title": "Title of the source",
        }
        help_texts = {
            "began": "Year, or year and month, like 2024 or 2024-07",
            "ended": "Leave empty if it goes on",
            "need_addressed": "Groups only: nothing that could point to one resident",
            "cohort_size": "A total, like 53",
            "evidence_level": "By how the results were found; readers see that it is a judgement",
        }
        widgets = {
            **{name: forms.Textarea(attrs={"rows": "4"}) for name in TEXTS},
            "cohort_size": forms.TextInput(
                attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}
            ),
            "began": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "ended": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        }

    def __init__(self, *args, boroughs=None, **kwargs):
        """`boroughs`: those a person of a borough may write for; None leaves the borough as is."""
        super().__init__(*args, **kwargs)
        if boroughs is None:
            del self.fields["borough"]
        else:
            self.fields["borough"].queryset = boroughs
            self.fields["borough"].required = True
            self.fields["borough"].empty_label = None
        self.fields["technology_class"].empty_label = "Choose one"
        for name in TEXTS:
            self.fields[name].max_length = LONGEST_TEXT
        for name in ("began", "ended"):
            self.fields[name].validators.append(YEAR_OR_MONTH)
        self.fields["care_setting"].choices = [
            ("", "Not known"),
            *CaseStudy.CareSetting.choices,
        ]

    def clean(self):
        cleaned = super().clean()
        for name in TEXTS:
            if len(cleaned.get(name) or "") > LONGEST_TEXT:
                label = self.fields[name].label
                self.add_error(name, f"{label} must be {LONGEST_TEXT:,} characters or less")
        began, ended = cleaned.get("began"), cleaned.get("ended")
        if began and ended and ended[: len(began)] < began[: len(ended)]:
            self.add_error("ended", "When it ended must be after it began")
        return cleaned

    @property
    def texts(self) -> dict:
        names = (name for name in self.Meta.fields if name in self.fields)
        return {name: self.cleaned_data[name] for name in names}


class OutcomeForm(GovukForm):
    """One measured outcome; an empty one is left out."""

    metric = forms.CharField(label="What was measured", max_length=200, required=False)
    value = forms.CharField(
        label="Value", max_length=60, required=False, help_text="A number, or words"
    )
    unit = forms.CharField(
        label="Unit", max_length=60, required=False, help_text="Like percent, GBP or hours per week"
    )
    direction = forms.ChoiceField(
        label="Which way",
        required=False,
        choices=[("", "Not known"), *OutcomeResult.Direction.choices],
    )
    note = forms.CharField(label="Note", max_length=200, required=False)

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.get(name) for name in ("value", "unit", "direction", "note")) and not (
            cleaned.get("metric") or "metric" in self.errors
        ):
            self.add_error("metric", ValidationError("Enter what was measured"))
        return cleaned


OutcomeFormSet = forms.formset_factory(
    OutcomeForm, extra=EMPTY_OUTCOMES, max_num=MOST_OUTCOMES, absolute_max=MOST_OUTCOMES
)


def outcomes_of(formset) -> list[dict]:
    """The outcomes that were filled in, in order."""
    return [form.cleaned_data for form in formset if form.cleaned_data.get("metric")]


class ReasonForm(GovukForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Its borough reads this.",
    )
