"""A talk with a borough's assistive technology lead, which becomes a case study they confirm."""

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from assistive_tech.interview_guide import FIELDS
from assistive_tech.models.case_study import CaseStudy
from assistive_tech.vocabulary import SourceType
from members.models import Membership
from members.permissions import borough_ids, is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import Move, MoveNotPossible, Workflow, WorkflowEvent


def new_interview_reference() -> str:
    return new_reference("INT")


class InterviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """LOTI's moderators, and the assistive technology leads of the borough."""
        if is_moderator(user):
            return self
        return self.filter(borough__in=borough_ids(user, (Membership.Role.AT_LEAD,)))

    def to_confirm(self):
        """Drafts whose lead has not confirmed the text as it stands."""
        return self.filter(
            status__in=(Interview.Status.DRAFTED, Interview.Status.CONFIRMED),
            case_study__status__in=(CaseStudy.Status.DRAFT, CaseStudy.Status.SUBMITTED),
        ).exclude(confirmed_version=models.F("case_study__version"))


class Interview(Workflow):
    class Status(models.TextChoices):
        NOTED = "noted", "Notes"
        DRAFTED = "drafted", "Waiting for the lead to confirm"
        CONFIRMED = "confirmed", "Confirmed by the lead"

    TRANSITIONS = {
        "draft": Move((Status.NOTED,), Status.DRAFTED),
        "confirm": Move((Status.DRAFTED, Status.CONFIRMED), Status.CONFIRMED),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_interview_reference)
    borough = models.ForeignKey(
        "members.Borough", on_delete=models.CASCADE, related_name="at_interviews"
    )
    lead = models.ForeignKey("members.User", null=True, on_delete=models.SET_NULL, related_name="+")
    interviewer = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_on = models.DateField(default=timezone.localdate)
    notes = models.JSONField(default=dict, blank=True, help_text="Field of the template to text")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NOTED)
    case_study = models.OneToOneField(
        CaseStudy, null=True, blank=True, on_delete=models.SET_NULL, related_name="interview"
    )
    confirmed_version = models.PositiveIntegerField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(default=False, db_default=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="confirmed")
                | models.Q(confirmed_version__isnull=False, case_study__isnull=False),
                name="interview_confirmed_with_a_text",
            ),
        ]

    def __str__(self):
        return f"{self.borough.short_name}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("assistive_tech:interview", kwargs={"reference": self.reference})

    @transaction.atomic
    def save_notes(self, notes: dict[str, str]) -> None:
        """Keep what was said. Raises MoveNotPossible once a draft was made from it."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.can_move("draft"):
            raise MoveNotPossible(locked, "draft")
        self.notes = {name: notes[name] for name in FIELDS if notes.get(name)}
        self.save(update_fields=["notes"])

    @transaction.atomic
    def draft(self, *, by, title: str, technology_class) -> CaseStudy:
        """A draft of the borough's from the notes, for its lead to confirm."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.can_move("draft"):
            raise MoveNotPossible(locked, "draft")
        study = CaseStudy(
            title=title,
            technology_class=technology_class,
            borough=self.borough,
            organisation=self.borough.name,
            location=self.borough.short_name,
            source_type=SourceType.INTERVIEW,
            source_title=f"Interview with {self.borough.short_name}, {self.held_on:%d %B %Y}",
            contact_role="Assistive technology lead",
            accessed_on=self.held_on,
            is_example=self.is_example,
            **locked.notes,
        )
        study.slug = slugify(f"{study.title[:100]}-{study.code}")
        study.save_edit(by=by, started_from=0, outcomes=[])
        self.move("draft", by=by, case_study=study)
        return study

    def confirm(self, *, by, version: int) -> None:
        """The borough's lead says that this version of the text is what happened."""
        self.move("confirm", by=by, confirmed_by=by, confirmed_version=version)


class InterviewEvent(WorkflowEvent):
    record = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="events")
