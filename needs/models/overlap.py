"""Overlap as data: one side per need or contract, one row per pair that is alike.

Two clocks (docs/adr/0003): what is alike changes only when text changes and is kept in
`Overlap.score` and `parts`; dates, status and visibility change daily and are kept on the
sides, so that a changed date costs a query and not a match.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from members.permissions import is_member
from needs.models.contract import Contract
from needs.models.need import Need
from needs.models.reference import Capability
from procurement_portal.lib.vectors import HalfVectorField

DIMENSIONS = 384  # of a text's meaning (needs.encoder)


class OverlapSideQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sides whose need or contract this person may see; members only."""
        if not is_member(user):
            return self.none()
        return self.filter(
            Q(need__in=Need.objects.visible_to(user))
            | Q(contract__in=Contract.objects.visible_to(user))
        )

    def open_to_members(self):
        """Sides whose need or contract every member may read, whatever their borough."""
        return self.filter(
            Q(need__in=Need.objects.open_to_members())
            | Q(contract__in=Contract.objects.open_to_members())
        )

    def counting(self):
        """Sides that count today: read from the record itself, so a change holds at once."""
        return self.filter(_counting())

    def present(self):
        """Sides that count, and needs waiting for review, which only their borough sees."""
        waiting = (Need.Status.SUBMITTED, Need.Status.SENT_BACK)
        return self.filter(_counting() | Q(need__status__in=waiting))


def _counting() -> Q:
    today = timezone.localdate()
    return (
        Q(need__status__in=Need.LIVE, need__review_by__gte=today)
        | Q(contract__review_by__gte=today, contract__latest_end__gte=today)
        | Q(contract__review_by__gte=today, contract__latest_end__isnull=True)
    )


class OverlapSide(models.Model):
    """A need or a contract as the engine sees it, and the dates between which it can move.

    `standing` says whether the record may take a place among another's best partners; `cut_open`
    and `cut_sealed` are the ranks (needs.nearest) of this side's last partner of either kind, 0
    where it has fewer than it may.
    """

    class Standing(models.IntegerChoices):
        OPEN = 0, "Members may see it"
        SEALED = 1, "Its own borough, and matching"
        OUT = 2, "Waiting for review, out of date, over or withdrawn"

    need = models.OneToOneField(
        Need, null=True, blank=True, on_delete=models.CASCADE, related_name="side"
    )
    contract = models.OneToOneField(
        Contract, null=True, blank=True, on_delete=models.CASCADE, related_name="side"
    )
    borough = models.ForeignKey("members.Borough", on_delete=models.CASCADE, related_name="+")
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    supplier = models.ForeignKey(
        "needs.Supplier", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    certainty = models.FloatField(default=1.0, help_text="0 to 1; 1 when the borough confirmed it")
    supplier_key = models.CharField(max_length=200, blank=True, help_text="Equal for one supplier")
    supplier_name = models.CharField(max_length=200, blank=True)
    product_key = models.CharField(max_length=200, blank=True, help_text="Equal for one product")
    product_name = models.CharField(max_length=200, blank=True)
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    keys = ArrayField(
        models.IntegerField(), default=list, blank=True, help_text="Found by (needs.retrieval)"
    )
    meaning = HalfVectorField(
        dimensions=DIMENSIONS, null=True, blank=True, help_text="Encoder's vector (needs.meaning)"
    )
    vector = models.BinaryField(default=b"", help_text="Packed n-gram weights (needs.words)")
    kinds = models.BinaryField(default=b"", help_text="What its words speak for (needs.kinds)")
    text_hash = models.CharField(max_length=64, help_text="SHA-256 of what was compared")
    record_version = models.PositiveIntegerField(default=0, help_text="The record's when compared")
    scorer_version = models.CharField(max_length=20, blank=True)
    window_from = models.DateField(null=True, blank=True, help_text="Earliest it can move")
    window_to = models.DateField(null=True, blank=True, help_text="Latest it can move")
    decide_by = models.DateField(
        null=True, blank=True, help_text="Last day to begin procuring, from open dates alone"
    )
    notice_by = models.DateField(
        null=True, blank=True, help_text="Last day to give notice: commercial, for members only"
    )
    standing = models.PositiveSmallIntegerField(choices=Standing.choices, default=Standing.OPEN)
    cut_open = models.BigIntegerField(default=0)
    cut_sealed = models.BigIntegerField(default=0)
    matched_at = models.DateTimeField(null=True, blank=True)

    objects = OverlapSideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=True) ^ Q(contract__isnull=True),
                name="overlap_side_is_one_record",
            )
        ]
        indexes = [
            models.Index(fields=["capability", "borough"], name="side_capability_borough"),
            models.Index(fields=["borough", "decide_by"], name="side_borough_decide"),
            GinIndex(fields=["keys"], name="side_keys"),
            models.Index(
                fields=["id"], condition=Q(matched_at__isnull=True), name="side_waits_for_matching"
            ),
        ]

    def __str__(self):
        return str(self.need or self.contract)

    @property
    def record(self):
        return self.need or self.contract


def _side_visible(prefix: str, user) -> Q:
    """A side is visible when its need or contract is."""
    return Q(**{f"{prefix}__need__in": Need.objects.visible_to(user)}) | Q(
        **{f"{prefix}__contract__in": Contract.objects.visible_to(user)}
    )


class OverlapQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs whose two sides this person may both see; members only."""
        if not is_member(user):
            return self.none()
        return self.filter(_side_visible("side_a", user), _side_visible("side_b", user))

    def live(self):
        """Pairs of which both records count today, or wait for review (own borough alone)."""
        present = OverlapSide.objects.present()
        return self.filter(side_a__in=present, side_b__in=present)

    def with_records(self):
        """All that a list of pairs prints, in the same query."""
        sides = ("side_a", "side_b")
        records = ("need__borough", "contract__borough", "contract__supplier", "capability")
        return self.select_related(*(f"{side}__{record}" for side in sides for record in records))

    def of_boroughs(self, gss_codes):
        return self.filter(Q(borough_a__in=gss_codes) | Q(borough_b__in=gss_codes))

    def of_borough_slug(self, slug: str):
        return self.filter(Q(borough_a__slug=slug) | Q(borough_b__slug=slug))


class Overlap(models.Model):
    """Two boroughs' records that are alike: the score and the parts that add up to it.

    The number of a pair is made from its two sides (needs.nearest.pair_number), so that it is the
    same whenever the pair is found, and tells nothing of how many others there are.
    """

    class Label(models.TextChoices):
        SAME = "same", "Likely the same"
        SIMILAR = "similar", "Similar"
        RELATED = "related", "Related"

    # The database looks up no foreign keys of pairs, which took longer than to score them: it takes
    # a side's pairs away with it instead (docs/adr/0025, migration 0003).
    side_a = models.ForeignKey(
        OverlapSide, models.CASCADE, related_name="overlaps_a", db_index=False, db_constraint=False
    )
    side_b = models.ForeignKey(
        OverlapSide, models.CASCADE, related_name="overlaps_b", db_constraint=False
    )
    borough_a = models.ForeignKey(
        "members.Borough", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    borough_b = models.ForeignKey(
        "members.Borough", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    score = models.FloatField(help_text="0 to 100; the sum of the parts' points")
    parts = models.JSONField(help_text="List of name, points and sentence")
    label = models.CharField(max_length=10, choices=Label.choices)
    scorer_version = models.CharField(max_length=20)
    found_at = models.DateTimeField(default=timezone.now)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["side_a", "side_b"], name="overlap_pair_once"),
            models.CheckConstraint(
                condition=Q(side_a__lt=F("side_b")), name="overlap_pair_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(borough_a=F("borough_b")), name="overlap_across_boroughs"
            ),
        ]
        indexes = [
            models.Index(fields=["borough_a", "-score"], name="overlap_borough_a"),
            models.Index(fields=["borough_b", "-score"], name="overlap_borough_b"),
        ]

    def __str__(self):
        return f"{self.side_a} and {self.side_b}"


class OverlapChange(models.Model):
    """A side that was added, changed or deleted: written by the database, read by the index.

    Kept for a day, until the nightly rebuild; deleting leaves one with side 0, which stands for all
    sides (migration 0002). A process that holds the sides in memory reads again those named here by
    transactions that had not ended when it last looked.
    """

    side = models.BigIntegerField(help_text="The side's number; it may be gone")
    transaction = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"Side {self.side}"


class ScorerVersion(models.Model):
    """A version of the scorer whose pairs were put in use; the newest is what readers see."""

    version = models.CharField(max_length=20, unique=True)
    in_use_since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-in_use_since", "-pk"]

    def __str__(self):
        return self.version


class NextSide(models.Model):
    """A side's text as the next version of the scorer reads it, until that version is in use."""

    side = models.OneToOneField(OverlapSide, on_delete=models.CASCADE, related_name="next")
    scorer_version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    keys = ArrayField(models.IntegerField(), default=list, blank=True)
    meaning = HalfVectorField(dimensions=DIMENSIONS, null=True, blank=True)
    vector = models.BinaryField(default=b"")
    kinds = models.BinaryField(default=b"")

    def __str__(self):
        return f"{self.side}, {self.scorer_version}"
