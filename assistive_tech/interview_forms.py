"""What the pages of interviews accept."""

from django import forms

from assistive_tech.interview_guide import FIELDS, GUIDE, LONGEST, LONGEST_NOTE
from members.models import Membership
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm


class LeadChoice(forms.ModelChoiceField):
    def label_from_instance(self, membership) -> str:
        return f"{membership.user}, {membership.borough.short_name}"


class InterviewForm(GovukForm):
    nouns = {"lead": "whom you talk to", "held_on": "the day of the interview"}

    lead = LeadChoice(
        label="Assistive technology lead",
        queryset=Membership.objects.none(),
        empty_label="Choose one",
        help_text="A person with that role in a borough. A lead of the borough can give it",
    )
    held_on = GovukDateField(label="Day of the interview")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        leads = Membership.objects.active().filter(role=Membership.Role.AT_LEAD)
        self.fields["lead"].queryset = leads.select_related("user", "borough").order_by(
            "borough__short_name", "user__name"
        )


class NotesForm(GovukForm):
    """An answer for each question of the guide; all may stay empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for _, questions in GUIDE:
            for question in questions:
                most = LONGEST.get(question.field, LONGEST_NOTE)
                self.fields[question.field] = forms.CharField(
                    label=question.text,
                    required=False,
                    max_length=most,
                    widget=forms.Textarea(attrs={"rows": "3"}),
                    error_messages={"max_length": f"An answer must be {most:,} characters or less"},
                )

    @property
    def sections(self) -> list[tuple[str, list]]:
        return [(title, [self[q.field] for q in questions]) for title, questions in GUIDE]

    @property
    def notes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}
