"""Saying that records are still right: one, those ticked, or all; and taking it back.

Nothing is compared anew. What is alike depends on text alone (docs/adr/0003), and what counts is
read from the records' own dates, so a confirmed record is back everywhere with the same commit.
"""

from django.db import transaction
from django.utils import timezone

from needs.models import Confirmation, ConfirmedRecord, Contract, Need
from needs.models.confirmation import UNDO_WITHIN
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.freshness import review_date
from procurement_portal.lib.workflow import MoveNotPossible

BATCH = 500
CONFIRMED, TAKEN_BACK = "Confirmed", "Confirmation taken back"


@transaction.atomic
def confirm_records(*, by, needs=None, contracts=None, origin: str = "") -> Confirmation | None:
    """Confirm every record of these querysets as of today; None where there was none.

    The caller has narrowed them to what `by` may confirm. Needs whose status has moved on in
    the meantime are left out.
    """
    locked_needs = _locked(needs)
    locked_contracts = _locked(contracts)
    rows = [_row_of(need, need=need) for need in locked_needs if need.can_be_confirmed]
    rows += [_row_of(contract, contract=contract) for contract in locked_contracts]
    if not rows:
        return None
    found = [row.need for row in rows if row.need]
    for need in found:
        need.confirm(by=by)
    today = timezone.localdate()
    due = review_date(Contract.FRESHNESS_KIND, today)
    for contract in locked_contracts:
        contract.set_confirmed(by, today, due)
    Contract.objects.save_freshness(locked_contracts, by=by, reason=CONFIRMED)
    confirmation = Confirmation.objects.create(
        by=by, origin=origin, needs_count=len(found), contracts_count=len(locked_contracts)
    )
    for row in rows:
        row.confirmation = confirmation
    ConfirmedRecord.objects.bulk_create(rows, batch_size=BATCH)
    return confirmation


def _locked(records) -> list:
    if records is None:
        return []
    chosen = records.model.objects.filter(pk__in=records.order_by().values("pk"))
    return list(chosen.select_for_update(of=("self",)).order_by("pk").defer("search"))


def _row_of(record: Need | Contract, **side) -> ConfirmedRecord:
    return ConfirmedRecord(
        version=record.version,
        was_confirmed_on=record.last_confirmed_on,
        was_confirmed_by_id=record.confirmed_by_id,
        was_review_by=record.review_by,
        **side,
    )


@transaction.atomic
def undo(confirmation: Confirmation, *, by) -> int:
    """Put each record back as fresh as it was; how many. Raises `MoveNotPossible` after a day.

    A record that was changed, or confirmed again, since then stays as it is.
    """
    if confirmation.at < timezone.now() - UNDO_WITHIN:
        raise MoveNotPossible(confirmation, "undo")
    confirmation.move("undo", by=by)
    rows = list(confirmation.records.select_related("was_confirmed_by").order_by("pk"))
    later = ConfirmedRecord.objects.filter(
        confirmation__gt=confirmation, confirmation__status=Confirmation.Status.DONE
    )
    again = set(later.values_list("need", "contract"))
    rows = [row for row in rows if (row.need_id, row.contract_id) not in again]
    return _put_back_needs(rows, by) + _put_back_contracts(rows, by)


def _put_back_needs(rows: list[ConfirmedRecord], by) -> int:
    by_need = {row.need_id: row for row in rows if row.need_id}
    locked = Need.objects.filter(pk__in=by_need).select_for_update(of=("self",)).order_by("pk")
    count = 0
    for need in locked.defer("search"):
        row = by_need[need.pk]
        if need.version == row.version and need.can_move("unconfirm"):
            need.unconfirm(by=by, was=row.was)
            count += 1
    return count


def _put_back_contracts(rows: list[ConfirmedRecord], by) -> int:
    by_contract = {row.contract_id: row for row in rows if row.contract_id}
    locked = Contract.objects.filter(pk__in=by_contract).select_for_update(of=("self",))
    changed = []
    for contract in locked.order_by("pk").defer("search"):
        row = by_contract[contract.pk]
        if contract.version == row.version:
            for name, value in row.was.items():
                setattr(contract, name, value)
            changed.append(contract)
    Contract.objects.save_freshness(changed, by=by, reason=TAKEN_BACK)
    return len(changed)


def in_words(confirmation: Confirmation) -> str:
    """ "2 needs and 12 contracts"."""
    counts = (
        (confirmation.needs_count, "need", "needs"),
        (confirmation.contracts_count, "contract", "contracts"),
    )
    return " and ".join(format_count(*count) for count in counts if count[0])


def last_undoable(user) -> dict | None:
    """What the person confirmed last, where it can still be taken back, for its banner."""
    found = Confirmation.objects.visible_to(user).undoable().filter(origin="").first()
    if found is None:
        return None
    return {"reference": found.reference, "what": in_words(found), "at": found.at}
