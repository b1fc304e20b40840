"""Published notices brought in: parsed, matched to boroughs, and only what differs written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from itertools import islice

from django.db import transaction

from members.models import Borough
from members.names import BoroughNames
from needs.models import PublishedNotice
from needs.notice_contracts import (
    AwardedContract,
    awarded_contract,
    read_contract_rows,
    write_contracts,
)
from needs.ocds import NoticeValues, Raw, Refusal, read_records, to_values

BATCH = 500
WRITTEN = [f.name for f in fields(NoticeValues) if f.name not in {"record_id", "buyer_codes"}]
UPDATED = [*(name for name in WRITTEN if name != "notice_id"), "borough", "imported_at"]


@dataclass
class Report:
    """What an import did. `contracts` holds primary keys to be matched."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    contracts_new: list[int] = field(default_factory=list)
    contracts_changed: list[int] = field(default_factory=list)

    @property
    def contracts(self) -> list[int]:
        return [*self.contracts_new, *self.contracts_changed]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "refused": len(self.refusals),
            "contracts_new": len(self.contracts_new),
            "contracts_changed": len(self.contracts_changed),
        }


def import_notices(
    data: bytes,
    *,
    limit: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Import a file of notices (`needs/ocds.py` says which shapes).

    Idempotent: each record's hash is kept, so that a file read again costs its parsing and
    changes nothing. Raises `UnreadableFile`. `progress` is told records done and in all.
    """
    raws = list(read_records(data, limit=limit))
    names = BoroughNames(Borough.objects.all())
    known = dict(PublishedNotice.objects.values_list("notice_id", "content_hash"))
    report = Report()
    waiting = iter(raws)
    done = 0
    while batch := list(islice(waiting, BATCH)):
        _import_batch(batch, names, known, report)
        done += len(batch)
        progress(done, len(raws))
    return report


def _import_batch(
    batch: list[Raw], names: BoroughNames, known: dict[str, str], report: Report
) -> None:
    differing: dict[str, tuple[NoticeValues, str | None]] = {}
    for raw in batch:
        notice_id = raw.notice_id
        if notice_id and known.get(notice_id) == raw.content_hash:
            report.same += 1
            continue
        values = to_values(raw)
        if isinstance(values, Refusal):
            report.refusals.append(values)
            continue
        if notice_id in known:
            report.changed += 1
        else:
            report.new += 1
        known[notice_id] = raw.content_hash
        differing[notice_id] = (values, borough_of(values, names))
    if differing:
        _write(differing.values(), report)


def borough_of(values: NoticeValues, names: BoroughNames) -> str | None:
    """GSS code of the borough that buys: by its code, else by its name as printed."""
    by_code = (names.by_code(code) for code in values.buyer_codes)
    return next(filter(None, by_code), None) or names.find(values.buyer)


@transaction.atomic
def _write(pairs: Iterable[tuple[NoticeValues, str | None]], report: Report) -> None:
    pairs = list(pairs)
    PublishedNotice.objects.bulk_create(
        [PublishedNotice(**values.model_values, borough_id=gss) for values, gss in pairs],
        update_conflicts=True,
        unique_fields=["notice_id"],
        update_fields=UPDATED,
    )
    awarded = {v.notice_id: a for v, gss in pairs if (a := awarded_contract(v, gss))}
    if not awarded:
        return
    written = write_contracts(awarded.values())
    report.contracts_new += written.new
    report.contracts_changed += written.changed
    _link(awarded, written.by_row)


def _link(awarded: dict[str, AwardedContract], by_row: dict[tuple[str, str], int]) -> None:
    """Point each notice at the contract made from it."""
    notices = list(PublishedNotice.objects.filter(notice_id__in=awarded))
    for notice in notices:
        award = awarded[notice.notice_id]
        notice.contract_id = by_row.get((award.gss, award.row_key))
    PublishedNotice.objects.bulk_update(notices, ["contract"])


def import_contract_rows(data: bytes) -> Report:
    """Import the contracts table that ships with the portal; notices should come first."""
    known = set(Borough.objects.values_list("gss", flat=True))
    awarded = [a for a in read_contract_rows(data) if a.gss in known]
    written = write_contracts(awarded, fill_only=True)
    return Report(contracts_new=written.new, contracts_changed=written.changed)
