"""What of two to four case studies can be set side by side, and why the rest cannot. Pure.

A value is brought to one measure only where that is sound: minutes and hours, days and weeks,
months and years, pence and pounds, and so much a day, week, month or year. Nothing is brought
from one year's prices to another's, and a total is never set against a rate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement_portal.lib.formatting import format_uk_money

MOST, FEWEST = 4, 2
PER_YEAR = {"day": Decimal(365), "week": Decimal(52), "month": Decimal(12), "year": Decimal(1)}
# Word of a unit: the family it belongs to, the family's own word, and how many of it there are.
WORDS = {
    "minute": ("an amount of time", "hours", Decimal(1) / 60),
    "hour": ("an amount of time", "hours", Decimal(1)),
    "day": ("a length in days", "days", Decimal(1)),
    "week": ("a length in days", "days", Decimal(7)),
    "month": ("a length in months", "months", Decimal(1)),
    "year": ("a length in months", "months", Decimal(12)),
    "gbp": ("a sum of money", "£", Decimal(1)),
    "pound": ("a sum of money", "£", Decimal(1)),
    "£": ("a sum of money", "£", Decimal(1)),
    "pence": ("a sum of money", "£", Decimal(1) / 100),
}
PERCENT = ("percent", "per cent", "%")
CHANGES = {"increase": "a percentage rise", "decrease": "a percentage fall"}
RATE = re.compile(r"(.*?)\s*(?:\bper\b|\ba\b|/)\s*(day|week|month|year)s?$")


@dataclass(frozen=True)
class Measured:
    """One result: the number in its unit, and which way (a value of `OutcomeResult.Direction`)."""

    size: Decimal | None
    unit: str
    direction: str = ""
    name: str = ""


@dataclass(frozen=True)
class Measure:
    """What a unit measures: `kind` as people say it, the unit shown, and the factor to it."""

    kind: str
    unit: str = ""
    factor: Decimal = Decimal(1)
    per_year: bool = False

    @property
    def words(self) -> str:
        return f"{self.kind} each year" if self.per_year else self.kind


@dataclass(frozen=True)
class Verdict:
    """Whether values can be set side by side, the sentence that says so, and each as words.

    `values` has a place for each study; empty where it has none, or none that fits.
    """

    comparable: bool
    sentence: str
    values: tuple[str, ...]


def measure_of(unit: str, direction: str = "") -> Measure:
    """What a unit measures. A rise is not a fall, nor either a share of those who said so."""
    text = " ".join(unit.lower().split())
    if text in PERCENT:
        return Measure(CHANGES.get(direction, "a percentage"), "%")
    rate = RATE.fullmatch(text)
    word, period = (rate[1], rate[2]) if rate and rate[1] else (text, "")
    kind, shown, factor = _family(word)
    if period:
        return Measure(kind, shown, factor * PER_YEAR[period], per_year=True)
    return Measure(kind, shown, factor)


def _family(word: str) -> tuple[str, str, Decimal]:
    found = WORDS.get(word) or WORDS.get(word.removesuffix("s"))
    if found:
        return found
    if not word:
        return "a number without a unit", "", Decimal(1)
    return f"a count of {word}", word, Decimal(1)


def compare(results: Sequence[Measured | None]) -> Verdict:
    """Set one result of each study side by side; None for a study that has none.

    Comparable when every study that has a number has it in one measure.
    """
    sized = [result if result and result.size is not None else None for result in results]
    measures = [measure_of(r.unit, r.direction) if r else None for r in sized]
    values = tuple(
        _shown(r.size, m) if r and m else "" for r, m in zip(sized, measures, strict=True)
    )
    kinds = list(dict.fromkeys(m.words for m in measures if m))
    if sum(m is not None for m in measures) < FEWEST:
        return Verdict(False, _too_few(results, sized), values)
    if len(kinds) > 1:
        return Verdict(False, f"Not comparable: {_one_and_other(kinds)}", values)
    return Verdict(True, f"Same measure: each is {kinds[0]}", values)


def best_of(studies: Sequence[Sequence[Measured]]) -> list[Measured | None]:
    """For each study the result to compare, of all it has on one outcome.

    That in the measure which most of the studies have; else its first with a number, or its first.
    """
    shared = Counter()
    for results in studies:
        shared.update({measure_of(r.unit, r.direction).words for r in results if _has_size(r)})
    most = [words for words, count in shared.most_common(1) if count >= FEWEST]
    return [_pick(results, most) for results in studies]


def _has_size(result: Measured) -> bool:
    return result.size is not None


def _pick(results: Sequence[Measured], most: list[str]) -> Measured | None:
    sized = [result for result in results if _has_size(result)]
    fitting = [r for r in sized if measure_of(r.unit, r.direction).words in most]
    return next(iter([*fitting, *sized, *results]), None)


def _too_few(results, sized) -> str:
    if not any(results):
        return "Nobody measured it"
    if sum(result is not None for result in results) < FEWEST:
        return "Not comparable: only one of them measured it"
    words = "none of them gives" if not any(sized) else "only one of them gives"
    return f"Not comparable: {words} a number"


def _one_and_other(kinds: list[str]) -> str:
    if len(kinds) == FEWEST:
        return f"one is {kinds[0]}, the other {kinds[1]}"
    return f"one is {', one '.join(kinds)}"


def _shown(size: Decimal, measure: Measure) -> str:
    number = number_words(size * measure.factor)
    if measure.unit == "£":
        words = format_uk_money(round(size * measure.factor * 100))
    elif measure.unit == "%":
        words = f"{number}%"
    else:
        words = f"{number} {measure.unit}".strip()
    return f"{words} a year" if measure.per_year else words


def number_words(value: Decimal) -> str:
    """Two places where there are any: "1,234", "3.7", "0.33"."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    return f"{rounded:,f}"


@dataclass(frozen=True)
class Money:
    """Whole pence of a price year; what is not known is None or empty.

    `kind` and `basis` are those of a saving, in words.
    """

    pence: int | None
    price_year: int | None = None
    kind: str = ""
    basis: str = ""


def compare_money(amounts: Sequence[Money]) -> Verdict:
    """Set money side by side, but never across kinds, spans or price years."""
    known = [amount for amount in amounts if amount.pence is not None]
    values = tuple(_money(amount) for amount in amounts)
    if not known:
        return Verdict(False, "None of them states it", values)
    if len(known) < len(amounts):
        missing = len(amounts) - len(known)
        words = "one of them does" if missing == 1 else f"{missing} of them do"
        return Verdict(False, f"Not comparable: {words} not state it", values)
    for name, what in (("kind", "the kind of saving"), ("basis", "the time it is for")):
        found = list(dict.fromkeys(getattr(amount, name) for amount in known))
        if len(found) > 1:
            return Verdict(False, f"Not comparable: {_differ(found, what)}", values)
    return _by_price_year(known, values)


def _differ(found: list[str], what: str) -> str:
    if "" in found:
        return f"{what} is not known for each"
    return f"one is {found[0].lower()}, another {found[1].lower()}"


def _by_price_year(known: list[Money], values: tuple[str, ...]) -> Verdict:
    years = sorted({amount.price_year for amount in known if amount.price_year})
    if any(amount.price_year is None for amount in known):
        return Verdict(False, "Take care: the price year is not known for each", values)
    if len(years) > 1:
        listed = " and ".join(str(year) for year in years)
        return Verdict(False, f"Take care: prices of {listed}, which we do not convert", values)
    return Verdict(True, f"Comparable: each in prices of {years[0]}", values)


def _money(amount: Money) -> str:
    if amount.pence is None:
        return ""
    parts = [format_uk_money(amount.pence)]
    parts += [amount.basis.lower()] if amount.basis else []
    parts += [amount.kind.lower()] if amount.kind else []
    year = f"prices of {amount.price_year}" if amount.price_year else "price year not known"
    return ", ".join([*parts, year])


def per_person_year(
    stated_pence: int | None, total_pence: int | None, people: int | None, weeks: int | None
) -> tuple[int | None, bool]:
    """Whole pence for one person for a year, and whether that was worked out here.

    What is stated wins. Otherwise the total is shared among those who began, over 52 weeks; only
    where all three are known, because a guess at one would be a guess at the price.
    """
    if stated_pence is not None:
        return stated_pence, False
    if total_pence is None or not people or not weeks:
        return None, False
    return round(Decimal(total_pence) / people * 52 / weeks), True
