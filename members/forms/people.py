import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import BoroughDomain, Membership
from procurement_portal.lib.form_rendering import (
    GovukDateField,
    GovukForm,
    GovukModelForm,
    HintedRadios,
)

Role = Membership.Role
ROLE_HINTS = {
    Role.OFFICER: "Sees what members see; posts and edits the borough’s needs and contracts",
    Role.LEAD: "As an officer, and decides who belongs to the borough, and confirms its register",
    Role.CIO: "As a lead, and alone commits the borough when boroughs buy together",
    Role.AT_LEAD: "As an officer, and looks after the borough’s case studies and trials",
}


class RoleForm(GovukForm):
    """A role among those the person who decides may give."""

    nouns = {"role": "a role"}

    role = forms.ChoiceField(
        label="Role",
        widget=HintedRadios(hints=ROLE_HINTS),
        error_messages={"required": "Select a role"},
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class AcceptForm(RoleForm):
    """The role, and the last day of somebody whose address is not the borough's."""

    nouns = {**RoleForm.nouns, "ends_on": "the last day"}

    ends_on = GovukDateField(
        label="Last day",
        help_text="When access ends by itself, at most two years from today",
    )

    def __init__(self, *args, for_a_time: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not for_a_time:
            del self.fields["ends_on"]

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if not today < day <= today + datetime.timedelta(days=731):
            raise ValidationError("The last day must be in the next two years")
        return day


class ReasonForm(GovukForm):
    nouns = {"reason": "the reason"}

    reason = forms.CharField(
        label="Why?",
        help_text="The person reads this in an email. Say what they can do next",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class DomainForm(GovukModelForm):
    nouns = {"domain": "a domain, like hackney.gov.uk"}

    class Meta:
        model = BoroughDomain
        fields = ["domain"]
        labels = {"domain": "Add a domain"}
        help_texts = {
            "domain": "What stands after the @ in the borough’s email addresses. Only exactly this"
            " domain counts; add a subdomain by itself"
        }

    def clean_domain(self):
        return self.cleaned_data["domain"].strip().lower().removeprefix("@")

    def _get_validation_exclusions(self):
        """The borough is not asked, and its domains must still be told apart."""
        return super()._get_validation_exclusions() - {"borough"}
