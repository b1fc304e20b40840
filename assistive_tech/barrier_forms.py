"""What the barrier pages accept."""

import datetime
import hashlib
import logging

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from assistive_tech.models import Barrier, BarrierAction
from members.models import Membership
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm, GovukModelForm
from procurement_portal.lib.uploads import (
    ALLOWED,
    MAX_BYTES,
    TOO_LARGE,
    CannotScan,
    FileRefused,
    checked_file,
    scan,
)

logger = logging.getLogger(__name__)
NOT_SCANNED = "The file could not be scanned for viruses. Try again in a few minutes"
LONGEST_TEXT = 4_000
FURTHEST_DUE = datetime.timedelta(days=3 * 365)
PUBLIC_WORDS = "Everybody can read this. Name no resident, and no supplier’s prices."


class BarrierForm(GovukModelForm):
    """A barrier's text.

    `considered` are the references of similar ones shown already, `trial` that of a trial it is
    raised from.
    """

    nouns = {"text": "what gets in the way", "borough": "your borough"}

    started_from = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=100_000, required=False
    )
    considered = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    trial = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)

    class Meta:
        model = Barrier
        fields = ("borough", "title", "text", "kind", "technology_classes")
        labels = {
            "text": "What gets in the way",
            "kind": "Kind",
            "technology_classes": "Kinds of technology it concerns",
        }
        help_texts = {
            "borough": "",
            "title": "One sentence that another borough would recognise",
            "text": "What happened, to whom, and what it stopped. Groups only: nothing that could "
            "point to one resident",
            "technology_classes": "Leave empty if it concerns all",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": "6"}),
            "technology_classes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, boroughs=None, for_loti=False, **kwargs):
        """`boroughs`: those it may be raised for; None or none leaves the borough as is.

        `for_loti`: whether it may be raised for no borough too, on LOTI's behalf.
        """
        super().__init__(*args, **kwargs)
        if not boroughs:
            del self.fields["borough"]
        else:
            self.fields["borough"].queryset = boroughs
            self.fields["borough"].empty_label = "LOTI" if for_loti else None
            self.fields["borough"].required = not for_loti
        self.fields["text"].max_length = LONGEST_TEXT
        self.fields["kind"].choices = [("", "Choose one"), *Barrier.Kind.choices]

    def clean_text(self):
        return _short_enough(self.cleaned_data["text"], "What gets in the way")

    @property
    def texts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "text", "kind")}

    @property
    def seen(self) -> set[str]:
        return set(self.cleaned_data["considered"].split())


def _short_enough(text: str, noun: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValidationError(f"{noun} must be {LONGEST_TEXT:,} characters or less")
    return text


class BarrierReasonForm(GovukForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=PUBLIC_WORDS,
    )


class PriorityForm(GovukForm):
    nouns = {"priority": "a priority"}

    priority = forms.ChoiceField(
        label="Priority", choices=Barrier.Priority.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=f"Why it comes before or after others. {PUBLIC_WORDS}",
    )


class OwnerField(forms.ModelChoiceField):
    """A person in a borough: two boroughs may share somebody."""

    def label_from_instance(self, membership) -> str:
        return f"{membership.user}, {membership.borough or 'LOTI'}"


class ActionForm(GovukForm):
    """An action with who does it; cleans `owner` to a membership."""

    nouns = {"text": "what is to be done", "owner": "who does it", "due_on": "the due date"}

    text = forms.CharField(label="What is to be done", max_length=300, help_text=PUBLIC_WORDS)
    owner = OwnerField(
        label="Who does it",
        queryset=Membership.objects.none(),
        empty_label="Choose one",
        help_text="Everybody reads the borough; only members read the name",
    )
    due_on = GovukDateField(label="Due date", help_text="For example, 31 3 2027")

    def __init__(self, *args, owners, due_was=None, **kwargs):
        """`due_was`: the day it has now, which may have passed and stay."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        self.due_was = due_was

    def clean_due_on(self):
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if day < today and day != self.due_was:
            raise ValidationError("The due date must be today or later")
        if day > today + FURTHEST_DUE:
            raise ValidationError("The due date must be within three years")
        return day

    @property
    def values(self) -> dict:
        owner = self.cleaned_data["owner"]
        return {
            "text": self.cleaned_data["text"],
            "due_on": self.cleaned_data["due_on"],
            "owner": owner.user,
            "borough": owner.borough,
        }


class ProgressForm(GovukForm):
    nouns = {"text": "how it goes"}

    text = forms.CharField(
        label="How it goes",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=f"Dated today. {PUBLIC_WORDS}",
    )


class FinishForm(GovukForm):
    """How an action ended."""

    nouns = {"status": "how it ended", "outcome": "what came of it"}

    status = forms.ChoiceField(
        label="How did it end?",
        choices=[
            (BarrierAction.Status.DONE, "It is done"),
            (BarrierAction.Status.DROPPED, "It was dropped"),
        ],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label="What came of it",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=PUBLIC_WORDS,
    )


class FileForm(GovukForm):
    """An output that others may use again; cleans `file` to a `CheckedFile`."""

    nouns = {"file": "a file", "title": "the title", "description": "what it is for"}

    file = forms.FileField(label="File", max_length=500, help_text=f"{ALLOWED}, 10 MB at most")
    title = forms.CharField(label="Title", max_length=120, help_text=PUBLIC_WORDS)
    description = forms.CharField(
        label="What it is for",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Who may use it, and what they should change",
    )

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise ValidationError(f"The file {TOO_LARGE}")
        try:
            file = checked_file(sent.read(), sent.name)
            self.scanned = scan(file.content)
        except FileRefused as refusal:
            raise ValidationError(f"The file {refusal}") from refusal
        except CannotScan as trouble:
            logger.warning("The virus scanner did not answer: %s", trouble)
            raise ValidationError(NOT_SCANNED) from trouble
        return file

    @property
    def values(self) -> dict:
        file = self.cleaned_data["file"]
        return {
            "title": self.cleaned_data["title"],
            "description": self.cleaned_data["description"],
            "file_name": file.name,
            "content_type": file.content_type,
            "content": file.content,
            "size": len(file.content),
            "content_hash": hashlib.sha256(file.content).hexdigest(),
            "scanned": self.scanned,
        }


class DeclineForm(GovukForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="LOTI’s moderators and your borough read it in the barrier’s history.",
    )


class SurvivorField(forms.ModelChoiceField):
    def label_from_instance(self, barrier) -> str:
        return f"{barrier.title} ({barrier.reference})"


class MergeForm(GovukForm):
    """Which barrier this one is part of, and why."""

    nouns = {"into": "the barrier it is part of"}

    into = SurvivorField(
        label="Which barrier is it part of?",
        queryset=Barrier.objects.none(),
        to_field_name="reference",
        empty_label="Choose one",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Who raised it reads this and decides.",
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class StudySearchForm(GovukForm):
    q = forms.CharField(label="Find a case study", max_length=100, required=False)


class TrialSearchForm(GovukForm):
    q = forms.CharField(label="Find a trial", max_length=100, required=False)
