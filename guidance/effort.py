"""How much work a technique is and how long it takes, in words. Pure."""

from decimal import Decimal

DAYS = ("officer-day", "officer-days")
WEEKS = ("week", "weeks")
ESTIMATE = "estimate"


def number(value: Decimal | float) -> str:
    """ "3", "0.5": one decimal where there is one."""
    return f"{value:.1f}".removesuffix(".0")


def amount(value: Decimal | float, unit: tuple[str, str]) -> str:
    """ "1 week", "0.5 weeks", "3 weeks"."""
    return f"{number(value)} {unit[0] if value == 1 else unit[1]}"


def span(low: Decimal | None, high: Decimal | None, unit: tuple[str, str]) -> str:
    """ "3 to 5 weeks", or "2 weeks" where both are the same; "" when not known."""
    if low is None or high is None:
        return ""
    return amount(high, unit) if low == high else f"{number(low)} to {amount(high, unit)}"


def days_of(technique) -> str:
    """ "3 to 5 officer-days (estimate)"."""
    said = span(technique.days_low, technique.days_high, DAYS)
    return f"{said} ({ESTIMATE})" if said else ""


def weeks_of(technique) -> str:
    """ "3 to 4 weeks (estimate)"; some techniques have no end, such as a pipeline."""
    said = span(technique.weeks_low, technique.weeks_high, WEEKS)
    return f"{said} ({ESTIMATE})" if said else "No set length"
