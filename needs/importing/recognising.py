"""Recognising a register's row in a contract that was read from a published notice.

The same contract is told twice: by the notice of its award, and later by the borough's register,
in other words. Where that is sure the register's row takes the notice's place; where it only may
be, a person is asked. Suppliers that are both named and differ settle that it is not.

Sure: the same supplier by any of its names and
- the same end date, and titles of which the shorter has three words in four in the longer; or
- dates that overlap, and titles of the same words.

May be: the same supplier, with the same end date or a third of the words; or no supplier given on
one side, the same end date and three words in four.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from needs.models import Contract
from needs.register.diff import supplier_key

SAME_WORDS, SOME_WORDS = 0.75, 0.33
# Words that contracts of all kinds have in their titles.
COMMON = {
    "a", "an", "and", "the", "of", "for", "to", "in", "on", "with", "by", "from", "contract",
    "contracts", "agreement", "provision", "supply", "service", "services", "london", "borough",
    "council", "royal", "city", "lb", "rb",
}  # fmt: skip


@dataclass(frozen=True)
class Recognised:
    """The contract read from a notice that a row is, or may be when not `sure`, and why."""

    contract: Contract
    sure: bool
    why: str
    rank: tuple = ()


def recognise(
    rows: Iterable[tuple[int, dict]], contracts: Iterable[Contract]
) -> dict[int, Recognised]:
    """Row number to what was recognised in it. Values as in `needs.register.ReadRow.values`.

    Two rows that are both surely one contract, or one that is surely two, are asked about.
    """
    shelves = _shelved(contracts)
    found = {number: best for number, values in rows if (best := _best(values, shelves))}
    rows_of = Counter(best.contract.pk for best in found.values() if best.sure)
    return {
        number: _asked(best) if best.sure and rows_of[best.contract.pk] > 1 else best
        for number, best in found.items()
    }


def _shelved(contracts: Iterable[Contract]) -> dict[object, list[Contract]]:
    """Contracts by each name of their supplier and by their end: one of the two must agree."""
    shelves: dict[object, list[Contract]] = {}
    for contract in contracts:
        for sign in (*_names(contract), contract.end):
            shelves.setdefault(sign, []).append(contract)
    return shelves


def recognised_in(values: dict, contracts: Iterable[Contract]) -> list[Recognised]:
    """All that one row is or may be, the likeliest first."""
    alike = [found for contract in contracts if (found := likeness(values, contract))]
    return sorted(alike, key=lambda found: (found.sure, *found.rank, -found.contract.pk))[::-1]


def _best(values: dict, shelves: dict) -> Recognised | None:
    signs = (supplier_key(values.get("supplier") or ""), _day(values, "end"))
    near = {c.pk: c for sign in signs if sign for c in shelves.get(sign, ())}
    alike = recognised_in(values, near.values())
    if len(alike) > 1 and alike[1].sure:
        return _asked(alike[0])
    return alike[0] if alike else None


def _asked(found: Recognised) -> Recognised:
    return Recognised(found.contract, sure=False, why=found.why)


def likeness(values: dict, contract: Contract) -> Recognised | None:
    """Whether a row is this contract; None when it is not."""
    printed, names = supplier_key(values.get("supplier") or ""), _names(contract)
    supplier = printed in names
    if printed and names and not supplier:
        return None
    start, end = _day(values, "start"), _day(values, "end")
    same_end = end is not None and end == contract.end
    overlap = _overlap((start, end), (contract.start, contract.end))
    words = title_likeness(values["title"], contract.title)
    if not (same_end or overlap):
        return None
    same_title = _words(values["title"]) == _words(contract.title)
    sure = supplier and ((same_end and words >= SAME_WORDS) or (overlap and same_title))
    may_be = (same_end or words >= SOME_WORDS) if supplier else (same_end and words >= SAME_WORDS)
    if not (sure or may_be):
        return None
    why = [
        "the same supplier" if supplier else "no supplier to compare",
        "the same end date" if same_end else "dates that overlap",
        "a title of the same words" if words >= SAME_WORDS else "another title",
    ]
    return Recognised(contract, bool(sure), ", ".join(why), (same_end, words))


def title_likeness(one: str, other: str) -> float:
    """The share of the shorter title's words that stand in the longer one, 0 to 1."""
    first, second = _words(one), _words(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", title.lower())) - COMMON


def _names(contract: Contract) -> set[str]:
    supplier = contract.supplier
    return {supplier_key(n) for n in (supplier.name, *supplier.aliases)} if supplier else set()


def _day(values: dict, name: str) -> datetime.date | None:
    return datetime.date.fromisoformat(values[name]) if values.get(name) else None


def _overlap(one: tuple, other: tuple) -> bool:
    """Whether two terms share a day; unknown days share none."""
    if None in (*one, *other):
        return False
    return one[0] <= other[1] and other[0] <= one[1]
