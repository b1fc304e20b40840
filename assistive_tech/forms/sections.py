"""A form for each section of the template, made from the template itself."""

from django import forms
from django.core.validators import RegexValidator

from assistive_tech.models import CaseStudy
from assistive_tech.template import (
    BY_SLUG,
    LABELS,
    SECTIONS,
    Section,
    choices_of,
    is_lines,
    is_money,
    is_several,
    model_field,
)
from procurement_portal.lib.form_rendering import GovukModelForm, PoundsField
from procurement_portal.lib.line_fields import LinesField

YEAR_OR_MONTH = RegexValidator(
    r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "Enter a year, or a year and month, like 2024 or 2024-07",
)
LONGEST_TEXT = 4_000
# What the fields that were there before the template ask; the others say it on the model.
HELP = {
    "began": "Year, or year and month, like 2024 or 2024-07",
    "ended": "Leave empty if it goes on",
    "need_addressed": "Groups only: nothing that could point to one resident",
    "cohort_size": "A total, like 53",
    "cost_pence": "In pounds, for the whole of it, if it is known",
    "cost_per_person_year_pence": "In pounds. Leave empty rather than guess",
    "savings_pence": "In pounds, as claimed",
    "barriers": "What got in the way, one a line",
    "lessons": "What you would tell another borough, one a line",
    "evaluation_method": "How you know what came of it, in a sentence or two",
    "intervention": "What people were given, and what happened around it",
}
NOUNS = {
    "technology_class": "the kind of technology",
    "cost_pence": "the cost",
    "cost_per_person_year_pence": "the cost for one person",
    "savings_pence": "the savings",
    "price_year": "the price year",
    "source_url": "the address of the source",
    "need_addressed": "the need",
}
NUMBER = {"class": "govuk-input--width-5", "inputmode": "numeric"}


class SectionForm(GovukModelForm):
    """The answers of one section, with the version they started from."""

    nouns = NOUNS
    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    class Meta:
        model = CaseStudy
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"began", "ended"} & set(self.fields):
            self.fields[name].validators.append(YEAR_OR_MONTH)
        if "technology_class" in self.fields:
            self.fields["technology_class"].empty_label = None

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            text = cleaned.get(name)
            if isinstance(text, str) and isinstance(field.widget, forms.Textarea):
                self._limit(name, text)
        self._check_order(cleaned)
        return cleaned

    def _limit(self, name: str, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            words = f"{self.fields[name].label} must be {LONGEST_TEXT:,} characters or less"
            self.add_error(name, words)

    def _check_order(self, cleaned: dict) -> None:
        began, ended = cleaned.get("began"), cleaned.get("ended")
        if began and ended and ended[: len(began)] < began[: len(ended)]:
            self.add_error("ended", "When it ended must be after it began")
        enrolled, completed = cleaned.get("enrolled"), cleaned.get("completed")
        if enrolled is not None and completed is not None and completed > enrolled:
            self.add_error("completed", "Measured at the end must not be more than began")

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def _field(name: str, **options) -> forms.Field:
    """The form field of a field of the template."""
    hint = HELP.get(name) or model_field(name).help_text
    options |= {"label": LABELS[name], "help_text": hint}
    required = options.pop("required", False)
    if is_money(name):
        return PoundsField(required=False, **options)
    if is_lines(name):
        return LinesField(required=False, **options)
    if is_several(name):
        several = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"})
        choices = list(choices_of(name).items())
        return forms.MultipleChoiceField(required=False, choices=choices, widget=several, **options)
    if choices_of(name):
        return _one_of(name, options)
    field = model_field(name).formfield(**options)
    field.required = required or field.required
    if isinstance(field, forms.IntegerField):
        field.widget = forms.TextInput(attrs=NUMBER)
    elif isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = "3"
    return field


def _one_of(name: str, options: dict) -> forms.ChoiceField:
    """A closed list; “Not known” comes first where it is not on the list itself."""
    choices = list(choices_of(name).items())
    known = [pair for pair in choices if pair[0] in ("unknown", "not_stated")]
    first = known or [("", "Not known")]
    rest = [pair for pair in choices if pair not in known]
    field = forms.TypedChoiceField(required=False, choices=[*first, *rest], **options)
    field.empty_value = first[0][0]
    return field


def _made(section: Section) -> type[SectionForm]:
    names = tuple(name for name in section.fields if name != "borough")
    fields = {}
    for name in names:
        if name == "source_url":
            fields[name] = forms.URLField(
                label=LABELS[name], required=False, max_length=500, assume_scheme="https"
            )
        else:
            fields[name] = _field(name)
    meta = type("Meta", (SectionForm.Meta,), {"fields": names})
    return type(f"{section.slug.capitalize()}Form", (SectionForm,), {**fields, "Meta": meta})


FORMS = {section.slug: _made(section) for section in SECTIONS}


def section_form(slug: str, *args, **kwargs) -> SectionForm:
    """The form of that section. Raises KeyError where there is no such section."""
    return FORMS[BY_SLUG[slug].slug](*args, **kwargs)
