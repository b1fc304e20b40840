from django import forms

from procurement_portal.lib.form_rendering import GovukForm
from procurement_portal.lib.tables import MAX_BYTES, WRONG_FILE


class UploadForm(GovukForm):
    nouns = {"borough": "your borough"}

    borough = forms.ModelChoiceField(queryset=None, empty_label=None)
    file = forms.FileField(
        label="Your spreadsheet",
        help_text="The blank with a row for each case study, as XLSX or CSV, under 5 MB",
        max_length=500,
        error_messages={"required": "Select your spreadsheet"},
    )

    def __init__(self, *args, boroughs, **kwargs):
        """`boroughs`: those the person may write for."""
        super().__init__(*args, **kwargs)
        self.fields["borough"].queryset = boroughs

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(WRONG_FILE, code="size")
        return file
