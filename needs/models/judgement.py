"""What officers say about a pair: the same kind of thing, or not alike and why."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.permissions import is_member
from needs.models.contract import Contract
from needs.models.need import Need
from needs.models.overlap import Overlap
from needs.models.record_pair import (
    RecordPair,
    RecordPairQuerySet,
    overlap_key,
    pair_key,
    record_fields,
)
from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class JudgementQuerySet(RecordPairQuerySet):
    def visible_to(self, user):
        """Judgements of two records that this person may both see; members only."""
        if not is_member(user):
            return self.none()
        return self.of_records_in(Need.objects.visible_to(user), Contract.objects.visible_to(user))

    def open_to_members(self):
        """Of two records that every member may read: what may be counted, told and exported."""
        return self.of_records_in(
            Need.objects.open_to_members(), Contract.objects.open_to_members()
        )

    def without_examples(self):
        """Of two real records, by real people."""
        return self.of_records_in(
            Need.objects.filter(is_example=False), Contract.objects.filter(is_example=False)
        ).exclude(judged_by__is_example=True)

    def given(self):
        """Those in force: confirmed or dismissed, and not undone."""
        return self.exclude(status=Judgement.Status.OPEN)

    def about_boroughs(self, gss_codes):
        """Judgements of pairs that have a record of one of these boroughs."""
        places = [f"{kind}_{place}" for place in "ab" for kind in ("need", "contract")]
        about = Q()
        for place in places:
            about |= Q(**{f"{place}__borough__in": gss_codes})
        return self.filter(about)


class Judgement(Workflow, RecordPair):
    """One borough's word on two records; kept whatever the engine makes of them later."""

    class Status(models.TextChoices):
        OPEN = "open", "Not judged"
        CONFIRMED = "confirmed", "The same kind of thing"
        DISMISSED = "dismissed", "Not alike"

    class Reason(models.TextChoices):
        PURPOSE = "purpose", "They do different things"
        USERS = "users", "They are for different people or services"
        SUPPLIER = "supplier", "Only the supplier or product is the same"
        CATEGORY = "category", "One of them is in the wrong category"
        GENERAL = "general", "One of them is too general to compare"
        OTHER = "other", "Something else"

    TRANSITIONS = {
        "confirm": Move((Status.OPEN, Status.DISMISSED), Status.CONFIRMED),
        "dismiss": Move((Status.OPEN, Status.CONFIRMED), Status.DISMISSED),
        "undo": Move((Status.CONFIRMED, Status.DISMISSED), Status.OPEN),
    }

    borough = models.ForeignKey(
        "members.Borough", on_delete=models.PROTECT, related_name="judgements"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    reason_kind = models.CharField("why not", max_length=10, choices=Reason.choices, blank=True)
    words = models.CharField("in your own words", max_length=500, blank=True)
    judged_by = models.ForeignKey(
        "members.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(default=timezone.now)
    version_a = models.PositiveIntegerField(default=1, help_text="Of the record, when judged")
    version_b = models.PositiveIntegerField(default=1, help_text="Of the record, when judged")
    label = models.CharField(max_length=10, blank=True, help_text="The engine's, when judged")
    scorer_version = models.CharField(max_length=20, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta(RecordPair.Meta):
        ordering = ["-judged_at", "-pk"]
        constraints = [
            *RecordPair.Meta.constraints,
            models.UniqueConstraint(
                fields=["pair_key", "borough"], name="judgement_once_per_borough"
            ),
            models.CheckConstraint(
                condition=Q(status="dismissed") ^ Q(reason_kind=""),
                name="judgement_dismissed_with_reason",
                violation_error_message="Select why they are not alike",
            ),
        ]

    def __str__(self):
        return f"{self.borough}: {self.pair_key}"

    @classmethod
    def of(cls, pair: Overlap, borough_id: str) -> "Judgement":
        """The borough's judgement of this pair, begun but open when it has none."""
        one, other = sorted((pair.side_a.record, pair.side_b.record), key=lambda r: r.reference)
        found, _ = cls.objects.get_or_create(
            pair_key=pair_key(one.reference, other.reference),
            borough_id=borough_id,
            defaults={**record_fields(one, "a"), **record_fields(other, "b")},
        )
        return found

    @property
    def reason(self) -> str:
        """Why not, as a sentence a person reads; "" unless dismissed."""
        if self.reason_kind == self.Reason.OTHER:
            return self.words
        said = self.get_reason_kind_display() if self.reason_kind else ""
        return f"{said}: {self.words}" if said and self.words else said

    def confirm(self, *, by, pair: Overlap) -> None:
        self.move("confirm", by=by, **self._read(by, pair), reason_kind="", words="")

    def dismiss(self, *, by, pair: Overlap, reason_kind: str, words: str = "") -> None:
        said = Judgement(reason_kind=reason_kind, words=words).reason
        changes = {"reason_kind": reason_kind, "words": words}
        self.move("dismiss", by=by, reason=said, **self._read(by, pair), **changes)

    def undo(self, *, by) -> None:
        changes = {"judged_by": by, "judged_at": timezone.now(), "reason_kind": "", "words": ""}
        self.move("undo", by=by, **changes)

    def _read(self, by, pair: Overlap) -> dict:
        """Who judges, when, and what they had before them."""
        return {
            "judged_by": by,
            "judged_at": timezone.now(),
            "version_a": self.record_a.version,
            "version_b": self.record_b.version,
            "label": pair.label,
            "scorer_version": pair.scorer_version,
        }


class JudgementEvent(WorkflowEvent):
    record = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="events")


def without_dismissed(pairs, gss_codes):
    """Pairs but those dismissed, as people of these boroughs see them (docs/adr/0012).

    A borough's own dismissal always holds for it; another's holds until one side says that the
    two are alike after all.
    """
    given = Judgement.objects.filter(pair_key=OuterRef("pair_key"))
    dismissed = given.filter(status=Judgement.Status.DISMISSED)
    confirmed = given.filter(status=Judgement.Status.CONFIRMED)
    return (
        pairs.annotate(pair_key=overlap_key())
        .exclude(Exists(dismissed.filter(borough__in=list(gss_codes))))
        .exclude(Exists(dismissed) & ~Exists(confirmed))
    )
