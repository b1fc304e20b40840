from django import forms

from procurement_portal.lib.form_rendering import GovukForm


class ReasonForm(GovukForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Its borough reads this.",
    )
