"""Contracts that published awards tell of: "from a published notice, not confirmed"."""

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Lower
from simple_history.utils import bulk_create_with_history

from needs.models import Contract, ContractTerms, Supplier, Visibility
from needs.ocds import AWARDED, NoticeValues
from needs.ocds_values import Refused, as_date, as_pence, as_text, as_url
from needs.register import supplier_key
from needs.suggestions import likeliest_capability

REASON = "From a published notice"


@dataclass(frozen=True)
class AwardedContract:
    """What a notice says of one contract. `key` is the notice's record id; value in pence."""

    gss: str
    key: str
    title: str
    supplier: str
    start: datetime.date | None
    end: datetime.date
    value_pence: int | None = None
    source_url: str = ""
    licence: str = ""
    is_tech: bool = False
    description: str = ""
    text: str = ""

    @property
    def row_key(self) -> str:
        return f"notice:{self.key}"[:120]


@dataclass(frozen=True)
class Written:
    """Primary keys of contracts made and changed, and row key to primary key of all."""

    new: list[int]
    changed: list[int]
    by_row: dict[tuple[str, str], int]


def awarded_contract(values: NoticeValues, gss: str | None) -> AwardedContract | None:
    """The contract of an award to a known borough that says when it ends; else None."""
    if gss is None or values.end is None or values.stage not in AWARDED:
        return None
    return AwardedContract(
        gss=gss,
        key=values.record_id,
        title=values.title[:300],
        supplier=values.suppliers[0][:200] if values.suppliers else "",
        start=values.start,
        end=values.end,
        value_pence=values.value_pence,
        source_url=values.source_url,
        licence=values.licence,
        is_tech=values.is_tech,
        text=f"{values.title}. {values.description}",
    )


def read_contract_rows(data: bytes) -> list[AwardedContract]:
    """Rows of `needs/data/contracts.csv` that say when the contract ends; the rest is left out."""
    found = []
    for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
        try:
            start, end = as_date("start", row["start"]), as_date("end", row["end"])
            pence = as_pence("value_gbp", row["value_gbp"], "GBP")
        except Refused:
            continue
        if end is None or (start and end < start):
            continue
        found.append(
            AwardedContract(
                gss=row["gss_code"],
                key=row["notice_ref"],
                title=as_text(row["title"], 300),
                supplier=as_text(row["supplier"], 200),
                start=start,
                end=end,
                value_pence=pence,
                source_url=as_url(row["source_url"]),
                licence=as_text(row["licence"], 60),
                is_tech=row["is_tech"] == "True",
                description=as_text(row["extension"]).capitalize(),
                text=row["title"],
            )
        )
    return found


@transaction.atomic
def write_contracts(awarded: Iterable[AwardedContract], *, fill_only: bool = False) -> Written:
    """Make or bring up to date the contracts of notices.

    A borough's own row stands: nothing is made beside one that says the same, and a contract
    that the borough has confirmed or taken over is left alone. With `fill_only`, a contract
    that is there only gains what it lacks.
    """
    wanted = {(a.gss, a.row_key): a for a in awarded}
    existing = _existing({gss for gss, _ in wanted})
    existing |= _taken_over(wanted, existing)
    own = _told_by_boroughs(existing.values())
    suppliers = _suppliers({a.supplier for a in wanted.values() if a.supplier})
    missing = [
        award
        for key, award in wanted.items()
        if key not in existing
        if not own & _told_by(award.gss, award.title, award.supplier, award.end)
    ]
    changed = [
        existing[key]
        for key, award in wanted.items()
        if key in existing and _may_change(existing[key])
        if _change(existing[key], award, suppliers, fill_only=fill_only)
    ]
    new = [_new_contract(award, suppliers) for award in missing]
    made = bulk_create_with_history(new, Contract, default_change_reason=REASON) if new else []
    _write_terms(made, wanted)
    known = {**existing, **{(c.borough_id, c.row_key): c for c in made}}
    by_row = {key: known[key].pk for key in wanted if key in known}
    return Written([c.pk for c in made], [c.pk for c in changed], by_row)


def _existing(boroughs: set[str]) -> dict[tuple[str, str], Contract]:
    rows = Contract.objects.filter(borough__in=boroughs).select_related("supplier")
    return {(c.borough_id, c.row_key): c for c in rows.select_for_update(of=("self",))}


def _taken_over(wanted: Iterable[tuple[str, str]], existing: dict) -> dict:
    """Contracts that were made from these notices and carry a register's row by now.

    What they were made from is in their versions.
    """
    missing = {key for key in wanted if key not in existing}
    versions = Contract.history.filter(row_key__in={row_key for _, row_key in missing})
    was = {pk: (gss, key) for pk, gss, key in versions.values_list("id", "borough_id", "row_key")}
    here = {contract.pk: contract for contract in existing.values()}
    return {key: here[pk] for pk, key in was.items() if key in missing and pk in here}


def _may_change(contract: Contract) -> bool:
    return contract.source == Contract.Source.NOTICE and contract.last_confirmed_on is None


def _told_by_boroughs(contracts: Iterable[Contract]) -> set[tuple]:
    own = (c for c in contracts if c.source != Contract.Source.NOTICE)
    told = (_told_by(c.borough_id, c.title, c.supplier_name, c.end) for c in own)
    return set().union(*told)


def _told_by(gss: str, title: str, supplier: str, end) -> set[tuple]:
    """What makes two rows of a borough the same contract: its end, with its title or supplier."""
    names = {title.casefold().strip(), supplier_key(supplier)} - {""}
    return {(gss, name, end) for name in names}


def _suppliers(names: set[str]) -> dict[str, Supplier]:
    """Supplier by name in lower case, aliases included; missing ones are made."""
    found = {}
    for supplier in Supplier.objects.all():
        for name in (supplier.name, *supplier.aliases):
            found.setdefault(name.lower(), supplier)
    missing = {name.lower(): name for name in sorted(names) if name.lower() not in found}
    Supplier.objects.bulk_create(
        (Supplier(name=name) for name in missing.values()), ignore_conflicts=True
    )
    lowered = Supplier.objects.annotate(lowered=Lower("name")).filter(lowered__in=missing)
    return {**found, **{s.lowered: s for s in lowered}}


def _facts(award: AwardedContract, suppliers: dict[str, Supplier]) -> dict:
    supplier = suppliers.get(award.supplier.lower())
    return {
        "title": award.title,
        "description": award.description,
        "supplier": supplier,
        "supplier_name": award.supplier if supplier else "",
        "start": award.start,
        "end": award.end,
        "source_url": award.source_url,
        "licence": award.licence,
    }


def _new_contract(award: AwardedContract, suppliers: dict[str, Supplier]) -> Contract:
    guess = likeliest_capability(award.text) if award.is_tech else None
    contract = Contract(
        borough_id=award.gss,
        row_key=award.row_key,
        source=Contract.Source.NOTICE,
        visibility=Visibility.PUBLIC,
        capability=guess.capability if guess else None,
        capability_certainty=guess.certainty if guess else None,
        **_facts(award, suppliers),
    )
    contract.latest_end = contract.compute_latest_end()
    return contract


def _change(contract, award, suppliers, *, fill_only: bool) -> bool:
    """Bring one contract up to date, keeping its version; whether anything differed."""
    different = {
        name: value
        for name, value in _facts(award, suppliers).items()
        if value and getattr(contract, name) != value
        if not (fill_only and getattr(contract, name))
    }
    if not different:
        return False
    for name, value in different.items():
        setattr(contract, name, value)
    contract.version += 1
    contract._change_reason = REASON
    contract.save()
    return True


def _write_terms(made: list[Contract], wanted: dict) -> None:
    ContractTerms.objects.bulk_create(
        ContractTerms(
            contract=contract,
            value_pence=wanted[contract.borough_id, contract.row_key].value_pence,
            value_basis=ContractTerms.Basis.WHOLE_LIFE,
        )
        for contract in made
        if wanted[contract.borough_id, contract.row_key].value_pence is not None
    )
