"""The rows of results, on the page of the section “Results”."""

from django import forms
from django.core.exceptions import ValidationError

from assistive_tech.models import CaseStudy, OutcomeResult
from assistive_tech.vocabulary import OutcomeArea, ResultKind
from procurement_portal.lib.form_rendering import GovukForm

MOST_OUTCOMES = 20
EMPTY_OUTCOMES = 1
NOT_KNOWN = [("", "Not known")]
DIGITS = {"max_digits": 18, "decimal_places": 4, "required": False}
SHORT = {"class": "govuk-input--width-10", "inputmode": "decimal"}


class OutcomeForm(GovukForm):
    """One measured outcome; an empty one is left out."""

    metric = forms.CharField(label="What was measured", max_length=200, required=False)
    outcome_area = forms.ChoiceField(
        label="Outcome it is about", required=False, choices=[*NOT_KNOWN, *OutcomeArea.choices]
    )
    value = forms.CharField(
        label="Value", max_length=60, required=False, help_text="A number, or words"
    )
    unit = forms.CharField(
        label="Unit", max_length=60, required=False, help_text="Like percent, GBP or hours per week"
    )
    direction = forms.ChoiceField(
        label="Which way",
        required=False,
        choices=[*NOT_KNOWN, *OutcomeResult.Direction.choices],
    )
    interval_low = forms.DecimalField(
        label="Confidence interval from", widget=forms.TextInput(attrs=SHORT), **DIGITS
    )
    interval_high = forms.DecimalField(
        label="Confidence interval to", widget=forms.TextInput(attrs=SHORT), **DIGITS
    )
    p_value = forms.CharField(
        label="P value", max_length=20, required=False, help_text="As printed, like 0.03 or <0.001"
    )
    kind = forms.ChoiceField(
        label="Counted, or said", required=False, choices=[*NOT_KNOWN, *ResultKind.choices]
    )
    measured_how = forms.CharField(
        label="Measured how",
        max_length=200,
        required=False,
        help_text="Like hospital records, or a named questionnaire",
    )
    note = forms.CharField(label="Note", max_length=200, required=False)

    def clean(self):
        cleaned = super().clean()
        others = [value for name, value in cleaned.items() if name != "metric"]
        if any(value not in (None, "") for value in others) and not (
            cleaned.get("metric") or "metric" in self.errors
        ):
            self.add_error("metric", ValidationError("Enter what was measured"))
        low, high = cleaned.get("interval_low"), cleaned.get("interval_high")
        if low is not None and high is not None and high < low:
            self.add_error("interval_high", "The interval must end above where it begins")
        return cleaned


OutcomeFormSet = forms.formset_factory(
    OutcomeForm, extra=EMPTY_OUTCOMES, max_num=MOST_OUTCOMES, absolute_max=MOST_OUTCOMES
)


def outcomes_of(formset) -> list[dict]:
    """The outcomes that were filled in, in order."""
    return [form.cleaned_data for form in formset if form.cleaned_data.get("metric")]


def outcomes_as_typed(study: CaseStudy) -> list[dict]:
    """The outcomes of a study as the form starts with them."""
    names = OutcomeForm.base_fields
    return [{name: getattr(each, name) for name in names} for each in study.outcomes.all()]
