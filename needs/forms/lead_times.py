"""A category's usual months to procure, changed with a reason."""

from django import forms

from procurement_portal.lib.form_rendering import GovukForm, PrefixedInput
from procurement_portal.lib.formatting import format_months

LONGEST = 60


class LeadTimeForm(GovukForm):
    nouns = {"months": "the usual months to buy", "reason": "why it changes"}

    months = forms.IntegerField(
        label="Usual time from going to market to the start of the contract",
        min_value=1,
        max_value=LONGEST,
        widget=PrefixedInput(suffix="months", attrs={"class": "govuk-input--width-3"}),
    )
    reason = forms.CharField(
        label="Why it changes",
        help_text="Shown to every member in this category’s history",
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    before = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, capability):
        now = capability.lead_time_months
        super().__init__(data, initial={"months": now, "before": now})
        self.now = now

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("before") != self.now:
            self.data = {**self.data.dict(), "before": self.now}
            self.add_error("months", f"Somebody else has just set it to {format_months(self.now)}")
        elif cleaned.get("months") == self.now:
            self.add_error("months", f"It is {format_months(self.now)} already")
        return cleaned
