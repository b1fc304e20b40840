"""What was said of two records, read beside what they say today."""

from collections.abc import Iterable

from django.db.models import Q

from members.permissions import borough_ids
from needs.models import Contract, Judgement, Need, Overlap
from needs.models.record_pair import overlap_key, pair_key
from needs.phrases import tokens_of
from needs.profiles import text_of

ALIKE_ENOUGH = 0.8  # share of words in common below which a text counts as another one


def found_pair(pairs, first: str, second: str):
    """The pairs of these two records, whichever comes first: one at most."""
    return pairs.annotate(pair_key=overlap_key()).filter(pair_key=pair_key(first, second))


def judging_boroughs(user, pair: Overlap) -> list[str]:
    """Boroughs of the pair for which this person may speak."""
    return [gss for gss in borough_ids(user) if gss in (pair.borough_a_id, pair.borough_b_id)]


def text_at(record: Need | Contract, version: int) -> tuple[str, str] | None:
    """Title and text of the record as it was in that version; None when it was not kept."""
    if record.version == version:
        return text_of(record)
    kept = record.history.filter(version=version).order_by("-history_date").first()
    return text_of(kept.instance) if kept else None


def has_changed(record: Need | Contract, version: int) -> bool:
    """Whether the record now says something else than it did: its title, or all it says.

    A corrected word is no change; a fifth of the words is.
    """
    if record.version == version:
        return False
    before = text_at(record, version)
    if before is None:
        return True
    now = text_of(record)
    return not (_alike(before[0], now[0]) and _alike(" ".join(before), " ".join(now)))


def _alike(one: str, other: str) -> bool:
    words, others = set(tokens_of(one)), set(tokens_of(other))
    if not words | others:
        return True
    return len(words & others) / len(words | others) >= ALIKE_ENOUGH


def changed_records(judgement: Judgement) -> list[Need | Contract]:
    """Which of the two have changed since they were judged."""
    versions = (judgement.version_a, judgement.version_b)
    return [
        record
        for record, version in zip(judgement.records, versions, strict=True)
        if has_changed(record, version)
    ]


def dismissals_of(record: Need | Contract, gss_codes: Iterable[str]):
    """What these boroughs said this record is not like."""
    kind = "contract" if isinstance(record, Contract) else "need"
    return Judgement.objects.filter(
        Q(**{f"{kind}_a": record}) | Q(**{f"{kind}_b": record}),
        status=Judgement.Status.DISMISSED,
        borough__in=list(gss_codes),
    )


def dismissed_partners(record: Need | Contract, gss_codes: Iterable[str]) -> set[str]:
    """References of records that these boroughs said are not like this one."""
    said = dismissals_of(record, gss_codes)
    keys = " ".join(said.values_list("pair_key", flat=True)).split()
    return set(keys) - {record.reference}


def changed_dismissals(record: Need | Contract) -> int:
    """How many pairs its own borough dismissed of which a text has changed since."""
    said = dismissals_of(record, [record.borough_id]).with_records()
    return sum(bool(changed_records(judgement)) for judgement in said)
