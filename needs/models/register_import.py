"""One upload of a contracts register: its file, its columns, what it would do, what it did."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


def new_import_reference() -> str:
    return new_reference("IMP")


class ColumnMapping(models.Model):
    """The columns a borough matched last time, remembered for the next register."""

    borough = models.OneToOneField(
        "members.Borough", on_delete=models.CASCADE, related_name="column_mapping"
    )
    columns = models.JSONField(default=dict, help_text="Field name to heading as printed")
    day_first = models.BooleanField(null=True, help_text="The answer given for ambiguous dates")

    def __str__(self):
        return f"Columns of {self.borough}"


class RegisterImport(Workflow):
    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Columns to match"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Ready to confirm"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        FAILED = "failed", "Could not be read"
        UNDONE = "undone", "Undone"

    TRANSITIONS = {
        "check": Move((Status.UPLOADED, Status.CHECKED, Status.FAILED), Status.CHECKING),
        "report": Move((Status.CHECKING,), Status.CHECKED),
        "confirm": Move((Status.CHECKED,), Status.LOADING),
        "finish": Move((Status.LOADING,), Status.LOADED),
        "fail": Move((Status.UPLOADED, Status.CHECKING, Status.LOADING), Status.FAILED),
        "undo": Move((Status.LOADED,), Status.UNDONE),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_import_reference)
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.CASCADE, related_name="register_imports"
    )
    by = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as uploaded; deleted after 30 days")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UPLOADED)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="Field name to heading as printed")
    day_first = models.BooleanField(null=True)
    counts = models.JSONField(default=dict, help_text="new, changed, same, refused")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    loaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.file_name} for {self.borough}"


class ImportEvent(WorkflowEvent):
    record = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="events")


class ImportRow(models.Model):
    """What one row of the file would do, or did, and the state to go back to."""

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "Same"
        REFUSED = "refused", "Refused"

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(help_text="Row in the file, headings being row 1")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    values = models.JSONField(default=dict, help_text="The row read, field name to value")
    errors = models.JSONField(default=list, help_text="Column, value and what to do, per error")
    before = models.JSONField(null=True, help_text="The contract's values before, for undo")
    contract = models.ForeignKey(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once")
        ]

    def __str__(self):
        return f"Row {self.number}: {self.get_outcome_display()}"
