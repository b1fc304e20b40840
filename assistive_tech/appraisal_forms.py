"""What those who appraise a study fill in, and those who reconcile two appraisals."""

from django import forms

from assistive_tech.appraising import Answer, Item
from assistive_tech.models import Appraisal, Reconciliation
from assistive_tech.rating import NESTA
from procurement_portal.lib.form_rendering import GovukForm, GovukModelForm, HintedRadios

HINTS = {
    Item.AIM: "It says what was meant to change, before it says what did",
    Item.PARTICIPANTS: "How many, who they were, and how they were chosen",
    Item.BASELINE: "No caps the level at 1",
    Item.COMPARATOR: "People without it, or with something else",
    Item.SAMPLE: "A count of devices is not a count of people",
    Item.MEASURE: "Like SWEMWBS, ASCOT or EQ-5D-5L; routine records count as partly",
    Item.FOLLOW_UP: "Of those who began, how many were measured at the end",
    Item.INDEPENDENCE: "Who paid, who measured, who wrote",
    Item.COSTS: "It says what was counted, for whom, and in which year’s prices",
    Item.HARMS: "Or it says that it looked for them and found none",
}
TRANSFER = ("like_london", "recent", "connectable")
TRANSFER_HINTS = {
    "like_london": "Density, housing, services and prices",
    "recent": "Products, prices and services change",
    "connectable": "Analogue telephone lines are being switched off",
}
INLINE = {"class": "govuk-radios--inline"}
LONGEST_NOTE = 4_000


def radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs=INLINE)


class AppraisalForm(GovukModelForm):
    """One person's answers; a draft may have gaps, what is handed in may not."""

    nouns = {
        "level": "the level as you read it",
        **{item.value: f"an answer for “{item.label}”" for item in Item},
        "like_london": "whether the place is like London",
        "recent": "whether it is recent enough",
        "connectable": "whether what it connects by can still be had",
    }

    class Meta:
        model = Appraisal
        fields = ("level", *Item.values, *TRANSFER, "transfer_note", "notes")
        labels = {
            "level": "Level, as you read the design",
            "transfer_note": "What a London borough should bear in mind",
            "notes": "Notes",
        }
        help_texts = {
            "level": "The portal caps it at 1 where nothing was measured before it began.",
            **{item.value: hint for item, hint in HINTS.items()},
            **TRANSFER_HINTS,
            "notes": "Why you answered as you did. The other person reads this once both of you "
            "have handed in, and so do readers once it is reconciled.",
        }
        widgets = {
            "level": HintedRadios(hints=NESTA),
            **{name: radios() for name in (*Item.values, *TRANSFER)},
            "transfer_note": forms.Textarea(attrs={"rows": "2"}),
            "notes": forms.Textarea(attrs={"rows": "4"}),
        }

    def __init__(self, *args, handing_in: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level, f"Level {level}") for level in NESTA]
        for name in (*Item.values, *TRANSFER):
            self.fields[name].choices = Answer.choices
        for name in ("level", *Item.values, *TRANSFER):
            self.fields[name].required = handing_in
        self.fields["notes"].max_length = LONGEST_NOTE

    def clean_notes(self):
        notes = self.cleaned_data["notes"]
        if len(notes) > LONGEST_NOTE:
            raise forms.ValidationError(f"Notes must be {LONGEST_NOTE:,} characters or less")
        return notes


class ReconcileForm(GovukForm):
    """What counts where two people differ; where they answered alike there is nothing to ask."""

    note = forms.CharField(
        label="What you agreed, and why",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Readers see this beside the result.",
    )

    def __init__(self, *args, pair: Reconciliation, names: tuple[str, str], **kwargs):
        self.pair = pair
        super().__init__(*args, **kwargs)
        first, second = pair.both()
        keep = (
            {} if pair.forced else pair.cautious()["answers"] | {"level": pair.cautious()["level"]}
        )
        asked = {}
        if first.level != second.level:
            choices = [(level, f"Level {level}") for level in NESTA]
            asked["level"] = self._choice("Level", choices, (first.level, second.level), names)
        for name in pair.difference.items:
            both = Answer(getattr(first, name)), Answer(getattr(second, name))
            said = tuple(answer.label for answer in both)
            asked[name] = self._choice(Item(name).label, Answer.choices, said, names)
        for name, field in asked.items():
            field.initial = keep.get(name)
        self.fields = asked | self.fields

    @staticmethod
    def _choice(label: str, choices, said: tuple, names: tuple[str, str]) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            choices=choices,
            widget=radios(),
            help_text=f"{names[0]}: {said[0]}. {names[1]}: {said[1]}.",
            error_messages={"required": f"Select what counts for “{label}”"},
        )

    @property
    def agreed(self) -> dict:
        """Level and answers as they are to stand: what was chosen, and what both said."""
        first, _ = self.pair.both()
        chosen = {name: self.cleaned_data.get(name) for name in Item.values}
        return {
            "level": int(self.cleaned_data.get("level") or first.level),
            "answers": {name: chosen[name] or first.answers[name] for name in Item.values},
        }

    def clean(self):
        cleaned = super().clean()
        if self.errors or cleaned.get("note"):
            return cleaned
        if self.pair.forced:
            self.add_error("note", "Enter what you agreed, and why: you were too far apart")
            return cleaned
        by_design = self.pair.study.strength.nesta
        if by_design and self.pair.finding_for(**self.agreed).level != by_design:
            self.add_error("note", f"Enter why it is not level {by_design}, as by its design")
        return cleaned
