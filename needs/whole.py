"""Needs and contracts read with all that a side is made from: many at once, or one."""

from functools import lru_cache

from django.db import models

from members.models import Borough
from needs.models import Capability, Contract, ContractTerms, Need, NeedTerms, OverlapSide, Supplier

UNREAD = {
    Borough: {"boundary", "alternative_names", "website"},
    Need: {"search"},
    Contract: {"search"},
    OverlapSide: {"vector", "meaning"},
}


def whole(records):
    """A queryset with all that a side is made from, and the side there is."""
    related = ["capability", "terms", "borough", "side"]
    related += ["supplier"] if records.model is Contract else ["terms__current_contract__supplier"]
    unread = {"side": OverlapSide, "borough": Borough}
    deferred = [f"{name}__{field}" for name, model in unread.items() for field in UNREAD[model]]
    return records.select_related(*related).defer("search", *deferred)


def whole_one(
    record: Need | Contract, capabilities: dict[int, Capability]
) -> Need | Contract | None:
    """The record as it is now, with the same; None when it is gone.

    `capabilities` are all there are, by number. A row at a time, by statements that are written
    once: working out one statement over seven tables takes longer than running these.
    """
    model = type(record)
    found = row(model, "id", record.pk)
    if found is None:
        return None
    found.capability = capabilities.get(found.capability_id)
    found.borough = row(Borough, "gss", found.borough_id)
    side = row(OverlapSide, "contract_id" if model is Contract else "need_id", found.pk)
    if side:
        side.capability = capabilities.get(side.capability_id)
    attach(found, "side", side)
    if model is Contract:
        attach(found, "terms", row(ContractTerms, "contract_id", found.pk))
        found.supplier = row(Supplier, "id", found.supplier_id)
    else:
        terms = row(NeedTerms, "need_id", found.pk)
        attach(found, "terms", terms)
        if terms and (contract := row(Contract, "id", terms.current_contract_id)):
            contract.supplier = row(Supplier, "id", contract.supplier_id)
            terms.current_contract = contract
    return found


def row(model: type[models.Model], column: str, value):
    """The model's row that has this value; None when there is none, or for None."""
    if value is None:
        return None
    return next(iter(model.objects.raw(statement(model, column), [value])), None)


@lru_cache
def statement(model: type[models.Model], column: str) -> str:
    """What Django asks for such a row, with the value left open."""
    rows = model.objects.defer(*UNREAD.get(model, ())).order_by().filter(**{column: 0})
    return rows.query.sql_with_params()[0]


def attach(record: Need | Contract, name: str, one: models.Model | None) -> None:
    """Let the record know its only one of these, or that there is none."""
    field = record._meta.get_field(name)
    field.set_cached_value(record, one)
    if one is not None:
        field.remote_field.set_cached_value(one, record)
