"""Two records of different boroughs, named by themselves.

Pairs of the engine come and go with every match and every new scorer; what people decided about
two records stays with the two records.
"""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Concat, Greatest, Least

from needs.models.contract import Contract
from needs.models.need import Need

KEY_LENGTH = 25  # two references and a space


def pair_key(one: str, other: str) -> str:
    """Two references as one key, the same whichever comes first."""
    return " ".join(sorted((one, other)))


def overlap_key() -> Concat:
    """The same key of an `Overlap` row, for queries over pairs."""
    one, other = (
        Coalesce(f"side_{side}__need__reference", f"side_{side}__contract__reference")
        for side in "ab"
    )
    return Concat(Least(one, other), Value(" "), Greatest(one, other))


def record_fields(record: Need | Contract, place: str) -> dict:
    """The field that holds `record` at place "a" or "b"."""
    kind = "contract" if isinstance(record, Contract) else "need"
    return {f"{kind}_{place}": record}


def _record(kind: str, place: str):
    model = {"need": Need, "contract": Contract}[kind]
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name=f"%(class)ss_{place}"
    )


class RecordPair(models.Model):
    """A need or contract at place a, another at place b; both go when either does."""

    need_a = _record("need", "a")
    contract_a = _record("contract", "a")
    need_b = _record("need", "b")
    contract_b = _record("contract", "b")
    pair_key = models.CharField(
        max_length=KEY_LENGTH, db_index=True, help_text="Both references, in order"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(need_a__isnull=True) ^ Q(contract_a__isnull=True))
                & (Q(need_b__isnull=True) ^ Q(contract_b__isnull=True)),
                name="%(class)s_is_of_two_records",
            )
        ]

    @property
    def record_a(self) -> Need | Contract:
        return self.need_a or self.contract_a

    @property
    def record_b(self) -> Need | Contract:
        return self.need_b or self.contract_b

    @property
    def records(self) -> tuple:
        return self.record_a, self.record_b


class RecordPairQuerySet(models.QuerySet):
    def with_records(self):
        """Both records and their boroughs in the same query."""
        places = [f"{kind}_{place}" for place in "ab" for kind in ("need", "contract")]
        return self.select_related(*places, *(f"{place}__borough" for place in places))

    def of_records_in(self, needs, contracts, *, places: str = "ab"):
        """Rows whose record at each of `places` is among these needs or contracts."""
        wanted = Q()
        for place in places:
            wanted &= Q(**{f"need_{place}__in": needs}) | Q(**{f"contract_{place}__in": contracts})
        return self.filter(wanted)
