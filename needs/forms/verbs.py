"""What the verbs on a need ask: joining, withdrawing, closing, sending back."""

from django import forms

from needs.facts import COMPARED, label
from needs.forms.fields import check_year, plain_newlines, radios
from needs.models import Interest, Need
from procurement_portal.lib.form_rendering import (
    GovukDateField,
    GovukForm,
    GovukModelForm,
    HintedRadios,
)


def borough_choices(user, without: str = "") -> list[tuple[str, str]]:
    """The person's boroughs as choices, leaving one out."""
    return [
        (m.borough_id, m.borough.short_name)
        for m in user.active_memberships
        if m.borough_id and m.borough_id != without
    ]


class StartForm(GovukForm):
    """Begins a draft. `token` makes a form that is sent twice begin one need only."""

    title = forms.CharField(
        max_length=100, label="What do you need?", help_text=Need._meta.get_field("title").help_text
    )
    borough = forms.ChoiceField(label="Which borough is it for?", widget=HintedRadios())
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Send the form again: it was incomplete",
            "invalid": "Send the form again: it was incomplete",
        },
    )
    nouns = {"title": "what you need", "borough": "which borough it is for"}

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = borough_choices(user)
        self.fields["borough"].choices = choices
        if len(choices) == 1:
            self.fields["borough"].required = False
            self.fields["borough"].widget = forms.HiddenInput()
            self.fields["borough"].initial = choices[0][0]

    def clean_borough(self):
        return self.cleaned_data["borough"] or self.fields["borough"].choices[0][0]


class JoinForm(GovukModelForm):
    """“Ours too”: a date and a value, and for some people which of their boroughs."""

    value_band = radios(
        Need.ValueBand.choices,
        "What would yours be worth over its whole life?",
        message="Select a value band",
        initial=Need.ValueBand.UNKNOWN,
    )
    nouns = {"wanted_by": "when you would want it"}

    class Meta:
        model = Interest
        fields = ["wanted_by", "value_band"]
        field_classes = {"wanted_by": GovukDateField}
        labels = {"wanted_by": "When would you want it?"}
        help_texts = {"wanted_by": "A rough date will do, for example 1 4 2028"}

    def __init__(self, user, need, data=None, **kwargs):
        self.joining = Interest(need=need, by=user)
        super().__init__(data=data, instance=self.joining, **kwargs)
        self.fields["wanted_by"].required = True
        choices = borough_choices(user, without=need.borough_id)
        self.fields["borough"] = forms.ChoiceField(
            choices=choices,
            label="Which of your boroughs?",
            required=len(choices) > 1,
            widget=HintedRadios() if len(choices) > 1 else forms.HiddenInput(),
            initial=choices[0][0] if choices else None,
            error_messages={"required": "Select which of your boroughs joins"},
        )

    def clean_wanted_by(self):
        check_year(self.cleaned_data["wanted_by"], "The date you would want it")
        return self.cleaned_data["wanted_by"]

    def clean_borough(self):
        return self.cleaned_data["borough"] or self.fields["borough"].choices[0][0]

    def join(self) -> Interest:
        """The borough's place on the need; sent twice, or by two colleagues, it is one."""
        interest, _ = Interest.objects.get_or_create(
            need=self.joining.need,
            borough_id=self.cleaned_data["borough"],
            left_at=None,
            defaults={
                "by": self.joining.by,
                "is_example": self.joining.by.is_example,
                "wanted_by": self.cleaned_data["wanted_by"],
                "value_band": self.cleaned_data["value_band"],
            },
        )
        return interest


class WithdrawForm(GovukForm):
    reason = forms.CharField(
        required=False,
        max_length=1000,
        label="Why? (optional)",
        help_text="Kept in the need’s history, and told to those who joined or follow it",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nouns = {"reason": "the reason"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))


class CloseForm(GovukForm):
    outcome = radios(Need.Outcome.choices, "How did it end?", message="Select how it ended")
    reason = forms.CharField(
        max_length=2000,
        label="What happened?",
        help_text="Such as “Let to one supplier with Brent, through a framework, in May 2028”",
        widget=forms.Textarea,
    )
    nouns = {"reason": "what happened"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))


REASONS = (
    ("Remove the names of people", "Remove personal names, email addresses and phone numbers."),
    ("Remove supplier pricing", "Remove the supplier’s prices: they are commercially sensitive."),
    (
        "Say more about the problem",
        "Say what goes wrong and how often, so that others can compare.",
    ),
    ("Describe the need, not a product", "Describe what is needed instead of naming a product."),
    ("Check the dates", "The dates do not fit each other, or have passed. Please check them."),
    ("Someone has posted this already", "Another borough’s need covers this. Please join it."),
)


class SendBackForm(GovukForm):
    """Which answer, and what to do about it: a ready sentence, one's own words, or both."""

    field = forms.ChoiceField(
        label="Which answer?",
        choices=lambda: [("", "Choose an answer"), *((name, label(name)) for name in COMPARED)],
        error_messages={"required": "Select which answer has to change"},
    )
    template = forms.ChoiceField(
        label="What has to change?",
        choices=[*((title, title) for title, _ in REASONS), ("", "Something else")],
        required=False,
        widget=HintedRadios(hints=dict(REASONS)),
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=2000,
        help_text="The author reads this. Quote the words you mean and say what to do",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    nouns = {"words": "your own words"}

    def __init__(self, data=None, **kwargs):
        super().__init__(plain_newlines(data), **kwargs)

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get("template") or cleaned.get("words") or "words" in self.errors
        if not said:
            self.add_error("words", "Enter what has to change, or choose one of the reasons")
        return cleaned

    def reason(self) -> str:
        """The whole reason, beginning with the answer it is about."""
        cleaned = self.cleaned_data
        sentences = [dict(REASONS).get(cleaned["template"], ""), cleaned["words"]]
        return f"{label(cleaned['field'])}: " + " ".join(filter(None, sentences))


class VersionForm(GovukForm):
    """The version a decision is about."""

    version = forms.IntegerField(widget=forms.HiddenInput)
