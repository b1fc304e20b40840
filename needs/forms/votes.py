"""The CIO's vote: one question for each tender group."""

from django import forms
from django.db import transaction
from django.utils import timezone

from members.models import Borough
from needs.forms.fields import radios
from needs.models import TenderGroup, TenderGroupVote
from procurement_portal.lib.form_rendering import GovukForm, HintedRadios

ABOUT = {
    TenderGroup.CORE_TECHNOLOGIES: "Networks, devices, hosting and other technology that every "
    "council needs",
    TenderGroup.BUSINESS_SYSTEMS: "Buying again the systems that run a service, such as housing "
    "or revenues",
    TenderGroup.INNOVATIVE_TOOLS: "Specialised or new tools, where the market is still young",
}


class VoteForm(GovukForm):
    """Saves one row a group, replacing what the borough said earlier in the quarter."""

    borough = forms.ChoiceField(label="Which borough are you voting for?", widget=HintedRadios())
    nouns = {"borough": "which borough you are voting for"}

    def __init__(self, boroughs: list[Borough], quarter, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarter = quarter
        choices = [(borough.gss, borough.short_name) for borough in boroughs]
        self.fields["borough"].choices = choices
        self.fields["borough"].initial = choices[0][0]
        if len(choices) == 1:
            self.fields["borough"].widget = forms.HiddenInput()
        for group, about in ABOUT.items():
            self.fields[group.value] = radios(
                TenderGroupVote.Attractiveness.choices,
                group.label,
                help_text=about,
                message=f"Select how attractive {group.label.lower()} are",
            )

    @transaction.atomic
    def save(self, by) -> None:
        for group in ABOUT:
            TenderGroupVote.objects.update_or_create(
                borough_id=self.cleaned_data["borough"],
                quarter=self.quarter,
                group=group,
                defaults={
                    "attractiveness": int(self.cleaned_data[group.value]),
                    "by": by,
                    "voted_at": timezone.now(),
                },
            )
