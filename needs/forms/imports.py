"""The three questions of an import: which file, which columns, which order of dates."""

from django import forms

from needs.models import ColumnMapping
from needs.register import FIELDS
from needs.register.dates import BadCell, parse_date
from procurement_portal.lib.form_rendering import GovukForm, HintedRadios
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.tables import MAX_BYTES, WRONG_FILE


class UploadForm(GovukForm):
    file = forms.FileField(
        label="Your contracts register",
        help_text="A CSV or XLSX file, under 5 MB and up to 10,000 rows",
        max_length=500,
        error_messages={"required": "Select your contracts register"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(WRONG_FILE, code="size")
        return file


class MatchColumnsForm(GovukForm):
    """One choice per column of the file; cleans to `columns`, field name to heading."""

    def __init__(self, data=None, *, register_import):
        self.headings = register_import.headings
        self.register_import = register_import
        super().__init__(data)
        chosen = {heading: name for name, heading in register_import.columns.items()}
        choices = [("", "Do not use"), *((f.name, f.label) for f in FIELDS.values())]
        for index, heading in enumerate(self.headings):
            samples = register_import.samples.get(heading, [])
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=chosen.get(heading, ""),
                help_text=f"For example: {'; '.join(samples)}" if samples else "No values in it",
                error_messages={"invalid_choice": "Select what this column is from the list"},
            )

    def clean(self):
        columns: dict[str, str] = {}
        for index, heading in enumerate(self.headings):
            name = self.cleaned_data.get(f"column_{index}")
            if not name:
                continue
            if name in columns:
                label = FIELDS[name].label
                self.add_error(
                    f"column_{index}",
                    f"“{label}” is chosen for “{columns[name]}” too. Choose it for one column only",
                )
            columns.setdefault(name, heading)
        if "title" not in columns and not self.errors:
            label = FIELDS["title"].label
            message = f"Select which column is the “{label}”: what each contract is for"
            self.add_error("column_0", message)
        self.cleaned_data["columns"] = columns
        return self.cleaned_data

    def save(self, *, by) -> None:
        """Remember the columns for the borough's next register, and have the file checked."""
        columns = self.cleaned_data["columns"]
        remember(self.register_import.borough, columns=columns)
        self.register_import.begin_check(by=by, columns=columns)


class DateOrderForm(GovukForm):
    day_first = forms.TypedChoiceField(
        label="Which comes first in these dates?",
        coerce=lambda value: value == "yes",
        widget=HintedRadios,
        error_messages={"required": "Select whether the day or the month comes first"},
    )

    def __init__(self, data=None, *, register_import):
        self.register_import = register_import
        example = register_import.doubtful_dates[0] if register_import.doubtful_dates else ""
        mapping = ColumnMapping.objects.filter(borough=register_import.borough_id).first()
        answered = mapping.day_first if mapping else None
        initial = {None: None, True: "yes", False: "no"}[answered]
        super().__init__(data, initial={"day_first": initial})
        field = self.fields["day_first"]
        field.choices = [("yes", "The day"), ("no", "The month")]
        field.widget.hints = {
            "yes": _meaning(example, day_first=True),
            "no": _meaning(example, day_first=False),
        }

    def save(self, *, by) -> None:
        """Remember the answer as a suggestion for next time, and have the file checked again."""
        day_first = self.cleaned_data["day_first"]
        remember(self.register_import.borough, day_first=day_first)
        columns = self.register_import.columns
        self.register_import.begin_check(by=by, columns=columns, day_first=day_first)


class SameContractsForm(GovukForm):
    """Of the rows that may be a contract read from a published notice: which are."""

    same_as = forms.TypedMultipleChoiceField(
        label="Which of these are the same contract?",
        help_text="Select those that are: your row then takes the place of the one from the "
        "notice. Leave the others, and both stay",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select rows from the list"},
    )

    def __init__(self, data=None, *, rows):
        """`rows` have a `may_be`."""
        self.contracts = {row.number: row.may_be for row in rows}
        super().__init__(data)
        if not rows:
            del self.fields["same_as"]
            return
        self.fields["same_as"].choices = [
            (row.number, f"Row {row.number}, {row.values['title']}: may be the same as "
             f"“{row.may_be}” ({row.recognised})")
            for row in rows
        ]  # fmt: skip

    def clean_same_as(self) -> list[int]:
        numbers = self.cleaned_data["same_as"]
        first: dict[int, int] = {}
        for number in numbers:
            contract = self.contracts[number]
            if first.setdefault(contract.pk, number) != number:
                rows = f"rows {first[contract.pk]} and {number}"
                raise forms.ValidationError(f"Select one of {rows}: “{contract}” is one contract")
        return numbers


def _meaning(example: str, *, day_first: bool) -> str:
    try:
        day = parse_date(example, day_first=day_first, ending=False)
    except BadCell:
        return ""
    return f"{example} is {format_uk_date(day)}"


def remember(borough, **answers) -> None:
    ColumnMapping.objects.update_or_create(borough=borough, defaults=answers)
