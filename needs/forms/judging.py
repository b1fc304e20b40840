"""What judging a pair asks."""

from django import forms

from needs.forms.fields import plain_newlines, radios
from needs.models import Judgement
from procurement_portal.lib.form_rendering import GovukForm


class DismissForm(GovukForm):
    reason_kind = radios(
        Judgement.Reason.choices,
        "Why are they not alike?",
        help_text="Dates do not matter here: they are compared apart from what the two are",
        message="Select why they are not alike",
    )
    words = forms.CharField(
        required=False,
        max_length=500,
        label="In your own words (optional)",
        help_text="The other borough reads this. Do not name people",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nouns = {"words": "why they are not alike"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))

    def clean(self):
        cleaned = super().clean()
        other = cleaned.get("reason_kind") == Judgement.Reason.OTHER
        if other and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", "Enter why they are not alike")
        return cleaned
