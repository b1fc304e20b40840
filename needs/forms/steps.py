"""The first questions of the posting journey, and what all its pages share.

The same forms are used again when a need is edited.
"""

import copy

from django import forms

from needs.forms.fields import plain_newlines
from needs.models import Capability, Need, NeedTerms
from procurement_portal.lib.form_rendering import GovukModelForm, HintedRadios

OTHER = "other"  # "none of these": the kind is chosen from the whole list
SHORTEST_TEXT = 15  # characters: less than this says nothing a reader could use


class StepForm(GovukModelForm):
    """A page of answers on a need (or its terms), with the version it started from.

    `values()` and `terms()` are what `needs.editing.save_answers` takes.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Need
        fields: list[str] = []

    def __init__(self, need, *, terms, user, data=None, text=""):
        self.need, self.need_terms, self.user, self.text = need, terms, user, text
        instance = copy.copy(terms if self._meta.model is NeedTerms else need)
        data = plain_newlines(data)
        if data is not None and not data.get("version", "").isdecimal():
            data["version"] = "0"  # an unknown version counts as an old one: nothing is overwritten
        initial = {"version": need.version, **self.suggested_answers()}
        super().__init__(data=data, instance=instance, initial=initial)

    def suggested_answers(self) -> dict:
        """Answers put in before anything is typed."""
        return {}

    def values(self) -> dict:
        """The answers that stand on the need."""
        return {} if self._meta.model is NeedTerms else self._answers()

    def terms(self) -> dict:
        """The answers that stand on its commercial terms."""
        return self._answers() if self._meta.model is NeedTerms else {}

    def _answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class TitleForm(StepForm):
    nouns = {"title": "what you need"}

    class Meta(StepForm.Meta):
        fields = ["title"]


class SuggestedField(forms.ModelChoiceField):
    """One of the suggested capabilities, or OTHER."""

    def to_python(self, value):
        return value if value == OTHER else super().to_python(value)


class CapabilityForm(StepForm):
    suggested = SuggestedField(
        Capability.objects.all(),
        to_field_name="slug",
        required=False,
        label="What kind of need is it?",
        help_text="Suggested from your own words. The right kind is how other boroughs find you.",
        widget=HintedRadios(),
        error_messages={"invalid_choice": "Select what kind of need it is"},
    )
    other = forms.ModelChoiceField(
        Capability.objects.all(),
        to_field_name="slug",
        required=False,
        label="If it is none of these, choose from all kinds",
        empty_label="Choose a kind",
        error_messages={"invalid_choice": "Select a kind of need from the list"},
    )

    def __init__(self, need, *, suggestions=(), **kwargs):
        super().__init__(need, **kwargs)
        hints = {s.capability.slug: s.why for s in suggestions}
        choices = [(s.capability.slug, s.capability.name) for s in suggestions]
        current = need.capability
        if current is not None and current.slug not in hints:
            choices.insert(0, (current.slug, current.name))
            hints[current.slug] = current.description
        radio = self.fields["suggested"].widget
        radio.choices = [*choices, (OTHER, "None of these")] if choices else []
        radio.hints = hints
        if not choices:
            del self.fields["suggested"]
            self.fields["other"].label = "What kind of need is it?"

    def suggested_answers(self):
        capability = self.need.capability
        return {"suggested": capability.slug if capability else None}

    def clean(self):
        cleaned = super().clean()
        picked, other = cleaned.get("suggested"), cleaned.get("other")
        capability = other if picked in (OTHER, None, "") else picked
        if not capability and not self.errors:
            field = "other" if picked == OTHER or "suggested" not in self.fields else "suggested"
            self.add_error(field, "Select what kind of need it is")
        cleaned["capability"] = capability
        return cleaned

    def values(self):
        return {"capability": self.cleaned_data["capability"]}


class SimilarForm(StepForm):
    """Nothing to answer: the page is read and gone past."""


class TextForm(StepForm):
    """One question in the officer's own words, which must be answered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self._meta.fields[0]
        field = self.fields[name]
        field.required = True
        field.widget.attrs["rows"] = "8"

    def clean(self):
        cleaned = super().clean()
        name = self._meta.fields[0]
        text = cleaned.get(name)
        if text and len(text) < SHORTEST_TEXT:
            noun = self.nouns[name]
            self.add_error(name, f"Say a little more about {noun}: a sentence or two")
        return cleaned


class ProblemForm(TextForm):
    nouns = {"problem": "why you need it"}

    class Meta(StepForm.Meta):
        fields = ["problem"]
        labels = {"problem": "Why do you need it?"}


class UsersForm(TextForm):
    nouns = {"users": "who will use it, and what they need"}

    class Meta(StepForm.Meta):
        fields = ["users"]
        labels = {"users": "Who will use it, and what do they need?"}


class OutcomeForm(TextForm):
    nouns = {"outcome": "the outcome you want"}

    class Meta(StepForm.Meta):
        fields = ["outcome"]
        labels = {"outcome": "What outcome do you want?"}
