"""Taking an import back: changed contracts as they were, new ones gone, later edits kept."""

from django.db import transaction

from members.models import Borough
from needs.importing.loading import save_terms, why_of
from needs.importing.snapshots import WRITTEN_FIELDS, restore
from needs.importing.suppliers import forget_unused
from needs.models import Contract, ImportRow, RegisterImport
from procurement_portal.lib.bulk import update_each_with_history

Outcome = ImportRow.Outcome


@transaction.atomic
def undo(register_import: RegisterImport) -> list[int]:
    """Undo what the import did; the ids of the contracts put back. Ends in UNDONE.

    A contract that somebody edited since, or from which a need was posted, is left as it is and
    its row counted as kept.
    """
    Borough.objects.select_for_update(no_key=True).get(pk=register_import.borough_id)
    register_import = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if register_import.status != RegisterImport.Status.UNDOING:
        return []
    rows = list(
        register_import.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).select_related(
            "contract__terms"
        )
    )
    removed, kept_new = _remove_new([row for row in rows if row.outcome == Outcome.NEW])
    restored, kept_changed = _restore_changed(
        [row for row in rows if row.outcome == Outcome.CHANGED], register_import
    )
    forget_unused(register_import.suppliers_made)
    register_import.move(
        "finish_undo",
        by=None,
        counts={
            **register_import.counts,
            "removed": removed,
            "restored": len(restored),
            "kept": sorted([*kept_new, *kept_changed]),
        },
    )
    return restored


def _remove_new(rows: list[ImportRow]) -> tuple[int, list[int]]:
    """How many contracts were removed, and the rows whose contracts were kept."""
    ids = [row.contract_id for row in rows if row.contract_id]
    untouched = Contract.objects.filter(pk__in=ids, version=1, needs__isnull=True)
    removable = set(untouched.values_list("pk", flat=True))
    Contract.objects.filter(pk__in=removable).defer("search").delete()
    kept = [row.number for row in rows if row.contract_id and row.contract_id not in removable]
    return len(removable), kept


def _restore_changed(rows: list[ImportRow], register_import) -> tuple[list[int], list[int]]:
    """The ids of contracts put back, and the rows whose contracts were kept."""
    contracts, terms, kept = [], [], []
    for row in rows:
        contract = row.contract
        if contract is None or contract.version != row.before["version_after"]:
            kept.append(row.number)
            continue
        terms.append(restore(contract, row.before))
        contract.version += 1
        contracts.append(contract)
    why = why_of(register_import, "Undone: import of")
    update_each_with_history(contracts, [*WRITTEN_FIELDS, "version"], **why)
    save_terms(terms)
    return [contract.pk for contract in contracts], kept
