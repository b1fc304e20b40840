"""What is asked of readers about a page, and of moderators about what readers said."""

import re

from django import forms
from django.core.exceptions import ValidationError

from guidance.forms import OwnerForm
from guidance.models import Edition, Feedback, GuideVersion, PageAnswer
from procurement_portal.lib.form_fields import HintedRadios, TrapField
from procurement_portal.lib.form_rendering import GovukForm, GovukModelForm
from procurement_portal.lib.formatting import format_uk_date

LEAST_WORDS = 3
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class Trapped:
    """A form for everybody; `is_trapped` says that a program filled it in."""

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])


class UsefulForm(Trapped, GovukForm):
    useful = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])
    website = TrapField()


class AnswerWordsForm(Trapped, GovukModelForm):
    nouns = {"words": "what we should change, or keep"}

    website = TrapField()

    class Meta:
        model = PageAnswer
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": "3"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True


class CommentForm(Trapped, GovukModelForm):
    """A comment on a section; who is signed in is answered at the address of their account."""

    nouns = {"text": "your comment"}

    website = TrapField()

    class Meta:
        model = Feedback
        fields = ("text", "email", "may_be_shown")
        labels = {"text": "Your comment", "email": "Email address for the reply (optional)"}
        help_texts = {
            "text": "What is wrong, missing or hard to follow? Do not write names, contact details "
            "or anything about a resident",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": "6"})}

    def __init__(self, *args, known: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]
        else:
            self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text.split()) < LEAST_WORDS:
            raise ValidationError("Write a sentence, so that we know what to change")
        if len(LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(f"Your comment must have {MOST_LINKS} links or less")
        return text


class ReplyForm(GovukForm):
    """An answer to a comment; `show` is asked only where its writer agreed."""

    nouns = {"decision": "whether you accept it"}

    decision = forms.ChoiceField(
        label="Your answer",
        choices=[("accept", "Accept"), ("decline", "Decline")],
        widget=HintedRadios(
            hints={
                "accept": "The page will change. You say later which version did it",
                "decline": "The page stays as it is, and you say why",
            }
        ),
    )
    reply = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text="Its writer reads this",
    )
    show = forms.BooleanField(
        required=False,
        label="Show the comment and this reply on the page",
        help_text="Its writer agreed. Nobody’s name is shown: check that the comment holds none",
    )

    def __init__(self, *args, may_be_shown: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_be_shown:
            del self.fields["show"]


class FinishForm(GovukForm):
    """Which version dealt with a comment: any that was published after it."""

    nouns = {"version": "the version"}

    version = forms.ModelChoiceField(
        GuideVersion.objects.none(), label="Version that dealt with it", empty_label="Choose"
    )

    def __init__(self, *args, feedback: Feedback, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = feedback.later_versions()
        self.fields["version"].label_from_instance = self._label

    @staticmethod
    def _label(version: GuideVersion | Edition) -> str:
        note = version.change_note or f"saved {format_uk_date(version.published_at)}"
        return f"Version {version.number}: {note}"


class AssignForm(OwnerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].label = "Who answers it"
        self.fields["owner"].empty_label = "Nobody yet"
        self.fields["owner"].help_text = ""
