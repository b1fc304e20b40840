"""The questions about when, how much, with whom, and who can see it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from needs.forms.fields import check_year, radios, yes_no_unknown
from needs.forms.steps import StepForm
from needs.models import Need, Visibility
from procurement_portal.lib.form_rendering import GovukDateField, PoundsField


class TimingForm(StepForm):
    nouns = {
        "earliest_start": "the earliest start",
        "latest_start": "the latest start",
        "notice_on": "the notice date",
    }
    phase = radios(Need.Phase.choices, "How far along is it?", message="Select how far along it is")

    class Meta(StepForm.Meta):
        fields = ["earliest_start", "latest_start", "notice_on", "phase"]
        labels = {
            "earliest_start": "Earliest it could start",
            "latest_start": "Latest it must start",
            "notice_on": "When you mean to publish a tender notice",
        }
        help_texts = {
            "earliest_start": "For example 1 4 2028. Leave empty if you do not know yet",
            "latest_start": "Often the day after the last extension ends",
            "notice_on": "Leave empty if you do not know yet",
        }
        field_classes = dict.fromkeys(fields[:3], GovukDateField)
        widgets = dict.fromkeys(fields[:3], GovukDateField.widget)

    def suggested_answers(self):
        """From the contract's dates, when there is one and nothing was said yet."""
        contract = self.need_terms.current_contract
        if contract is None or "timing" in self.need.answered:
            return {}
        return {"earliest_start": contract.end, "latest_start": contract.latest_end}

    def clean(self):
        cleaned = super().clean()
        for name in self._meta.fields[:3]:
            try:
                check_year(cleaned.get(name), self.fields[name].noun)
            except ValidationError as error:
                self.add_error(name, error)
        first, last = cleaned.get("earliest_start"), cleaned.get("latest_start")
        if first and last and last < first:
            self.add_error(
                "latest_start", "The latest start must be the same as or after the earliest start"
            )
        elif last and last < timezone.localdate() and "latest_start" in self.changed_data:
            self.add_error("latest_start", "The latest start must be in the future")
        return cleaned


class ValueForm(StepForm):
    value_band = radios(
        Need.ValueBand.choices,
        "What is it worth over its whole life?",
        help_text="The band is shown to everyone who can see the need",
        message="Select a value band",
    )
    exact_value_pence = PoundsField(
        required=False,
        label="Estimated value (optional)",
        help_text="Whole life, VAT excluded, such as 480000. Only boroughs ever see this",
    )
    nouns = {"exact_value_pence": "the estimated value"}

    class Meta(StepForm.Meta):
        fields = ["value_band"]

    def suggested_answers(self):
        return {"exact_value_pence": self.need_terms.exact_value_pence}

    def terms(self):
        return {"exact_value_pence": self.cleaned_data["exact_value_pence"]}


LEVEL_HINTS = {
    Need.Level.SHARE: "You tell each other what you know. Nobody is bound to anything",
    Need.Level.ALIGN: "You write requirements together, then each borough buys its own",
    Need.Level.APPROACH: "One conversation with suppliers, one message to the market",
    Need.Level.VEHICLE: "Your CIO signs off. Each borough calls off from the same framework",
    Need.Level.PROCEDURE: "Your CIO and procurement lead sign off. Each borough has a contract",
    Need.Level.COMMISSION: "Shared budget, shared contract, shared decisions",
}


class TogetherForm(StepForm):
    collaboration_level = radios(
        Need.Level.choices,
        "How far would you go together?",
        hints=LEVEL_HINTS,
        help_text="Choose the furthest you could imagine today. It commits you to nothing",
        message="Select how far you would go together",
    )
    openness = radios(
        Need.Openness.choices,
        "How open are you to others?",
        message="Select how open you are to others",
    )

    class Meta(StepForm.Meta):
        fields = ["collaboration_level", "openness"]

    def values(self):
        return {
            "collaboration_level": int(self.cleaned_data["collaboration_level"]),
            "openness": self.cleaned_data["openness"],
        }


class RequirementsForm(StepForm):
    nouns = {
        "must_haves": "must-haves",
        "constraints": "constraints",
        "data_and_apis": "data and API needs",
    }

    class Meta(StepForm.Meta):
        fields = ["must_haves", "constraints", "data_and_apis"]
        labels = {
            "must_haves": "What must it do?",
            "constraints": "What limits you?",
            "data_and_apis": "What data and systems must it work with?",
        }
        help_texts = {
            "must_haves": "One a line, such as “Works offline on an inspector’s tablet”",
            "constraints": "Such as “Must be live before the rent year starts on 5 April”",
            "data_and_apis": "Such as “Addresses by UPRN”, “Two-way API with the finance system”",
        }


class SuppliersForm(StepForm):
    suits_sme = yes_no_unknown("Could a small or medium-sized firm do this?")
    suits_vcse = yes_no_unknown("Could a voluntary, community or social enterprise do this?")

    class Meta(StepForm.Meta):
        fields = ["suits_sme", "suits_vcse"]


class ContactForm(StepForm):
    nouns = {"contact": "who to contact"}

    class Meta(StepForm.Meta):
        fields = ["contact"]
        labels = {"contact": "Who should other boroughs contact?"}
        help_texts = {
            "contact": "A role or team, not a person’s name, such as “Housing systems manager”"
        }


VISIBILITY_HINTS = {
    Visibility.SEALED: "Nobody else reads it. You are still shown who has something like it",
    Visibility.MEMBERS: "Signed-in people from any of London’s 33 authorities",
    Visibility.PUBLIC: "Suppliers can read it too, without exact values, supplier or names",
}


ASK_LABEL = "If it is my borough only: others with something like it may ask to connect"


class VisibilityForm(StepForm):
    visibility = radios(
        Visibility.choices,
        "Who can see this need?",
        hints=VISIBILITY_HINTS,
        help_text=(
            "The exact value, your supplier and the contract’s price and notice are never shown "
            "outside the boroughs"
        ),
        message="Select who can see this need",
    )

    class Meta(StepForm.Meta):
        fields = ["visibility", "may_be_asked"]
        labels = {"may_be_asked": ASK_LABEL}
