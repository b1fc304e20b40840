"""Adding a record to a hand-picked set, by the reference people read out."""

import re

from django import forms

from procurement_portal.lib.form_rendering import GovukForm
from procurement_portal.lib.references import ReferenceConverter

REFERENCE = re.compile(ReferenceConverter.regex)
NOT_ONE = "Enter a reference as its page shows it, like CON-7K3M2QX or NEED-4H8PW2D"


def tidy(typed: str) -> str:
    return typed.strip().upper()


def is_reference(text: str) -> bool:
    return REFERENCE.fullmatch(text) is not None


class PickForm(GovukForm):
    record = forms.CharField(
        label="Add a contract or need by its reference",
        help_text="It stands on the record’s own page, like CON-7K3M2QX",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"null_characters_not_allowed": NOT_ONE},
    )

    def clean_record(self):
        typed = self.cleaned_data["record"]
        if typed and not is_reference(tidy(typed)):
            raise forms.ValidationError(NOT_ONE)
        return typed
