"""Starting a joint conversation, answering one, and saying how it ended."""

import datetime

from django import forms
from django.utils import timezone

from needs.conversations import DAYS_TO_ANSWER, LAST_DAY
from needs.forms.fields import plain_newlines, radios
from needs.forms.verbs import borough_choices
from needs.models import Conversation, ConversationInvite
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm, HintedRadios


class StartConversationForm(GovukForm):
    """Whom to ask, in which words, and by when they should answer."""

    borough = forms.ChoiceField(label="Which borough are you asking for?", widget=HintedRadios())
    boroughs = forms.MultipleChoiceField(
        label="Which boroughs do you want to ask?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Their lead and CIO get an email. Those you leave out are not told",
        error_messages={
            "required": "Select at least one borough to ask",
            "invalid_choice": "Select at least one of the boroughs listed",
        },
    )
    message = forms.CharField(
        label="Your message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Change it as you like. It is read by the boroughs you ask and by LOTI",
    )
    answer_by = GovukDateField(label="By when should they answer?")
    nouns = {
        "borough": "which borough you are asking for",
        "message": "your message",
        "answer_by": "the date by which they should answer",
    }

    def __init__(self, user, boroughs: list[tuple[str, str]], data=None, **kwargs):
        super().__init__(plain_newlines(data), **kwargs)
        own = borough_choices(user)
        self.fields["borough"].choices = own
        self.fields["borough"].initial = own[0][0]
        if len(own) == 1:
            self.fields["borough"].widget = forms.HiddenInput()
        self.fields["boroughs"].choices = boroughs
        self.fields["boroughs"].initial = [slug for slug, _ in boroughs]
        self.fields["answer_by"].initial = self._today + datetime.timedelta(days=DAYS_TO_ANSWER)

    @property
    def _today(self) -> datetime.date:
        return timezone.localdate()

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if not self._today < day <= self._today + datetime.timedelta(days=LAST_DAY):
            raise forms.ValidationError(
                f"The date by which they should answer must be in the next {LAST_DAY} days"
            )
        return day


class AnswerForm(GovukForm):
    """A borough's answer; a word with it is welcome and not asked for."""

    answer = radios(
        [c for c in ConversationInvite.Answer.choices if c[0] != ConversationInvite.Answer.NONE],
        "Does your borough want to talk?",
        message="Select whether your borough wants to talk",
    )
    note = forms.CharField(
        label="Anything to add? (optional)",
        required=False,
        max_length=300,
        help_text="Such as who will speak for you, or when it would suit you better",
    )
    nouns = {"note": "what you add"}


class CloseConversationForm(GovukForm):
    outcome = radios(Conversation.Outcome.choices, "How did it end?", message="Select how it ended")
    reason = forms.CharField(
        label="What was agreed, and why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The boroughs you asked and LOTI read this",
    )
    nouns = {"reason": "what was agreed, and why"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))
