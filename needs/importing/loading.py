"""Loading a checked register: what the report said, in one transaction, or nothing."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from members.models import Borough
from needs.importing.checking import write_report
from needs.importing.plan import (
    Outcome,
    PlannedRow,
    Register,
    chosen,
    counts_of,
    plan_hash,
    plan_row,
)
from needs.importing.snapshots import (
    TERMS,
    WRITTEN_FIELDS,
    before_values,
    write_values,
)
from needs.importing.suppliers import note_size, suppliers_named
from needs.models import (
    Capability,
    Contract,
    ContractTerms,
    ImportRow,
    RegisterImport,
    Supplier,
    Visibility,
)
from needs.profiles import whole_text
from needs.register import CellError, row_key
from needs.suggestions import current_index
from procurement_portal.lib.bulk import (
    create_each_with_history,
    update_each,
    update_each_with_history,
)
from procurement_portal.lib.freshness import review_date

BATCH = 500
READ_AT_ONCE = 100  # titles and descriptions given to the encoder together
CHANGED_MEANWHILE = (
    "Contracts of this register were changed while you read the report, so nothing was loaded. "
    "This is a new report: look at it again"
)


@dataclass
class Writing:
    """Everything one load needs at hand, and what it has written."""

    register_import: RegisterImport
    suppliers: dict[str, Supplier]
    suppliers_made: list[int]
    capabilities: dict[str, Capability]
    review_by: datetime.date
    new: list[tuple[PlannedRow, Contract, ContractTerms]] = field(default_factory=list)
    changed: list[tuple[PlannedRow, Contract, ContractTerms, dict]] = field(default_factory=list)
    unassigned: list[Contract] = field(default_factory=list)  # nobody chose their capability


@transaction.atomic
def load(
    register_import: RegisterImport, on_progress: Callable[[int, int], None] = lambda *_: None
) -> list[int]:
    """Write the new and changed rows; the ids of their contracts. Ends in LOADED.

    Loads of one borough wait for each other. When the contracts are no longer what the report
    was made from, nothing is written: the import goes back to CHECKED with a new report. An
    import that is not being loaded any more (the task ran twice) is left alone.
    """
    Borough.objects.select_for_update(no_key=True).get(pk=register_import.borough_id)
    register_import = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if register_import.status != RegisterImport.Status.LOADING:
        return []
    stored = list(register_import.rows.all())
    register = Register(register_import.borough_id)
    register.recognise((row.number, row.values) for row in stored if row.values)
    rows = [_planned_again(row, register, register_import.columns["title"]) for row in stored]
    if plan_hash(rows) != register_import.plan_hash:
        _report_again(register_import, rows, stored)
        return []
    rows = chosen(rows, register_import.same_as, register)
    writing = _prepare(register_import, rows, on_progress)
    _write_new(writing, on_progress, len(rows))
    _write_changed(writing)
    _note_on_rows(writing, {row.number: row for row in stored})
    on_progress(len(rows), len(rows))
    register_import.move(
        "finish",
        by=register_import.by,
        loaded_at=timezone.now(),
        counts=counts_of(rows),
        suppliers_made=writing.suppliers_made,
    )
    return [contract.pk for _, contract, *_ in (*writing.new, *writing.changed)]


def _planned_again(row: ImportRow, register: Register, title_column: str) -> PlannedRow:
    if row.outcome == Outcome.REFUSED:
        errors = [CellError(**error) for error in row.errors]
        return PlannedRow(row.number, {}, Outcome.REFUSED, errors=errors)
    return plan_row(row.number, row.values, register, title_column)


def _report_again(register_import, rows: list[PlannedRow], stored: list[ImportRow]) -> None:
    kept = {row.number: row.cells for row in stored}
    notes, total = register_import.notes, register_import.rows_total
    write_report(register_import, rows, {}, notes, total)
    again = list(register_import.rows.filter(outcome=Outcome.REFUSED))
    for row in again:
        row.cells = kept.get(row.number, [])
    update_each(again, ["cells"])
    register_import.failure = CHANGED_MEANWHILE
    register_import.save(update_fields=["failure"])


def _prepare(register_import: RegisterImport, rows: list[PlannedRow], on_progress) -> Writing:
    """Instances as they will be written, nothing saved but new suppliers."""
    names = {row.values["supplier"] for row in rows if row.values.get("supplier")}
    known = set(Supplier.objects.values_list("pk", flat=True))
    suppliers = suppliers_named(names, is_example=register_import.is_example)
    made = sorted({supplier.pk for supplier in suppliers.values()} - known)
    due = review_date(Contract.FRESHNESS_KIND, timezone.localdate())
    writing = Writing(register_import, suppliers, made, _capabilities(rows), due)
    learnt = {}
    for row in rows:
        supplier = suppliers.get(row.values.get("supplier", ""))
        if supplier and note_size(supplier, row.values):
            learnt[supplier.pk] = supplier
        if row.outcome == Outcome.NEW:
            _make(row, writing)
        elif row.outcome == Outcome.CHANGED:
            _change(row, writing)
    _assign_capabilities(writing.unassigned, on_progress, len(rows))
    update_each(list(learnt.values()), ["is_sme", "is_vcse"])
    return writing


def _capabilities(rows: list[PlannedRow]) -> dict[str, Capability]:
    names = {row.values["capability"] for row in rows if row.values.get("capability")}
    return {found.name: found for found in Capability.objects.filter(name__in=names)}


def _make(row: PlannedRow, writing: Writing) -> None:
    contract = Contract(
        borough=writing.register_import.borough,
        owner=writing.register_import.by,
        is_example=writing.register_import.is_example,
    )
    terms = _write(contract, row, writing)
    writing.new.append((row, contract, terms))


def _change(row: PlannedRow, writing: Writing) -> None:
    before = before_values(row.contract)
    terms = _write(row.contract, row, writing)
    row.contract.version += 1
    before["version_after"] = row.contract.version
    writing.changed.append((row, row.contract, terms, before))


def _write(contract: Contract, row: PlannedRow, writing: Writing) -> ContractTerms:
    terms = write_values(contract, row.values)
    contract.borough = writing.register_import.borough  # the same, at hand for what is read of it
    supplier = writing.suppliers.get(row.values.get("supplier", ""))
    if supplier:
        contract.supplier, contract.supplier_name = supplier, row.values["supplier"]
    said = {"register_reference": contract.register_reference, **row.values}
    contract.row_key = row_key(said)
    if contract.source == Contract.Source.NOTICE:  # what a register adds was never published
        contract.visibility = Visibility.MEMBERS
    contract.source = Contract.Source.REGISTER
    contract.set_confirmed(writing.register_import.by, review_by=writing.review_by)
    named = writing.capabilities.get(row.values.get("capability", ""))
    if named and named != contract.capability:
        contract.capability, contract.capability_certainty = named, None
    elif not named and not (contract.capability_id and contract.capability_certainty is None):
        writing.unassigned.append(contract)  # no person chose one either
    return terms


def _assign_capabilities(contracts: list[Contract], on_progress, total: int) -> None:
    """The likeliest capability of each: half of the work, counted as half of the `total` rows."""
    index = current_index()
    for start in range(0, len(contracts), READ_AT_ONCE):
        part = contracts[start : start + READ_AT_ONCE]
        found = index.likeliest([whole_text(contract) for contract in part])
        for contract, likeliest in zip(part, found, strict=True):
            contract.capability = likeliest.capability if likeliest else None
            contract.capability_certainty = likeliest.certainty if likeliest else None
        on_progress((start + len(part)) * total // (2 * len(contracts)), total)


def why_of(register_import: RegisterImport, reason: str) -> dict:
    """Who and why, for the versions written in bulk."""
    return {
        "by": register_import.by,
        "reason": f"{reason} {register_import.file_name}"[:100],
    }


def _write_new(writing: Writing, on_progress, total: int) -> None:
    why = why_of(writing.register_import, "Imported from")
    for start in range(0, len(writing.new), BATCH):
        part = writing.new[start : start + BATCH]
        create_each_with_history([contract for _, contract, _ in part], **why)
        for _, contract, terms in part:
            terms.contract = contract  # has its id by now
        ContractTerms.objects.bulk_create([terms for *_, terms in part])
        on_progress((total + start + len(part)) // 2, total)


def _write_changed(writing: Writing) -> None:
    contracts = [contract for _, contract, *_ in writing.changed]
    why = why_of(writing.register_import, "Changed by")
    update_each_with_history(contracts, [*WRITTEN_FIELDS, "version"], **why)
    save_terms([terms for _, _, terms, _ in writing.changed])


def save_terms(all_terms: list[ContractTerms]) -> None:
    """Write terms, made or changed, in few statements."""
    ContractTerms.objects.bulk_create([t for t in all_terms if t.pk is None], batch_size=BATCH)
    update_each([terms for terms in all_terms if terms.pk is not None], TERMS)


def _note_on_rows(writing: Writing, stored: dict[int, ImportRow]) -> None:
    """Each row's contract, and what undo goes back to."""
    touched = []
    for row, contract, _ in writing.new:
        stored[row.number].contract = contract
        touched.append(stored[row.number])
    for row, contract, _, before in writing.changed:
        noted = stored[row.number]
        noted.contract, noted.before, noted.outcome = contract, before, row.outcome
        touched.append(noted)
    update_each(touched, ["contract", "before", "outcome"])
