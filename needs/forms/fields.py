"""What the need forms share: plain newlines, radios in our order, dates within reason."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement_portal.lib.form_rendering import HintedRadios

YEARS_AHEAD = 30  # a date further off is a slip of the keyboard


def plain_newlines(data):
    """Posted data with one character per line end: the browser counts it so, and so do we."""
    if data is None:
        return None
    data = data.copy()
    for name, values in data.lists():
        data.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return data


def check_year(day: datetime.date | None, noun: str) -> None:
    """Refuse a date more than thirty years ahead."""
    limit = timezone.localdate().year + YEARS_AHEAD
    if day and day.year > limit:
        raise ValidationError(f"{noun} must be before {limit + 1}", params={"parts": ["year"]})


def radios(choices, label: str, *, hints=None, required=True, help_text="", message="", **kwargs):
    """A radio question without the empty choice that model fields add."""
    messages = {"required": message, "invalid_choice": message} if message else {}
    return forms.ChoiceField(
        choices=choices,
        label=label,
        required=required,
        help_text=help_text,
        widget=HintedRadios(hints=hints or {}),
        error_messages=messages,
        **kwargs,
    )


def yes_no_unknown(label: str, help_text: str = ""):
    """Yes, No or Not sure, cleaned to True, False or None."""
    words = {"True": True, "False": False, "": None}
    return forms.TypedChoiceField(
        choices=[("True", "Yes"), ("False", "No"), ("", "Not sure")],
        coerce=words.get,
        empty_value=None,
        required=False,
        label=label,
        help_text=help_text,
        widget=HintedRadios(),
    )
