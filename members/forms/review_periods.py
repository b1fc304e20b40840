from django import forms

from members.models import ReviewPeriod
from procurement_portal.lib.form_rendering import GovukModelForm

SHORTEST, LONGEST = 7, 1825  # days


class ReviewPeriodForm(GovukModelForm):
    nouns = {"kind": "which records", "days": "the number of days", "reason": "why it changes"}

    days = forms.IntegerField(
        label="Days until they must be confirmed again",
        help_text="Such as 180 for half a year, 365 for a year",
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "invalid": "Enter the number of days, such as 180",
            "min_value": f"Enter {SHORTEST} days or more",
            "max_value": f"Enter {LONGEST:,} days or fewer",
        },
    )

    class Meta:
        model = ReviewPeriod
        fields = ["kind", "days", "reason"]
        labels = {"kind": "Which records", "reason": "Why it changes"}
        help_texts = {"reason": "Everybody who moderates reads it"}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ReviewPeriod.Kind.choices  # no empty one among the radios

    def save_by(self, person) -> ReviewPeriod:
        self.instance.by = person
        return self.save()
