"""Forms drawn as GOV.UK Frontend draws them, with messages that say what to do.

`GovukRenderer` is the project's FORM_RENDERER; every form uses it, the sign-in library's
included. `GovukForm` and `GovukModelForm` add the messages. Templates are in
`templates/django/forms/`; the error summary is `templates/components/error_summary.html`.
"""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from procurement_portal.lib.form_fields import (
    DATE_PARTS,
    GovukDateField,
    GovukDateInput,
    HintedCheckboxes,
    HintedRadios,
    PoundsField,
    PrefixedInput,
)

__all__ = [
    "GovukBoundField",
    "GovukDateField",
    "GovukDateInput",
    "GovukForm",
    "GovukFormMixin",
    "GovukModelForm",
    "GovukRenderer",
    "HintedCheckboxes",
    "HintedRadios",
    "PoundsField",
    "PrefixedInput",
]

# Attributes that Django or a library sets and a GOV.UK form leaves out: a browser would cut what
# is pasted (maxlength), refuse to say what was typed (min, max, step), or hide the hint.
UNWANTED = ("maxlength", "minlength", "min", "max", "step", "placeholder", "cols")
KINDS = (
    (GovukDateInput, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
)
CSS_CLASS = {"textarea": "govuk-textarea", "select": "govuk-select", "file": "govuk-file-upload"}
GROUPS = {"date", "radios", "checkboxes"}  # drawn inside a fieldset


class GovukBoundField(BoundField):
    """A field with what the GOV.UK templates ask of it."""

    @property
    def kind(self) -> str:
        """date, checkboxes, radios, checkbox, textarea, select, file or input."""
        widget = self.field.widget
        return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "input")

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def use_fieldset(self) -> bool:
        return self.is_group

    @property
    def character_limit(self) -> int | None:
        """The count shown under a text area whose field has a `max_length`."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def faulty_parts(self) -> list[str]:
        """The boxes of a date to mark; all three when the error does not name any."""
        if self.kind != "date" or not self.errors:
            return []
        for error in self.errors.as_data():
            parts = (error.params or {}).get("parts")
            if parts:
                return list(parts)
        return list(DATE_PARTS)

    @property
    def error_target(self) -> str:
        """The id the error summary links to: the first choice, or the faulty part of a date."""
        if self.kind == "date":
            return f"{self.auto_id}_{(self.faulty_parts or DATE_PARTS)[0]}"
        if self.kind in {"radios", "checkboxes"}:
            return self.subwidgets[0].id_for_label if self.subwidgets else f"{self.auto_id}_group"
        return self.field.widget.attrs.get("id") or self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is None or not (self.character_limit and self.auto_id):
            return described
        return f"{described} {self.auto_id}-info".strip()

    def build_widget_attrs(self, attrs, widget=None):
        """Django's attributes, with GOV.UK classes and without the unwanted ones."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        attrs |= {name: False for name in UNWANTED if name in widget.attrs}
        kind = self.kind
        if kind == "date":
            attrs["faulty"] = self.faulty_parts
        if self.is_group or kind == "checkbox":
            return attrs
        css = CSS_CLASS.get(kind, "govuk-input")
        names = [css, widget.attrs.get("class", ""), f"{css}--error" if self.errors else ""]
        if self.character_limit:
            names.append("govuk-js-character-count")
        attrs["class"] = " ".join(filter(None, names))
        if kind == "textarea":
            attrs["rows"] = attrs.get("rows") or widget.attrs.get("rows") or "5"
        return attrs


class GovukRenderer(TemplatesSetting):
    """The project's form renderer."""

    bound_field_class = GovukBoundField
    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


def noun_of(label: str) -> str:
    """The label as it reads inside a sentence: "Title" becomes "title", "CPV codes" stays."""
    label = str(label).strip().rstrip("?:.")
    if label[:2].isupper() or label[:2] == "I ":
        return label
    return label[:1].lower() + label[1:]


def messages_for(field: forms.Field, noun: str) -> dict[str, str]:
    """GOV.UK style messages for one field, by Django's error code.

    `noun` is how the field is called inside a sentence, such as "what you need".
    """
    noun = noun.replace("%", "%%")
    start = noun[:1].upper() + noun[1:]
    chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField, forms.FileField))
    messages = {
        "required": f"{'Select' if chosen else 'Enter'} {noun}".replace("%%", "%"),
        "max_length": f"{start} must be %(limit_value)d characters or less",
        "min_length": f"{start} must be %(limit_value)d characters or more",
        "min_value": f"{start} must be %(limit_value)s or more",
        "max_value": f"{start} must be %(limit_value)s or less",
    }
    if isinstance(field, forms.BooleanField):
        messages["required"] = f"Tick “{start}” to continue".replace("%%", "%")
    elif isinstance(field, PoundsField):
        messages["invalid"] = f"{start} must be a number, like 120000"
        messages["min_value"] = f"{start} must be £0 or more"
        messages["max_value"] = f"{start} is too large"
    elif isinstance(field, forms.IntegerField):  # decimals and floats too
        messages["invalid"] = f"{start} must be a number, like 12"
        messages |= dict.fromkeys(("max_digits", "max_whole_digits"), f"{start} is too large")
        messages["max_decimal_places"] = f"{start} must have %(max)s digit after the point or less"
    elif isinstance(field, forms.EmailField):
        messages["invalid"] = (
            "Enter an email address in the correct format, like name@hackney.gov.uk"
        )
    elif isinstance(field, forms.URLField):
        messages["invalid"] = f"{start} must be a web address, like https://www.hackney.gov.uk"
    elif isinstance(field, forms.FileField):
        messages["empty"] = "The file you chose is empty"
        messages["missing"] = messages["required"]
    elif chosen:
        messages["invalid_choice"] = f"Select {noun} again: that answer is not on the list"
        messages["invalid_pk_value"] = f"Select {noun} again: that answer is not on the list"
    return messages


class GovukFormMixin:
    """Put before any form class, a library's included, for messages that say what to do.

    `nouns` names a field as it reads inside a sentence where its label would not:
    `nouns = {"title": "what you need"}` gives "Enter what you need" and "What you need must be
    100 characters or less". Messages that a field declares itself are kept.
    """

    nouns: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            label = field.label or name.replace("_", " ").capitalize()
            noun = self.nouns.get(name) or noun_of(label)
            self._speak_plainly(field, noun)

    @staticmethod
    def _speak_plainly(field: forms.Field, noun: str) -> None:
        standard = {}
        for cls in reversed(type(field).__mro__):
            standard |= getattr(cls, "default_error_messages", {})
        for code, message in messages_for(field, noun).items():
            declared, default = field.error_messages.get(code), standard.get(code)
            if declared is default or declared == default:
                field.error_messages[code] = message
        if isinstance(field, GovukDateField):
            field.noun = noun[:1].upper() + noun[1:]


class GovukForm(GovukFormMixin, forms.Form):
    """A form with the portal's messages."""


class GovukModelForm(GovukFormMixin, forms.ModelForm):
    """A model form with the portal's messages.

    Ask a date in three boxes with `field_classes = {"ends_on": GovukDateField}` in `Meta`.
    """
