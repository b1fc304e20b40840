from django import forms

from members.models import Borough
from procurement_portal.lib.form_rendering import GovukForm

NOTE_LIMIT = 500  # characters


class ChooseBoroughForm(GovukForm):
    """Between the boroughs that share the domain of a verified address."""

    borough = forms.ModelChoiceField(
        Borough.objects.none(),
        label="Which borough do you work for?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the borough you work for"},
    )

    def __init__(self, *args, boroughs, **kwargs):
        super().__init__(*args, **kwargs)
        pks = [borough.pk for borough in boroughs]
        self.fields["borough"].queryset = Borough.objects.filter(pk__in=pks)


class AskToJoinForm(GovukForm):
    nouns = {"note": "what you do for the borough, and who there can confirm it"}

    borough = forms.ModelChoiceField(
        Borough.objects.all(),
        label="Which borough do you work with?",
        empty_label="Choose a borough",
        error_messages={"required": "Select the borough you work with"},
    )
    note = forms.CharField(
        label="What do you do for the borough, and who there can confirm it?",
        help_text="The borough’s lead and LOTI read this. Do not give anybody’s private details",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=NOTE_LIMIT,
    )
