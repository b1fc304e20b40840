"""What is asked about a conversation: who in role terms, what was said, which problems."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from guidance.models import Guide, ProblemStatement, ResearchNote, Technique
from guidance.personal_words import personal_words
from procurement_portal.lib.form_rendering import GovukDateField, GovukModelForm

SHOWN = 5  # words that a warning names


class ResearchForm(GovukModelForm):
    """`checked` appears where a text may name somebody: a warning, with a way on."""

    nouns = {
        "held_on": "the day",
        "who": "who it was with, in role terms",
        "summary": "what was said",
        "problems": "the problems that were spoken of",
    }

    checked = forms.BooleanField(
        required=False,
        label="I read it again: nobody is named, and nobody could be reached from it",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = ResearchNote
        fields = ("held_on", "kind", "who", "summary", "problems", "guides", "techniques")
        field_classes = {"held_on": GovukDateField}
        widgets = {
            "kind": forms.RadioSelect,
            "summary": forms.Textarea(attrs={"rows": "8"}),
            "problems": forms.CheckboxSelectMultiple,
            "guides": forms.CheckboxSelectMultiple,
            "techniques": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ResearchNote.Kind.choices
        self.fields["problems"].queryset = ProblemStatement.objects.order_by("position")
        self.fields["guides"].queryset = (
            Guide.objects.filter(published_version__isnull=False)
            .select_related("published_version")
            .defer("published_version__body", "published_version__html")
        )
        self.fields["techniques"].queryset = Technique.objects.only("name")

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError("The day must be today or in the past")
        return day

    def clean(self):
        cleaned = super().clean()
        found = {name: personal_words(cleaned.get(name) or "") for name in ("who", "summary")}
        if any(found.values()):
            self.fields["checked"].widget = forms.CheckboxInput()
            for name, words in found.items():
                if words and not cleaned.get("checked"):
                    self.add_error(name, self._warning(words))
        return cleaned

    @staticmethod
    def _warning(words: list[str]) -> str:
        listed = ", ".join(f"“{word}”" for word in words[:SHOWN])
        return (
            f"This may name a person or say how to reach them: {listed}. Take it out, or tick "
            "below that you read it again"
        )
