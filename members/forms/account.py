from django import forms

from members.models import User
from procurement_portal.lib.form_rendering import GovukForm, GovukModelForm


class NameForm(GovukModelForm):
    nouns = {"name": "your full name"}

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": "What is your name?"}
        help_texts = {"name": "First name and surname, as colleagues in other boroughs know you"}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class CloseAccountForm(GovukForm):
    sure = forms.BooleanField(
        label="Yes, close my account",
        error_messages={"required": "Tick the box if you want to close your account"},
    )
