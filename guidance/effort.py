"""How much work a technique is and how long it takes, in words: estimated, or as logged. Pure."""

from decimal import Decimal

DAYS = ("officer-day", "officer-days")
WEEKS = ("week", "weeks")
ENOUGH = 3  # logged uses from which their median takes the place of the estimate


def number(value: Decimal | float) -> str:
    """ "3", "0.5": one decimal where there is one."""
    return f"{value:.1f}".removesuffix(".0")


def amount(value: Decimal | float, unit: tuple[str, str]) -> str:
    """ "1 week", "0.5 weeks", "3 weeks"."""
    return f"{number(value)} {unit[0] if value == 1 else unit[1]}"


def span(
    low: Decimal | float | None, high: Decimal | float | None, unit: tuple[str, str] | None
) -> str:
    """ "3 to 5 weeks", or "2 weeks" where both are the same; "" when not known."""
    if low is None or high is None:
        return ""
    most = amount(high, unit) if unit else number(high)
    return most if low == high else f"{number(low)} to {most}"


def is_logged(technique) -> bool:
    """Whether enough uses are logged; asks for a technique read `with_uses`."""
    return getattr(technique, "uses_count", 0) >= ENOUGH


def days_of(technique) -> str:
    """ "3 to 5 officer-days (estimate)", or "4 officer-days, from 4 logged uses (estimate 3)"."""
    if is_logged(technique):
        estimate = span(technique.days_low, technique.days_high, None)
        return _logged(amount(technique.median_days, DAYS), technique.uses_count, estimate)
    said = span(technique.days_low, technique.days_high, DAYS)
    return f"{said} (estimate)" if said else ""


def weeks_of(technique) -> str:
    """ "3 to 4 weeks (estimate)"; some techniques have no end, such as a pipeline."""
    if is_logged(technique):
        estimate = span(technique.weeks_low, technique.weeks_high, None)
        return _logged(amount(technique.median_weeks, WEEKS), technique.uses_count, estimate)
    said = span(technique.weeks_low, technique.weeks_high, WEEKS)
    return f"{said} (estimate)" if said else "No set length"


def _logged(median: str, count: int, estimate: str) -> str:
    beside = f" (estimate {estimate})" if estimate else ""
    return f"{median}, from {count} logged uses{beside}"


def days_range(technique) -> tuple[float, float] | None:
    """What to reckon with: the median where enough is logged, else the estimate's ends."""
    if is_logged(technique):
        return technique.median_days, technique.median_days
    return _pair(technique.days_low, technique.days_high)


def weeks_range(technique) -> tuple[float, float] | None:
    if is_logged(technique):
        return technique.median_weeks, technique.median_weeks
    return _pair(technique.weeks_low, technique.weeks_high)


def _pair(low, high) -> tuple[float, float] | None:
    return None if low is None or high is None else (float(low), float(high))
