"""Trials: a question from the gap map, asked by boroughs together, from proposal to report.

Totals only: no row here is about one person.
"""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assistive_tech.models.case_study import CaseStudy
from assistive_tech.models.sections import line, one_of, several_of, text
from assistive_tech.models.technology_class import TechnologyClass
from assistive_tech.trial_case_study import case_study_of
from assistive_tech.trial_gates import GateNotPassed, Missing, missing_for
from assistive_tech.vocabulary import Comparator, Design, Measure, OutcomeArea, Population
from members.models import Borough
from members.permissions import is_member
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import (
    Move,
    MoveNotPossible,
    StaleEdit,
    Workflow,
    WorkflowEvent,
)


def new_trial_reference() -> str:
    return new_reference("TRL")


class TrialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to members; to everybody else what has begun to recruit."""
        return self if is_member(user) else self.filter(opened_at__isnull=False)


class Trial(Workflow):
    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        DESIGNED = "designed", "Designed"
        READY = "ready", "Ready"
        RECRUITING = "recruiting", "Recruiting"
        RUNNING = "running", "Running"
        ANALYSING = "analysing", "Analysing"
        REPORTED = "reported", "Reported"
        STOPPED = "stopped", "Stopped"

    class Compares(models.TextChoices):
        """What the measure comes to, for the reckoning of how many people are needed."""

        SHARES = "shares", "The share of people it happens to"
        MEANS = "means", "The mean of a score"

    BEFORE = (Status.PROPOSED, Status.DESIGNED, Status.READY)  # nobody takes part yet
    UNDER_WAY = (Status.RECRUITING, Status.RUNNING, Status.ANALYSING)
    # In the order in which a trial goes through them.
    NEXT = ("settle_design", "make_ready", "recruit", "run", "analyse", "report")
    TRANSITIONS = {
        "settle_design": Move((Status.PROPOSED,), Status.DESIGNED),
        "make_ready": Move((Status.DESIGNED,), Status.READY),
        "recruit": Move((Status.READY,), Status.RECRUITING),
        "run": Move((Status.RECRUITING,), Status.RUNNING),
        "analyse": Move((Status.RUNNING,), Status.ANALYSING),
        "report": Move((Status.ANALYSING,), Status.REPORTED),
        "stop": Move((*BEFORE, *UNDER_WAY), Status.STOPPED),
        "propose": Move((Status.PROPOSED,), None),
        "edit": Move((*BEFORE, *UNDER_WAY), None),
        "join": Move((*BEFORE, Status.RECRUITING), None),
        "leave": Move((*BEFORE, Status.RECRUITING), None),
        "record_papers": Move((*BEFORE, *UNDER_WAY), None),
        "record_month": Move(UNDER_WAY, None),
    }

    reference = models.CharField(max_length=20, unique=True, default=new_trial_reference)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PROPOSED)
    title = models.CharField(max_length=200)
    question = models.TextField(
        help_text="What you want to know, like: do fewer people fall in six months?"
    )
    technology_class = models.ForeignKey(
        TechnologyClass, on_delete=models.PROTECT, related_name="trials"
    )
    outcome = models.CharField(max_length=30, choices=OutcomeArea.choices)
    population = one_of(Population)
    lead = models.ForeignKey(
        "members.Borough",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_trials",
    )
    intervention = text("What is put in place, for how long, and the service around it")
    design = one_of(Design, "How the results are found", unknown=Design.UNKNOWN)
    comparator = one_of(
        Comparator,
        "Who the people with the technology are compared with",
        unknown=Comparator.UNKNOWN,
    )
    measures = several_of(
        Measure, "Taken at the start and at the end, the same way. Choose all that apply"
    )
    baseline_plan = text("When it is first measured and by whom, before anything is put in place")
    followup_weeks = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After how many weeks it is measured again"
    )
    compares = one_of(Compares, "For the number of people needed")
    usual_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    hoped_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    difference = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    spread = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    loss_percent = models.PositiveSmallIntegerField(
        default=20, db_default=20, help_text="How many of 100 leave before the end, as a guess"
    )
    target = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many should begin, in all boroughs together"
    )
    stop_rules = text("What would make you stop early: harm, distress, or nobody joining")
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    planned_report = models.DateField(null=True, blank=True)
    contact_role = line(120, "A role, not a name, like assistive technology lead")
    findings = text("Totals and what groups said, whichever way it went. Name no one")
    opened_at = models.DateTimeField(null=True, blank=True)
    case_study = models.OneToOneField(
        CaseStudy, null=True, blank=True, on_delete=models.SET_NULL, related_name="trial"
    )
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="trial_designed_has_design",
                condition=Q(status__in=["proposed", "stopped"])
                | (~Q(intervention="") & ~Q(design="not_stated") & ~Q(comparator="unknown")),
                violation_error_message="A designed trial says what is put in place and how "
                "it is studied",
            ),
            models.CheckConstraint(
                name="trial_ready_has_baseline",
                condition=Q(status__in=["proposed", "designed", "stopped"])
                | (
                    Q(measures__len__gt=0, target__isnull=False, followup_weeks__isnull=False)
                    & ~Q(baseline_plan="")
                    & ~Q(stop_rules="")
                ),
                violation_error_message="A trial that is ready has a measure, a baseline, a "
                "target and stop rules",
            ),
            models.CheckConstraint(
                name="trial_reported_has_findings",
                condition=~Q(status="reported") | ~Q(findings=""),
                violation_error_message="A reported trial says what was found",
            ),
            models.CheckConstraint(
                name="trial_share_is_percent",
                condition=Q(usual_percent__range=(1, 99), hoped_percent__range=(1, 99))
                | Q(usual_percent__isnull=True)
                | Q(hoped_percent__isnull=True),
                violation_error_message="A share is between 1 and 99 percent",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assistive_tech:trial", kwargs={"reference": self.reference})

    @property
    def next_verb(self) -> str:
        """The one that leads on from here; empty at the end."""
        return next((verb for verb in self.NEXT if self.can_move(verb)), "")

    @transaction.atomic
    def propose(self, *, by, borough: Borough | None) -> None:
        """Save it for the first time; the borough, if any, leads and takes part."""
        self.save()
        self.move("propose", by=by)
        if borough:
            self.join(borough, by=by)

    def _locked(self) -> "Trial":
        return Trial.objects.select_for_update().get(pk=self.pk)

    @transaction.atomic
    def save_edit(self, *, by, started_from: int, values: dict) -> None:
        """Raises `StaleEdit` with the trial as it stands when somebody saved in between."""
        current = self._locked()
        if current.version != started_from or current.status != self.status:
            raise StaleEdit(current)
        self.move("edit", by=by, version=started_from + 1, **values)

    @transaction.atomic
    def join(self, borough: Borough, *, by) -> None:
        """A borough takes part, or again after it left; the first leads. Twice is once."""
        current = self._locked()
        place, is_new = self.places.get_or_create(borough=borough, defaults={"joined_by": by})
        if is_new or place.left_at:
            self.places.filter(pk=place.pk).update(left_at=None)
            lead = current.lead_id or borough.gss
            self.move("join", by=by, reason=borough.short_name, lead_id=lead)

    def can_lose(self, place) -> bool:
        """Whether a borough may leave. While people join, the one that leads stops it instead."""
        stays = self.status not in self.BEFORE and self.lead_id == place.borough_id
        return self.can_move("leave") and not stays and not place.left_at

    @transaction.atomic
    def leave(self, place, *, by, reason: str) -> None:
        """Before people join, the place is gone, and the lead's goes to the next that joined.

        While they join, the place stays with what was counted there, and takes no more.
        """
        self._locked()
        place = self.places.select_related("borough").filter(pk=place.pk).first()
        if place is None or not self.can_lose(place):
            raise MoveNotPossible(self, "leave")
        said = f"{place.borough.short_name}: {reason}"
        if self.status not in self.BEFORE:
            self.move("leave", by=by, reason=said)
            place.left_at = timezone.now()
            place.save(update_fields=["left_at"])
            return
        others = self.places.exclude(pk=place.pk).order_by("joined_at", "pk")
        lead = self.lead_id
        if lead == place.borough_id:
            lead = others.values_list("borough_id", flat=True).first()
        self.move("leave", by=by, reason=said, lead_id=lead)
        place.delete()

    def with_totals(self) -> list:
        """The boroughs in the order they joined, each with `recruited` and `completed`."""
        # Said again here, since a query that sums keeps no order of the model's.
        places = self.places.with_totals().select_related("borough")
        return list(places.order_by("joined_at", "pk"))

    def lacks(self, verb: str, places: list | None = None) -> list[Missing]:
        """What this verb would be refused for now."""
        return missing_for(self, verb, self.with_totals() if places is None else places)

    @transaction.atomic
    def _through_gate(self, verb: str, *, by, **changes) -> None:
        """The move, where nothing is missing; raises `GateNotPassed` with what is."""
        current = self._locked()
        missing = current.lacks(verb) if current.can_move(verb) else []
        if missing:
            raise GateNotPassed(self, verb, missing)
        self.move(verb, by=by, **changes)

    def settle_design(self, *, by) -> None:
        self._through_gate("settle_design", by=by)

    def make_ready(self, *, by) -> None:
        self._through_gate("make_ready", by=by)

    def recruit(self, *, by) -> None:
        """Open to people, and from here on to the public's eyes."""
        self._through_gate("recruit", by=by, opened_at=timezone.now())

    def run(self, *, by) -> None:
        self._through_gate("run", by=by)

    def analyse(self, *, by) -> None:
        self._through_gate("analyse", by=by)

    @transaction.atomic
    def report(self, *, by) -> None:
        """Finish, and draft the lead's case study, which met the same barriers."""
        self._through_gate("report", by=by)
        self.refresh_from_db()
        study = case_study_of(self, self.with_totals(), CaseStudy)
        study.save_edit(by=by, started_from=0, outcomes=[])
        self.case_study = study
        self.save(update_fields=["case_study"])
        for link in self.barrier_links.select_related("barrier"):
            link.barrier.links.create(case_study=study, by=by)

    def stop(self, *, by, reason: str) -> None:
        self.move("stop", by=by, reason=reason)

    def take_next_step(self, *, by) -> None:
        """The verb that leads on from here. Raises `GateNotPassed`, or `MoveNotPossible`."""
        getattr(self, self.next_verb)(by=by)


class TrialEvent(WorkflowEvent):
    record = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="events")
