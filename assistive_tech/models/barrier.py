"""Barriers: what gets in the way of assistive technology, which boroughs it stops, and who acts."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from members.permissions import borough_ids, is_member, is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import (
    Move,
    MoveNotPossible,
    StaleEdit,
    Workflow,
    WorkflowEvent,
)

ENOUGH = 2  # boroughs that validate a barrier without LOTI


def new_barrier_reference() -> str:
    return new_reference("BAR")


class BarrierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Validated ones to everyone, raised ones to members, all to a moderator.

        What was merged is as visible as what it went into; what was withdrawn is its borough's.
        """
        if is_moderator(user):
            return self
        seen = Barrier.PUBLIC
        if is_member(user):
            seen = (*seen, Barrier.Status.RAISED)
        shown = Q(status__in=seen) | Q(status=Barrier.Status.MERGED, merged_into__status__in=seen)
        own = Q(status=Barrier.Status.WITHDRAWN, borough__in=borough_ids(user))
        return self.filter(shown | own)

    def listed(self):
        """Without what was merged or withdrawn."""
        return self.exclude(status__in=Barrier.GONE)

    def open(self):
        return self.filter(status__in=Barrier.OPEN)

    def with_counts(self):
        """With `affected`, the number of boroughs that share it."""
        return self.annotate(affected=Count("sharing", distinct=True))

    def sharing_with(self, boroughs):
        """With `is_ours`: whether one of these boroughs, by their codes, has it."""
        own = Barrier.boroughs.through.objects.filter(
            barrier=models.OuterRef("pk"), borough__in=boroughs
        )
        return self.annotate(is_ours=models.Exists(own))


class Barrier(Workflow):
    class Status(models.TextChoices):
        RAISED = "raised", "Raised"
        VALIDATED = "validated", "Validated"
        PRIORITISED = "prioritised", "Prioritised"
        IN_ACTION = "in_action", "In action"
        RESOLVED = "resolved", "Resolved"
        ACCEPTED = "accepted", "Accepted"
        MERGED = "merged", "Merged"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Kind(models.TextChoices):
        STANDARDS = "standards", "Standards and interoperability"
        EVALUATION = "evaluation", "Evaluation and baselines"
        AGREEMENTS = "agreements", "User agreements and consent"
        AWARENESS = "awareness", "Awareness"
        FUNDING = "funding", "Funding and procurement"
        WORKFORCE = "workforce", "Workforce"
        SWITCHOVER = "switchover", "Analogue to digital switchover"
        DATA_PROTECTION = "data_protection", "Data protection"
        CONNECTIVITY = "connectivity", "Connectivity"
        OTHER = "other", "Other"

    class Priority(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    ACTED_ON = (Status.PRIORITISED, Status.IN_ACTION)
    OPEN = (Status.RAISED, Status.VALIDATED, *ACTED_ON)
    ENDED = (Status.RESOLVED, Status.ACCEPTED)
    PUBLIC = (Status.VALIDATED, *ACTED_ON, *ENDED)
    GONE = (Status.MERGED, Status.WITHDRAWN)
    TRANSITIONS = {
        "join": Move(OPEN, None),
        "leave": Move(OPEN, None),
        "edit": Move((*OPEN, *ENDED), None),
        "validate": Move((Status.RAISED,), Status.VALIDATED),
        "prioritise": Move((Status.VALIDATED,), Status.PRIORITISED),
        "change_priority": Move(ACTED_ON, None),
        "act": Move((Status.PRIORITISED,), Status.IN_ACTION),
        "resolve": Move((Status.IN_ACTION,), Status.RESOLVED),
        "accept": Move((Status.VALIDATED, *ACTED_ON), Status.ACCEPTED),
        "reopen": Move(ENDED, Status.VALIDATED),
        "withdraw": Move((Status.RAISED,), Status.WITHDRAWN),
        "merge": Move(OPEN, Status.MERGED),
        "absorb": Move(OPEN, None),
        "give_back": Move((*OPEN, *ENDED), None),
        # Out of a merge again, each to what it was before.
        "part_raised": Move((Status.MERGED,), Status.RAISED),
        "part_validated": Move((Status.MERGED,), Status.VALIDATED),
        "part_prioritised": Move((Status.MERGED,), Status.PRIORITISED),
        "part_in_action": Move((Status.MERGED,), Status.IN_ACTION),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_barrier_reference)
    title = models.CharField(max_length=200)
    text = models.TextField("what gets in the way")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    technology_classes = models.ManyToManyField(
        "assistive_tech.TechnologyClass", blank=True, related_name="barriers"
    )
    borough = models.ForeignKey(
        "members.Borough",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="raised_barriers",
        help_text="Who raised it; empty for the LOTI team",
    )
    raised_by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    boroughs = models.ManyToManyField(
        "members.Borough", through="assistive_tech.BarrierBorough", related_name="barriers"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RAISED)
    priority = models.CharField(max_length=10, choices=Priority.choices, blank=True)
    priority_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    validated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("text", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = BarrierQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["title"]
        indexes = [GinIndex(fields=["search"], name="barrier_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="barrier_merged_into_another",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assistive_tech:barrier", kwargs={"reference": self.reference})

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def raiser(self) -> str:
        """Who raised it, as everybody reads it: a borough or LOTI, never a person."""
        return self.borough.short_name if self.borough else "LOTI"

    @property
    def visibility(self) -> str:
        return "public" if self.status in self.PUBLIC else "members"

    def lock(self) -> None:
        """Hold the row to the end of the transaction, and see its status as it stands."""
        rows = type(self)._base_manager.select_for_update(no_key=True)
        self.refresh_from_db(fields=["status", "version", "merged_into"], from_queryset=rows)

    def changed_by(self, user) -> bool:
        """Whether this person raised or changed it, and so may not validate it."""
        return self.events.filter(by=user, verb__in=("raise", "edit")).exists()

    @transaction.atomic
    def raise_for(self, borough, *, by, technology_classes=()) -> None:
        """Save a new barrier, shared by the borough that raises it; LOTI, with None, has none."""
        self.borough, self.raised_by = borough, by
        self._history_user = by
        self.save()
        self.technology_classes.set(technology_classes)
        if borough:
            self.sharing.create(borough=borough, by=by)
        self.events.create(verb="raise", from_status="", to_status=self.status, by=by)

    @transaction.atomic
    def save_edit(self, *, by, started_from: int, texts: dict, technology_classes) -> None:
        """Save other texts. Raises `StaleEdit` when somebody saved since `started_from`."""
        self.lock()
        if self.version != started_from:
            raise StaleEdit(type(self).objects.get(pk=self.pk))
        self.move("edit", by=by)
        for name, value in texts.items():
            setattr(self, name, value)
        self.version = started_from + 1
        self._history_user = by
        self.save()
        self.technology_classes.set(technology_classes)

    @transaction.atomic
    def join(self, borough, *, by) -> None:
        """ "Us too": the borough shares it; the second one validates it. Twice is once."""
        self.lock()
        if self.status not in self.OPEN:
            raise MoveNotPossible(self, "join")
        _, added = self.sharing.get_or_create(borough=borough, defaults={"by": by})
        if added:
            self.move("join", by=by, reason=borough.short_name)
        self.validate_if_shared(by=by)

    @transaction.atomic
    def leave(self, borough, *, by) -> None:
        """Take “us too” back; what was validated stays so, and who raised it stays in it."""
        self.lock()
        if borough.pk == self.borough_id:
            raise MoveNotPossible(self, "leave")
        gone, _ = self.sharing.filter(borough=borough).delete()
        if gone:
            self.move("leave", by=by, reason=borough.short_name)

    def validate_if_shared(self, *, by) -> None:
        if self.status == self.Status.RAISED and self.sharing.count() >= ENOUGH:
            self.validate(by=by, reason=f"{ENOUGH} boroughs share it")

    def validate(self, *, by, reason: str = "") -> None:
        """From now on everybody can read it."""
        self.move("validate", by=by, reason=reason, validated_at=timezone.now())

    @transaction.atomic
    def prioritise(self, *, by, priority: str, reason: str) -> None:
        """Give it a priority, or another one, with the reason everybody reads."""
        verb = "change_priority" if self.status in self.ACTED_ON else "prioritise"
        label = self.Priority(priority).label
        changes = {"priority": priority, "priority_reason": reason}
        self.move(verb, by=by, reason=f"{label}: {reason}", **changes)
        if self.can_move("act") and self.actions.exists():  # they came with a merge
            self.move("act", by=by)

    def resolve(self, *, by, reason: str) -> None:
        self.move("resolve", by=by, reason=reason)

    def accept(self, *, by, reason: str) -> None:
        """Boroughs live with it: nothing more is done."""
        self.move("accept", by=by, reason=reason)

    def reopen(self, *, by, reason: str) -> None:
        """It came back: it is validated, and prioritised anew."""
        self.move("reopen", by=by, reason=reason, priority="", priority_reason="")

    def withdraw(self, *, by, reason: str) -> None:
        self.move("withdraw", by=by, reason=reason)

    def part(self, *, by, status: str, reason: str) -> None:
        """Out of a merge, to the status it had before."""
        self.move(f"part_{status}", by=by, reason=reason, merged_into=None)

    @transaction.atomic
    def add_action(self, *, by, **fields):
        """Add an action; with the first the barrier is in action."""
        self.lock()
        if self.status not in self.ACTED_ON:
            raise MoveNotPossible(self, "act")
        action = self.actions.create(**fields)
        if self.can_move("act"):
            self.move("act", by=by, reason=action.text)
        return action


class BarrierEvent(WorkflowEvent):
    record = models.ForeignKey(Barrier, on_delete=models.CASCADE, related_name="events")
