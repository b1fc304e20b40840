"""One upload of a contracts register: its file, its columns, what it would do, what it did."""

import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.permissions import borough_ids
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow, WorkflowEvent


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


class RegisterImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports of the boroughs a person belongs to: a register's file is its owner's."""
        return self.filter(borough_id__in=borough_ids(user))

    def working(self):
        return self.filter(status__in=RegisterImport.WORKING)


class RegisterImport(Workflow):
    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Columns to match"
        CHECKING = "checking", "Being checked"
        QUESTION = "question", "A question about dates"
        CHECKED = "checked", "Ready to confirm"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        FAILED = "failed", "Could not be read"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    WORKING = (Status.CHECKING, Status.LOADING, Status.UNDOING)
    UNDO_FOR = datetime.timedelta(hours=24)
    TRANSITIONS = {
        "begin_check": Move(
            (Status.UPLOADED, Status.QUESTION, Status.CHECKED, Status.FAILED), Status.CHECKING
        ),
        "ask": Move((Status.CHECKING,), Status.QUESTION),
        "report": Move((Status.CHECKING, Status.LOADING), Status.CHECKED),
        "confirm": Move((Status.CHECKED,), Status.LOADING),
        "finish": Move((Status.LOADING,), Status.LOADED),
        "fail": Move((Status.UPLOADED, Status.CHECKING, Status.LOADING), Status.FAILED),
        "undo": Move((Status.LOADED,), Status.UNDOING),
        "finish_undo": Move((Status.UNDOING,), Status.UNDONE),
        "give_up_undo": Move((Status.UNDOING,), Status.LOADED),
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
    samples = models.JSONField(default=dict, help_text="Heading to the first values under it")
    notes = models.JSONField(default=list, help_text="Sentences about what was not read")
    columns = models.JSONField(default=dict, help_text="Field name to heading as printed")
    day_first = models.BooleanField(null=True)
    doubtful_dates = models.JSONField(default=list, help_text="Dates that two orders allow")
    counts = models.JSONField(default=dict, help_text="new, changed, same, refused")
    same_as = models.JSONField(
        default=list,
        db_default=[],
        help_text="Numbers of rows that a person said are what they may be",
    )
    suppliers_made = models.JSONField(
        default=list, db_default=[], help_text="Ids of suppliers that nobody had named before"
    )
    plan_hash = models.CharField(
        max_length=64, blank=True, help_text="What the report said would happen, to hold it to that"
    )
    rows_total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(
        null=True, blank=True, help_text="When the work at hand was last given to the queue"
    )
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often the work at hand was begun"
    )
    loaded_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.file_name} for {self.borough}"

    def get_absolute_url(self):
        return reverse("needs:register_import", kwargs={"reference": self.reference})

    @property
    def is_working(self) -> bool:
        return self.status in self.WORKING

    @property
    def undo_until(self) -> datetime.datetime | None:
        return self.loaded_at + self.UNDO_FOR if self.loaded_at else None

    @property
    def can_be_undone(self) -> bool:
        return self.can_move("undo") and timezone.now() < self.undo_until

    def begin_check(self, *, by, columns: dict[str, str], day_first: bool | None = None) -> None:
        """Have the file checked with these columns; `day_first` only when somebody said so."""
        self._begin("begin_check", by, columns=columns, day_first=day_first, failure="")

    def ask(self, *, doubtful_dates: list[str]) -> None:
        self.move("ask", by=None, doubtful_dates=doubtful_dates)

    def confirm(self, *, by, same_as: list[int] | None = None) -> None:
        """Load it; rows of the numbers in `same_as` take the place of what they may be."""
        self._begin("confirm", by, same_as=same_as or [])

    def fail(self, *, failure: str) -> None:
        self.move("fail", by=None, failure=failure, reason=failure)

    def undo(self, *, by) -> None:
        """Raises MoveNotPossible after 24 hours."""
        if self.can_move("undo") and not self.can_be_undone:
            raise MoveNotPossible(self, "undo")
        self._begin("undo", by)

    def _begin(self, verb: str, by, **changes) -> None:
        """Move into a working state, with the counters of the work at their start."""
        self.move(verb, by=by, queued_at=timezone.now(), attempts=0, **changes)


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
    number = models.PositiveIntegerField(help_text="Row in the file as a spreadsheet counts it")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    values = models.JSONField(default=dict, help_text="The row read, field name to value")
    cells = models.JSONField(default=list, help_text="A refused row as printed, to give back")
    errors = models.JSONField(default=list, help_text="Column, value, problem and remedy of each")
    changes = models.JSONField(default=list, help_text="Field, old and new of each change")
    before = models.JSONField(
        null=True, help_text="The contract's columns before and its version after, for undo"
    )
    contract = models.ForeignKey(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    replaces = models.BooleanField(
        default=False, db_default=False, help_text="Takes the place of a row read from a notice"
    )
    may_be = models.ForeignKey(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recognised = models.CharField(
        max_length=200, blank=True, db_default="", help_text="Why it is, or may be, that contract"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once")
        ]

    def __str__(self):
        return f"Row {self.number}: {self.get_outcome_display()}"
