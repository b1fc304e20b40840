"""What a search found that may become a case study: included, or excluded with a reason."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from assistive_tech.links import link_key
from assistive_tech.models.case_study import CaseStudy
from members.permissions import is_moderator
from procurement_portal.lib.references import new_reference
from procurement_portal.lib.workflow import (
    Move,
    MoveNotPossible,
    StaleEdit,
    Workflow,
    WorkflowEvent,
)


def new_candidate_reference() -> str:
    return new_reference("CAND")


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """LOTI's moderators only: what was looked at and left out is nobody else's."""
        return self if is_moderator(user) else self.none()

    def waiting(self):
        """To be decided, or included and not yet extracted."""
        return self.filter(status__in=(Candidate.Status.CANDIDATE, Candidate.Status.INCLUDED))


class Candidate(Workflow):
    class Status(models.TextChoices):
        CANDIDATE = "candidate", "To decide"
        INCLUDED = "included", "Included"
        EXCLUDED = "excluded", "Excluded"
        EXTRACTED = "extracted", "Extracted"

    class Reason(models.TextChoices):
        """The usual reasons, so that they can be counted; the last wants words."""

        NOT_AT = "not_at", "Not digital assistive technology"
        NO_RESULT = "no_result", "Says what was done, not what came of it"
        PRODUCT = "product_page", "A product’s page, not somebody’s experience"
        DUPLICATE = "duplicate", "Here already"
        OLD = "too_old", "Too old to count today"
        UNREADABLE = "unreadable", "Cannot be read: gone, or behind a payment"
        OTHER = "other", "Another reason"

    TRANSITIONS = {
        "include": Move((Status.CANDIDATE,), Status.INCLUDED),
        "exclude": Move((Status.CANDIDATE,), Status.EXCLUDED),
        "reopen": Move((Status.INCLUDED, Status.EXCLUDED), Status.CANDIDATE),
        "extract": Move((Status.INCLUDED,), Status.EXTRACTED),
        "edit": Move((Status.CANDIDATE, Status.INCLUDED), None),
    }

    reference = models.CharField(max_length=12, unique=True, default=new_candidate_reference)
    title = models.CharField(max_length=200)
    source_title = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500)
    link_key = models.CharField(max_length=500, db_index=True, editable=False)
    searched_in = models.CharField(max_length=120, blank=True)
    search_string = models.CharField(max_length=300, blank=True)
    found_on = models.DateField(default=timezone.localdate)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CANDIDATE)
    excluded_because = models.CharField(max_length=20, blank=True, choices=Reason.choices)
    in_words = models.CharField(max_length=500, blank=True, help_text="Why it was excluded")
    case_study = models.OneToOneField(
        CaseStudy, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidate"
    )
    added_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="excluded") ^ Q(excluded_because=""),
                name="candidate_excluded_with_a_reason",
                violation_error_message="Say why it is excluded",
            ),
            models.CheckConstraint(
                condition=~Q(excluded_because="other") | ~Q(in_words=""),
                name="candidate_other_reason_in_words",
                violation_error_message="Say which other reason",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assistive_tech:candidate", kwargs={"reference": self.reference})

    def save(self, *args, **kwargs):
        self.link_key = link_key(self.link)
        super().save(*args, **kwargs)

    @classmethod
    @transaction.atomic
    def add_all(cls, rows: list[dict], *, by) -> list["Candidate"]:
        """One candidate for each row of field values; all of them or none."""
        return [cls.objects.create(added_by=by, **row) for row in rows]

    @transaction.atomic
    def save_edit(self, *, by, started_from: int, values: dict) -> None:
        """Other values for its fields, while it waits.

        Raises `StaleEdit` with the candidate as it stands when somebody saved since `started_from`.
        """
        current = type(self).objects.select_for_update().get(pk=self.pk)
        if current.version != started_from:
            raise StaleEdit(current)
        key = link_key(values["link"])
        self.move("edit", by=by, version=started_from + 1, link_key=key, **values)

    def include(self, *, by) -> None:
        self.move("include", by=by)

    def exclude(self, *, by, because: str, reason: str = "") -> None:
        self.move("exclude", by=by, reason=reason, excluded_because=because, in_words=reason)

    def reopen(self, *, by) -> None:
        """Undo: it waits to be decided again."""
        self.move("reopen", by=by, excluded_because="", in_words="")

    @classmethod
    @transaction.atomic
    def decide_all(cls, candidates, verb: str, *, by, **given) -> int:
        """The same verb for each; all of them or none. Raises MoveNotPossible."""
        for candidate in candidates:
            getattr(candidate, verb)(by=by, **given)
        return len(candidates)

    @transaction.atomic
    def extract(self, *, by, title: str, technology_class) -> CaseStudy:
        """Begin the case study: a draft that says where it comes from."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.can_move("extract"):
            raise MoveNotPossible(locked, "extract")
        study = CaseStudy(
            title=title,
            technology_class=technology_class,
            summary=self.summary,
            source_title=self.source_title or self.title,
            source_url=self.link,
            accessed_on=self.found_on,
            is_example=self.is_example,
        )
        study.slug = slugify(f"{study.title[:100]}-{study.code}")
        study.save_edit(by=by, started_from=0, outcomes=[])
        self.move("extract", by=by, case_study=study)
        return study


class CandidateEvent(WorkflowEvent):
    record = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="events")
