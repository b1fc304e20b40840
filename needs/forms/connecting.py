"""What asking to connect, and saying no, ask."""

from django import forms

from needs.forms.fields import plain_newlines
from procurement_portal.lib.form_rendering import GovukForm


class AskForm(GovukForm):
    message = forms.CharField(
        required=False,
        max_length=500,
        label="Your message (optional)",
        help_text="Such as what you want to find out, and by when",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nouns = {"message": "your message"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))


class RefuseForm(GovukForm):
    answer = forms.CharField(
        required=False,
        max_length=500,
        label="Why? (optional)",
        help_text="They read it without your borough’s name. Do not say what would tell them",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nouns = {"answer": "why"}

    def __init__(self, data=None):
        super().__init__(plain_newlines(data))
