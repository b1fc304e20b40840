"""Widgets and fields that GOV.UK forms need and Django does not have.

A date in three boxes, pounds kept as whole pence, an input with a prefix or suffix, and
choices that carry a hint each. `form_rendering` draws them.
"""

import calendar
import datetime
import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name
}
DATE_PARTS = ("day", "month", "year")
LARGEST_PENCE = 9_223_372_036_854_775_807  # what a bigint column holds


class PrefixedInput(forms.TextInput):
    """A text box with a unit before or after it, such as £ or months."""

    template_name = "django/forms/widgets/prefixed.html"

    def __init__(self, attrs=None, prefix: str = "", suffix: str = "", numeric: bool = True):
        super().__init__(attrs)
        self.prefix = prefix
        self.suffix = suffix
        self.numeric = numeric

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix": self.prefix, "suffix": self.suffix}
        if self.numeric:
            context["widget"]["attrs"].setdefault("inputmode", "numeric")
        return context


class HintedChoices:
    """Mixin: `hints` maps a choice's value to the sentence shown under its label."""

    def __init__(self, attrs=None, choices=(), hints: dict[str, str] | None = None):
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            option["hint_id"] = f"{option['attrs'].get('id', name)}_hint"
            option["attrs"]["aria-describedby"] = option["hint_id"]
        return option


class HintedRadios(HintedChoices, forms.RadioSelect):
    """Radios with a hint per choice."""


class HintedCheckboxes(HintedChoices, forms.CheckboxSelectMultiple):
    """Checkboxes with a hint per choice."""


class GovukDateInput(forms.MultiWidget):
    """Day, month and year in three boxes named `<field>_day`, `_month` and `_year`.

    The extra attribute `faulty` (part names) says which boxes are drawn in the error style.
    """

    template_name = "django/forms/widgets/govuk_date.html"

    def __init__(self, attrs=None):
        super().__init__({part: forms.TextInput() for part in DATE_PARTS}, attrs)

    def get_context(self, name, value, attrs):
        attrs = dict(attrs or {})
        faulty = attrs.pop("faulty", ())
        invalid = attrs.pop("aria-invalid", None)
        context = super().get_context(name, value, attrs)
        for part, box in zip(DATE_PARTS, context["widget"]["subwidgets"], strict=True):
            box["part"] = part
            box["label"] = part.capitalize()
            box["faulty"] = part in faulty
            if attrs.get("id"):
                box["attrs"]["id"] = f"{attrs['id']}_{part}"
            if invalid and box["faulty"]:
                box["attrs"]["aria-invalid"] = invalid
        return context

    def decompress(self, value):
        if isinstance(value, str):  # an ISO date from a query string or a saved answer
            try:
                value = datetime.date.fromisoformat(value)
            except ValueError:
                return ["", "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]


class GovukDateField(forms.DateField):
    """A date typed as day, month and year. Cleans to `datetime.date` or None.

    Errors carry `params["parts"]`, the boxes at fault, so that the error summary can link to
    the first of them. The month may be a number or an English name. `noun` begins every
    message and is set by `form_rendering.GovukFormMixin`.
    """

    widget = GovukDateInput
    noun = "The date"

    def to_python(self, value):
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str):  # an ISO date, as a hidden box carries it
            value = self.widget.decompress(value)
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            return None
        missing = [part for part, text in zip(DATE_PARTS, typed, strict=True) if not text]
        if missing:
            raise self._error("%(noun)s must include a %(missing)s", "incomplete", missing)
        return self._real_date(*typed)

    def _real_date(self, day: str, month: str, year: str) -> datetime.date:
        numbers = {
            "day": int(day) if re.fullmatch(r"[0-9]{1,2}", day) else 0,
            "month": MONTHS.get(month.lower(), 0)
            or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0),
            "year": int(year) if re.fullmatch(r"[0-9]{1,4}", year) else 0,
        }
        faulty = [
            part
            for part, (low, high) in {"day": (1, 31), "month": (1, 12), "year": (1, 9999)}.items()
            if not low <= numbers[part] <= high
        ]
        if faulty:
            raise self._error("%(noun)s must be a real date", "invalid", faulty)
        if numbers["year"] < 1900:
            raise self._error(
                "%(noun)s must have 4 numbers in the year, like 2028", "invalid", ["year"]
            )
        try:
            return datetime.date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError as error:
            raise self._error("%(noun)s must be a real date", "invalid", ["day"]) from error

    def _error(self, message: str, code: str, parts: list[str]) -> ValidationError:
        params = {"noun": self.noun, "missing": " and ".join(parts), "parts": parts}
        return ValidationError(message, code=code, params=params)


class PoundsField(forms.IntegerField):
    """Pounds as typed (£ signs, commas and spaces allowed); cleans to whole pence.

    Initial values are whole pence too. Fractions of a penny are refused.
    """

    widget = PrefixedInput(
        prefix="£", numeric=False, attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}
    )

    def __init__(self, *, min_value=0, max_value=LARGEST_PENCE, **kwargs):
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value):
        """Whole pence from typed pounds, or None when empty."""
        text = re.sub(r"[£,\s]", "", str(value if value is not None else ""))
        if not text:
            return None
        try:
            pence = Decimal(text) * 100 if re.fullmatch(r"-?[0-9]*\.?[0-9]+", text) else None
        except InvalidOperation:
            pence = None
        if pence is None or pence != pence.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(pence)

    def prepare_value(self, value):
        """Pounds to show for pence; what was typed comes back as typed."""
        if not isinstance(value, int):
            return value
        pounds, pence = divmod(value, 100)
        return f"{pounds}.{pence:02}" if pence else str(pounds)

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class TrapInput(forms.TextInput):
    """Out of sight, and passed over by the keyboard and by screen readers."""

    is_hidden = True

    def __init__(self):
        super().__init__(
            {
                "class": "govuk-visually-hidden",
                "aria-hidden": "true",
                "tabindex": "-1",
                "autocomplete": "off",
            }
        )


class TrapField(forms.CharField):
    """A box that no person sees; a program that fills in every box gives itself away."""

    widget = TrapInput

    def __init__(self):
        super().__init__(required=False, max_length=200, label="Leave this empty")
