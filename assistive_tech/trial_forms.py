"""What the pages of trials accept."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from assistive_tech.models import Trial, TrialBorough
from assistive_tech.trial_gates import DESIGNED, NOT_SAID, READY
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm, GovukModelForm

LONGEST_TEXT = 4_000
MOST_PEOPLE = 100_000
NARROW = {"class": "govuk-input--width-5", "inputmode": "numeric"}
NUMBERS = (
    *("followup_weeks", "usual_percent", "hoped_percent", "difference", "spread", "loss_percent"),
    "target",
)
DATES = ("planned_start", "planned_end", "planned_report")


class TrialModelForm(GovukModelForm):
    """Long texts are counted, and too long ones refused at the field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.long = [n for n, f in self.fields.items() if isinstance(f.widget, forms.Textarea)]
        for name in self.long:
            self.fields[name].max_length = LONGEST_TEXT

    def clean(self):
        cleaned = super().clean()
        for name in self.long:
            if len(cleaned.get(name) or "") > LONGEST_TEXT:
                label = self.fields[name].label
                self.add_error(name, f"{label} must be {LONGEST_TEXT:,} characters or less")
        return cleaned

    @property
    def values(self) -> dict:
        """What was typed, by field of the trial."""
        names = (name for name in self.Meta.fields if name in self.fields)
        return {name: self.cleaned_data[name] for name in names}


class ProposalForm(TrialModelForm):
    nouns = {"technology_class": "the kind of technology", "outcome": "the outcome"}

    borough = forms.ModelChoiceField(
        queryset=None, label="Your borough", help_text="It leads the trial until another does"
    )

    class Meta:
        model = Trial
        fields = ("title", "question", "technology_class", "outcome", "population")
        labels = {
            "technology_class": "Kind of technology",
            "outcome": "Outcome sought",
            "population": "Who it is for",
        }
        widgets = {"question": forms.Textarea(attrs={"rows": "3"})}

    def __init__(self, *args, boroughs, **kwargs):
        """`boroughs`: those the person may commit; none for a moderator, who commits nobody."""
        super().__init__(*args, **kwargs)
        self.fields["technology_class"].empty_label = "Choose one"
        self.fields["population"].choices = [("", "Anybody"), *Trial.population.field.choices]
        if boroughs:
            self.fields["borough"].queryset = boroughs
            self.fields["borough"].empty_label = None
        else:
            del self.fields["borough"]


class DesignForm(TrialModelForm):
    """The design; what the gates asked for cannot be taken away again after they were passed."""

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    class Meta:
        model = Trial
        fields = (
            *("title", "question", "intervention", "design", "comparator", "measures"),
            *("baseline_plan", "followup_weeks", "compares", "usual_percent", "hoped_percent"),
            *("difference", "spread", "loss_percent", "target", "stop_rules", *DATES),
            "contact_role",
        )
        labels = {
            "intervention": "What is put in place",
            "comparator": "Compared with",
            "baseline_plan": "How the baseline is taken",
            "followup_weeks": "Weeks until it is measured again",
            "compares": "What the main measure comes to",
            "usual_percent": "Share it happens to now, in percent",
            "hoped_percent": "Share you hope for, in percent",
            "difference": "Difference in the mean that would matter",
            "spread": "Standard deviation of the score",
            "loss_percent": "Percent who leave before the end",
            "target": "Target number of people",
            "stop_rules": "When you would stop early",
            "planned_start": "Recruiting is planned from",
            "planned_end": "The last measure is planned on",
            "planned_report": "The report is planned for",
            "contact_role": "Whom to ask",
        }
        help_texts = {
            "usual_percent": "Leave empty if you use a mean",
            "difference": "In points of the score. Leave empty if you use shares",
        }
        field_classes = dict.fromkeys(DATES, GovukDateField)
        widgets = {
            "question": forms.Textarea(attrs={"rows": "3"}),
            "measures": forms.CheckboxSelectMultiple,
            **{name: forms.TextInput(attrs=dict(NARROW)) for name in NUMBERS},
        }

    PARTS = (
        ("The question", ("title", "question", "contact_role")),
        ("What is put in place, and how it is studied", ("intervention", "design", "comparator")),
        ("What is measured", ("measures", "baseline_plan", "followup_weeks")),
        (
            "How many people it needs",
            (
                *("compares", "usual_percent", "hoped_percent", "difference", "spread"),
                *("loss_percent", "target"),
            ),
        ),
        ("When it would stop, and its dates", ("stop_rules", *DATES)),
    )

    @property
    def parts(self) -> list[dict]:
        """The fields under headings, each with the id that the contents lead to."""
        return [
            {"id": f"part-{number}", "text": text, "fields": [self[name] for name in names]}
            for number, (text, names) in enumerate(self.PARTS, start=1)
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        measures = Trial._meta.get_field("measures")
        self.fields["measures"] = forms.MultipleChoiceField(
            label="Measures",
            required=False,
            choices=measures.base_field.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=measures.help_text,
        )
        self.fields["compares"].choices = [("", "Not chosen yet"), *Trial.Compares.choices]

    def clean(self):
        cleaned = super().clean()
        self._share("usual_percent", cleaned)
        self._share("hoped_percent", cleaned)
        if cleaned.get("usual_percent") and (
            cleaned["usual_percent"] == cleaned.get("hoped_percent")
        ):
            self.add_error("hoped_percent", "Enter a share other than the one it is now")
        if (cleaned.get("loss_percent") or 0) > 90:
            self.add_error("loss_percent", "Percent who leave must be 90 or less")
        for name in ("difference", "spread"):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(name, f"{self.fields[name].label} must be more than 0")
        self._in_order(cleaned)
        self._keep_what_gates_asked(cleaned)
        return cleaned

    def _share(self, name: str, cleaned: dict) -> None:
        if cleaned.get(name) is not None and not 1 <= cleaned[name] <= 99:
            self.add_error(name, f"{self.fields[name].label} must be between 1 and 99")

    def _in_order(self, cleaned: dict) -> None:
        dates = [(name, cleaned[name]) for name in DATES if cleaned.get(name)]
        for (_, earlier), (name, later) in zip(dates, dates[1:], strict=False):
            if later < earlier:
                self.add_error(name, "This date must not be before the one above")

    def _keep_what_gates_asked(self, cleaned: dict) -> None:
        states = Trial.Status
        needed = {} if self.instance.status == states.PROPOSED else DESIGNED
        if self.instance.status == states.READY:
            needed = DESIGNED | READY
        for name, words in needed.items():
            if name not in self.errors and cleaned.get(name) in NOT_SAID:
                self.add_error(name, ValidationError(f"Enter {words}"))


class ProgressForm(TrialModelForm):
    """Once people take part the design stands: only dates and findings are still written."""

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    class Meta:
        model = Trial
        fields = ("findings", "planned_end", "planned_report", "contact_role")
        labels = {
            "findings": "What was found",
            "planned_end": "The last measure is planned on",
            "planned_report": "The report is planned for",
            "contact_role": "Whom to ask",
        }
        field_classes = dict.fromkeys(DATES[1:], GovukDateField)


class PapersForm(GovukModelForm):
    """Each paper with its date, or not yet."""

    class Meta:
        model = TrialBorough
        fields = ("agreement_version", "agreement_on", "dpia_reference", "dpia_on")
        labels = {
            "agreement_version": "Version of the agreement with people who take part",
            "agreement_on": "Agreed in your borough on",
            "dpia_reference": "Reference of the data protection impact assessment",
            "dpia_on": "Assessment signed off on",
        }
        field_classes = dict.fromkeys(("agreement_on", "dpia_on"), GovukDateField)

    PAIRS = (("agreement_version", "agreement_on"), ("dpia_reference", "dpia_on"))

    def clean(self):
        cleaned = super().clean()
        for name, date in self.PAIRS:
            if cleaned.get(name) and not cleaned.get(date) and date not in self.errors:
                self.add_error(date, "Enter the date as well")
            if cleaned.get(date) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"Enter the {name.split('_')[1]} as well")
            if cleaned.get(date) and cleaned[date] > timezone.localdate():
                self.add_error(date, "The date must be today or in the past")
        if self.instance.trial.status not in (Trial.Status.PROPOSED, Trial.Status.DESIGNED):
            for name, _ in self.PAIRS:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, "This cannot be taken away once the trial is ready")
        return cleaned


class LeaveForm(GovukForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Members of every borough read it on the trial’s page. Name no resident.",
    )


class MonthForm(GovukForm):
    """Totals of one month; the months are those since people could first join."""

    month = forms.ChoiceField(label="Month")
    recruited = forms.IntegerField(
        label="People who began in this month",
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs=dict(NARROW)),
    )
    completed = forms.IntegerField(
        label="People measured for the last time in this month",
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs=dict(NARROW)),
    )

    def __init__(self, *args, months: list, **kwargs):
        """`months`: their first days, the newest first."""
        super().__init__(*args, **kwargs)
        self.months = {f"{month:%Y-%m}": month for month in months}
        self.fields["month"].choices = [(key, f"{day:%B %Y}") for key, day in self.months.items()]

    @property
    def values(self) -> dict:
        return self.cleaned_data | {"month": self.months[self.cleaned_data["month"]]}
