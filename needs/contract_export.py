"""A borough's contracts as a table to download: the rows of the list, in its columns."""

from collections.abc import Iterable

from needs.models import Contract, ContractTerms, Visibility
from needs.register import FIELDS
from needs.register.words import described_extensions

# Our template's headings, so that an export can be corrected and imported again.
CONTRACT_HEADINGS = [
    *(field.label for name, field in FIELDS.items() if name not in ("is_sme", "is_vcse")),
    "Decide by", "Last confirmed", "Review by", "Who can see it", "Source", "Portal reference",
    "Example",
]  # fmt: skip
VALUE_COLUMN = {
    ContractTerms.Basis.WHOLE_LIFE: "total_value",
    ContractTerms.Basis.ANNUAL: "annual_value",
    ContractTerms.Basis.UNKNOWN: "value",
}


def contract_rows(rows: Iterable[dict]) -> Iterable[list]:
    """One list a contract, as `CONTRACT_HEADINGS` names them; rows of `contract_list.listed`."""
    for row in rows:
        values = _register_values(row)
        yield [
            *(values[name] for name in FIELDS if name not in ("is_sme", "is_vcse")),
            row["decide_by"],
            row["last_confirmed_on"],
            row["review_by"],
            Visibility(row["visibility"]).label,
            Contract.Source(row["source"]).label,
            row["reference"],
            row["is_example"],
        ]


def _register_values(row: dict) -> dict:
    values = {name: row.get(name, "") for name in FIELDS} | {
        "supplier": row["supplier_name"],
        "capability": row["capability__name"],
        "extension": described_extensions(row["extensions"]),
        "notice_months": row["terms__notice_months"],
        "break_on": row["terms__break_on"],
        **dict.fromkeys(VALUE_COLUMN.values()),
    }
    pence = row["terms__value_pence"]
    if pence is not None:
        pounds = pence / 100
        basis = ContractTerms.Basis(row["terms__value_basis"])
        values[VALUE_COLUMN[basis]] = int(pounds) if pounds.is_integer() else pounds
    return values
