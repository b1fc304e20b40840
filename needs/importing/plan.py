"""What loading rows would do to a borough's contracts as they are now."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from needs.importing.recognising import Recognised, recognise
from needs.importing.snapshots import current_values
from needs.models import Contract, ImportRow
from needs.register import CellError, Change, compare, row_key, supplier_key

Outcome = ImportRow.Outcome


@dataclass
class PlannedRow:
    """One row: its outcome, and for all but new and refused ones the contract it is."""

    number: int
    values: dict
    outcome: str
    contract: Contract | None = None
    changes: list[Change] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    recognised: Recognised | None = None

    @property
    def replaces(self) -> bool:
        """Whether it takes the place of a contract read from a published notice."""
        changed = self.outcome == Outcome.CHANGED
        return changed and self.contract.source == Contract.Source.NOTICE


class Register:
    """A borough's contracts, found by reference, or by title, supplier and start.

    A row with a reference also finds the contract that had none so far, and a row without one
    the contract whose register once had references, as long as only one contract fits.
    """

    def __init__(self, borough_id: str):
        contracts = list(
            Contract.objects.filter(borough_id=borough_id)
            .select_related("supplier", "capability", "terms")
            .defer("search")
        )
        self.by_key: dict[str, Contract] = {}
        self.by_words: dict[str, list[Contract]] = {}
        for contract in contracts:
            self.by_key[contract.row_key] = contract
            self.by_words.setdefault(words_key(current_values(contract)), []).append(contract)
        self.taken: dict[int, int] = {}  # contract to the row that is it
        self.recognised: dict[int, Recognised] = {}
        self.from_notices = [c for c in contracts if c.source == Contract.Source.NOTICE]

    def recognise(self, rows: Iterable[tuple[int, dict]]) -> None:
        """Look for rows that nothing else finds among the contracts read from notices."""
        rows, known = list(rows), set()
        unknown = []
        for number, values in rows:
            found = self.find(values)
            if found:
                known.add(found.pk)
            else:
                unknown.append((number, values))
        left = [contract for contract in self.from_notices if contract.pk not in known]
        self.recognised = recognise(unknown, left)

    def find(self, values: dict) -> Contract | None:
        found = self.by_key.get(row_key(values))
        if found:
            return found
        alike = self.by_words.get(words_key(values), [])
        if len(alike) != 1:
            return None
        both_have_one = values.get("register_reference") and alike[0].register_reference
        return None if both_have_one else alike[0]


def words_key(values: dict) -> str:
    """The identity that a row has without its reference."""
    return row_key({**values, "register_reference": ""})


def plan_row(number: int, values: dict, register: Register, title_column: str) -> PlannedRow:
    contract, recognised = register.find(values), register.recognised.get(number)
    if contract is None and recognised and recognised.sure:
        contract = recognised.contract
    if contract is None:
        return PlannedRow(number, values, Outcome.NEW, recognised=recognised)
    first = register.taken.setdefault(contract.pk, number)
    if first != number:
        error = CellError(
            title_column,
            values["title"],
            f"is the contract of row {first}",
            "Give both rows their references, or delete one",
        )
        return PlannedRow(number, values, Outcome.REFUSED, errors=[error])
    return _as_contract(number, values, contract, recognised)


def _as_contract(
    number: int, values: dict, contract: Contract, recognised: Recognised | None
) -> PlannedRow:
    changes = compare(values, _as_the_row_names_it(contract, values))
    row = PlannedRow(number, values, Outcome.SAME, contract, changes, recognised=recognised)
    if changes or recognised:
        row.outcome = Outcome.CHANGED
    return row


def chosen(rows: list[PlannedRow], numbers: list[int], register: Register) -> list[PlannedRow]:
    """The rows, those of these numbers taking the place of what they may be."""
    return [
        _as_contract(row.number, row.values, row.recognised.contract, row.recognised)
        if row.number in numbers
        and row.recognised
        and row.outcome == Outcome.NEW
        and register.taken.setdefault(row.recognised.contract.pk, row.number) == row.number
        else row
        for row in rows
    ]


def _as_the_row_names_it(contract: Contract, values: dict) -> dict:
    """The contract's values, with its supplier under that of its names which the row uses."""
    current = current_values(contract)
    printed = supplier_key(values.get("supplier") or "")
    supplier = contract.supplier
    if supplier and printed in map(supplier_key, (supplier.name, *supplier.aliases)):
        current["supplier"] = values["supplier"]
    return current


def counts_of(rows: Iterable[PlannedRow]) -> dict[str, int]:
    """How many rows have each outcome, every outcome named."""
    counted = Counter(row.outcome for row in rows)
    return {outcome: counted[outcome] for outcome in Outcome.values}


def plan_hash(rows: Iterable[PlannedRow]) -> str:
    """A text that differs whenever the rows would do something else."""
    said = [
        [
            row.number,
            row.outcome,
            row.contract.pk if row.contract else None,
            [[change.field, change.old, change.new] for change in row.changes],
            [row.recognised.contract.pk, row.recognised.sure] if row.recognised else None,
        ]
        for row in rows
        if row.outcome in (Outcome.NEW, Outcome.CHANGED)
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
