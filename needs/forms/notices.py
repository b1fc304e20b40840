from django import forms
from django.core.exceptions import ValidationError

from needs.models import NoticeImport
from needs.ocds import MAX_BYTES, MAX_RECORDS
from procurement_portal.lib.form_rendering import GovukForm

ENDINGS = (".json", ".jsonl", ".gz")
LIMIT_MB = MAX_BYTES // 1024 // 1024


class NoticeFileForm(GovukForm):
    """A moderator's file of notices."""

    file = forms.FileField(
        label="File of notices",
        max_length=200,
        help_text=(
            f"OCDS 1.1 release package (.json) or JSON Lines (.jsonl), gzipped or not. "
            f"Up to {LIMIT_MB} MB and {MAX_RECORDS:,} notices."
        ),
        error_messages={
            "required": "Select a file of notices",
            "max_length": "The file name must be 200 characters or less",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError("The file must be JSON or JSON Lines, gzipped or not")
        if file.size > MAX_BYTES:
            raise ValidationError(f"The file must be under {LIMIT_MB} MB")
        return file

    def save(self, *, by) -> NoticeImport:
        file = self.cleaned_data["file"]
        return NoticeImport.objects.create(by=by, file_name=file.name, content=file.read())
