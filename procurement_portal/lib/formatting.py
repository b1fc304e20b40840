"""How dates, money, ages and differences read. Pure functions, no Django settings beyond time.

Django's `date` filter costs about 60 microseconds a date; a list page prints sixty, so
`format_uk_date` builds the words itself.
"""

import datetime
import difflib
import re

from django.utils import timezone

MONTH_NAMES = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
COUNT_LIMIT = 1_000  # exact up to here, then "more than 1,000"
HEAT_STEPS = 4


def format_uk_date(value: datetime.date | datetime.datetime | None) -> str:
    """ "31 March 2028"; a time is first moved to Europe/London; None gives ""."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {MONTH_NAMES[value.month]} {value.year}"


def format_uk_time(value: datetime.datetime | None) -> str:
    """ "31 March 2028, 2:05pm" in Europe/London; None gives ""."""
    if value is None or value == "":
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    clock = f"{value.hour % 12 or 12}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"
    return f"{format_uk_date(value)}, {clock}"


def format_uk_money(pence: int | None) -> str:
    """ "£120,000" from whole pence; pence are shown only where there are any; None gives ""."""
    if pence is None or pence == "":
        return ""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(int(pence)), 100)
    return f"{sign}£{pounds:,}.{rest:02}" if rest else f"{sign}£{pounds:,}"


def format_months(months: int) -> str:
    """ "1 month", "14 months", "2 years"; whole years from two years on."""
    if months >= 24 and months % 12 == 0:
        return f"{months // 12} years"
    return f"{months} month{'' if months == 1 else 's'}"


def format_age(
    since: datetime.date | datetime.datetime | None, now: datetime.datetime | None = None
) -> str:
    """How long ago: "5 hours" and "less than an hour" for times, "today" and "3 days" for dates.

    Days are calendar days in Europe/London. From 61 days on the age is in months of the
    calendar. A date ahead counts as today. None gives "".
    """
    if since is None or since == "":
        return ""
    now = now or timezone.now()
    if isinstance(since, datetime.datetime):
        hours = int((now - since).total_seconds() // 3600)
        if hours < 1:
            return "less than an hour"
        if hours < 24:
            return f"{hours} hour{'' if hours == 1 else 's'}"
        since = timezone.localtime(since).date()
    today = timezone.localtime(now).date()
    days = (today - since).days
    if days <= 0:
        return "today"
    if days <= 60:
        return f"{days} day{'' if days == 1 else 's'}"
    months = (today.year - since.year) * 12 + today.month - since.month
    return format_months(months - (today.day < since.day))


def format_count(count: int, singular: str, plural: str) -> str:
    """ "1 need", "24 needs", "more than 1,000 needs" past the counting limit."""
    if count > COUNT_LIMIT:
        return f"more than {COUNT_LIMIT:,} {plural}"
    return f"{count:,} {singular if count == 1 else plural}"


def heat_step(count: int | None, largest: int) -> str:
    """The shade of a heat cell: "none" for not shared, "0" for zero, else "1" to "4".

    Equal quarters of the largest count, so that the largest is always "4".
    """
    if count is None:
        return "none"
    if count <= 0 or largest <= 0:
        return "0"
    return str(max(1, min(HEAT_STEPS, -(-count * HEAT_STEPS // largest))))


def diff_words(old: str, new: str) -> list[tuple[str, str]]:
    """Word-level difference as ("same" | "ins" | "del", text) in reading order.

    Runs of white space belong to the word before them, so that joining the texts that are not
    "del" gives `new` back, and those that are not "ins" gives `old`.
    """
    before, after = _words(old), _words(new)
    parts: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(after) > 2_000)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(before[i1:i2])))
            continue
        if i1 != i2:
            parts.append(("del", "".join(before[i1:i2])))
        if j1 != j2:
            parts.append(("ins", "".join(after[j1:j2])))
    return parts


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+\s*|\s+", text) if text else []
