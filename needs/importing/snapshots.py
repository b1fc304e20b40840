"""A contract as plain values: to compare with a row, to write a row into, to go back to."""

import datetime

from needs.models import Contract, ContractTerms

TERMS = ("value_pence", "value_basis", "vat_included", "notice_months", "break_on")
TEXTS = ("register_reference", "title", "description", "product", "department", "route")
DATES = ("start", "end")
TERM_DATES = {"break_on"}
# What an import may write on a contract, beside its terms.
WRITTEN = (
    *TEXTS,
    *DATES,
    "extensions",
    "row_key",
    "latest_end",
    "supplier_id",
    "supplier_name",
    "capability_id",
    "capability_certainty",
    "source",
    "visibility",
    "last_confirmed_on",
    "confirmed_by_id",
    "review_by",
)
DATE_COLUMNS = {*DATES, "latest_end", "last_confirmed_on", "review_by"}
# The same by the names that bulk updates want.
WRITTEN_FIELDS = tuple(name.removesuffix("_id") for name in WRITTEN)


def terms_of(contract: Contract) -> ContractTerms:
    """The contract's terms, new and unsaved when it has none."""
    if hasattr(contract, "terms"):
        return contract.terms
    return ContractTerms(contract=contract)


def current_values(contract: Contract) -> dict:
    """What a row is compared with; the keys of `needs.register.diff.LABELS`, dates as ISO."""
    terms = terms_of(contract)
    return {
        **{name: getattr(contract, name) for name in (*TEXTS, "extensions")},
        **{name: _iso(getattr(contract, name)) for name in DATES},
        "supplier": contract.supplier_name,
        "capability": contract.capability.name if contract.capability else "",
        **_terms_values(terms),
    }


def before_values(contract: Contract) -> dict:
    """Everything to go back to, JSON-ready."""
    columns = {name: getattr(contract, name) for name in WRITTEN}
    columns |= {name: _iso(columns[name]) for name in DATE_COLUMNS}
    return {"columns": columns, "terms": _terms_values(terms_of(contract))}


def restore(contract: Contract, before: dict) -> ContractTerms:
    """Put the instance back as it was before; the caller saves it and the terms returned."""
    for name, value in before["columns"].items():
        setattr(contract, name, _day(value) if name in DATE_COLUMNS else value)
    if "supplier_name" not in before["columns"]:  # noted before contracts had one
        contract.supplier_name = contract.supplier.name if contract.supplier else ""
    terms = terms_of(contract)
    for name, value in before["terms"].items():
        setattr(terms, name, _day(value) if name in TERM_DATES else value)
    return terms


def write_values(contract: Contract, values: dict) -> ContractTerms:
    """Put a row's values on the instance; what the row does not say stays."""
    for name in (*TEXTS, "extensions"):
        if name in values:
            setattr(contract, name, values[name])
    for name in DATES:
        if name in values:
            setattr(contract, name, _day(values[name]))
    contract.latest_end = contract.compute_latest_end()
    terms = terms_of(contract)
    for name in TERMS:
        if name in values:
            setattr(terms, name, _day(values[name]) if name in TERM_DATES else values[name])
    return terms


def _terms_values(terms: ContractTerms) -> dict:
    values = {name: getattr(terms, name) for name in TERMS}
    return values | {name: _iso(values[name]) for name in TERM_DATES}


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
