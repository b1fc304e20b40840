"""What a register says differently from what is held: field by field, old and new."""

import re
from dataclasses import dataclass

LABELS = {
    "register_reference": "Reference",
    "title": "Title",
    "description": "Description",
    "supplier": "Supplier",
    "product": "System or product",
    "department": "Department",
    "start": "Start date",
    "end": "End date",
    "break_on": "Can be ended early from",
    "extensions": "Extensions",
    "route": "Route to market",
    "capability": "Category",
    "value_pence": "Value",
    "value_basis": "Value is for",
    "vat_included": "VAT included",
    "notice_months": "Months of notice",
}
COMPANY_FORM = re.compile(
    r"\b(limited|ltd|plc|llp|lp|inc|cic|uk|company|co|t/?a|trading as|the|group|holdings)\b"
)


@dataclass(frozen=True)
class Change:
    """One field that the register says differently. Values as in `ReadRow.values`."""

    field: str
    old: str | int | bool | None
    new: str | int | bool | None

    @property
    def label(self) -> str:
        return LABELS[self.field]


def supplier_key(name: str) -> str:
    """A supplier's name without what its owners write differently each time: case, dots, Ltd."""
    plain = re.sub(r"[^a-z0-9/& ]+", "", name.lower()).replace("&", " and ")
    return "".join(COMPANY_FORM.sub(" ", plain).split()) or "".join(name.lower().split())


def compare(values: dict, current: dict) -> list[Change]:
    """The fields in which a row differs from a contract; what the row does not say is no change.

    Both are dictionaries with the keys of LABELS. An unexplained value of the same amount does
    not undo what is known about its basis and VAT.
    """
    changes = []
    for name in LABELS:
        if name not in values:
            continue
        old, new = current.get(name), values[name]
        if not _same(name, old, new) and not _says_less(name, values, current):
            changes.append(Change(name, old, new))
    return changes


def _same(name: str, old, new) -> bool:
    if name == "supplier":
        return supplier_key(old or "") == supplier_key(new or "")
    if isinstance(new, str):
        return " ".join((old or "").split()) == " ".join(new.split())
    return old == new


def _says_less(name: str, values: dict, current: dict) -> bool:
    if values.get("value_pence") != current.get("value_pence"):
        return False
    unknown = {"value_basis": "unknown", "vat_included": None}
    return name in unknown and values[name] == unknown[name]
