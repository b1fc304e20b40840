from django import forms

from assistive_tech.models import TechnologyClass
from community.models import DigestPreference
from needs.models import Capability
from procurement_portal.lib.form_rendering import GovukModelForm, HintedRadios

Frequency = DigestPreference.Frequency


class PreferenceForm(GovukModelForm):
    """How often, and one more of each kind of thing to follow."""

    nouns = {"frequency": "how often you want the digest"}

    add = forms.ModelChoiceField(
        label="Follow a kind of need",
        help_text="You hear of new needs of this kind from any borough. Leave empty to add none.",
        queryset=Capability.objects.none(),
        required=False,
        empty_label="Choose",
    )

    add_technology = forms.ModelChoiceField(
        label="Follow a kind of assistive technology",
        help_text="You hear of new evidence about it. Leave empty to add none.",
        queryset=TechnologyClass.objects.none(),
        required=False,
        empty_label="Choose",
    )

    class Meta:
        model = DigestPreference
        fields = ["frequency"]
        labels = {"frequency": "How often do you want it?"}
        widgets = {
            "frequency": HintedRadios(
                hints={
                    Frequency.WEEKLY: "On Monday at 7am",
                    Frequency.MONTHLY: "On the first of the month at 7am",
                    Frequency.NEVER: "You still see everything on your dashboard",
                }
            )
        }

    def __init__(self, *args, followed=(), technologies=(), may_follow=True, **kwargs):
        super().__init__(*args, **kwargs)
        if may_follow:
            self.fields["add"].queryset = Capability.objects.exclude(pk__in=followed)
            others = TechnologyClass.objects.exclude(pk__in=technologies)
            self.fields["add_technology"].queryset = others
        else:
            del self.fields["add"], self.fields["add_technology"]
