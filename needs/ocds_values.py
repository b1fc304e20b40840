"""Cleaning the single values of a notice. Pure: what is missing is left empty, what is there and
cannot be right raises `Refused`, with its field and what to do.
"""

import datetime
import re

MAX_PENCE = 9_000_000_000_000_000
OGL = "OGL-UK-3.0"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Refused(Exception):
    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def at(record: dict, *path: str):
    for name in path:
        record = as_object(record).get(name)
    return record


def as_object(value) -> dict:
    return value if isinstance(value, dict) else {}


def as_objects(value) -> list[dict]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def as_text(value, length: int = 500) -> str:
    """Text of at most that length; numbers become text, control characters spaces."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = CONTROL.sub(" ", str(value)).strip()
    return text[:length].rstrip()


def first_text(name: str, *lists: list[dict]) -> str:
    return next(filter(None, (as_text(o.get(name)) for objects in lists for o in objects)), "")


def required(name: str, value: str) -> str:
    if not value:
        raise Refused(name, "This is missing, and nothing can be shown without it")
    return value


def as_names(values) -> list[str]:
    if values is None or isinstance(values, str):
        values = [values] if values else []
    names = (as_text(v, 300) for v in values)
    return list(dict.fromkeys(name for name in names if name))[:100]


def as_cpv(values) -> list[str]:
    """Eight digits each; anything else among the codes is left out."""
    values = values if isinstance(values, list) else []
    codes = (re.fullmatch(r"(\d{8})(-\d)?", as_text(v)) for v in values)
    return list(dict.fromkeys(m.group(1) for m in codes if m))[:50]


def as_date(name: str, value) -> datetime.date | None:
    """The day of an ISO date or date-time, as printed there."""
    if value is None or value == "":
        return None
    text = as_text(value)
    try:
        day = datetime.date.fromisoformat(text[:10])
    except ValueError:
        raise Refused(name, f"{text[:40] or 'This'} is not a real date. Use 2027-02-28") from None
    if not 1990 <= day.year <= 2200:
        raise Refused(name, f"{text[:40]} is not a date that can be right")
    return day


def as_period(start_name: str, start, end_name: str, end) -> dict:
    begins, ends = as_date(start_name, start), as_date(end_name, end)
    if begins and ends and ends < begins:
        raise Refused(end_name, "This is before the start date")
    return {"start": begins, "end": ends}


def as_pence(name: str, amount, currency) -> int | None:
    """Whole pence of an amount of pounds; None when absent, a placeholder or not in pounds."""
    if amount is None or amount == "" or (currency or "GBP") != "GBP":
        return None
    if isinstance(amount, bool) or not isinstance(amount, int | float | str):
        raise Refused(name, "This is not a number")
    try:
        pence = round(float(amount) * 100)
    except (ValueError, OverflowError):
        raise Refused(name, f"{as_text(amount, 40)} is not a number, like 120000") from None
    if pence < 0 or pence > MAX_PENCE:
        raise Refused(name, f"{as_text(amount, 40)} is not an amount that can be right")
    return pence if pence > 100 else None


def as_url(value) -> str:
    text = as_text(value)
    return text if re.match(r"https?://[^\s]+$", text) else ""


def as_licence(text: str) -> str:
    return OGL if "open-government-licence" in text.casefold() else text[:60]
