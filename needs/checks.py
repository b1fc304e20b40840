"""What a second reader would look for in a need's texts. Pure: text in, remarks out.

A remark is advice, never a refusal: the author may go on, and the moderator decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from needs.facts import TEXTS, label

READ = ("title", *TEXTS, "contact")
FEWEST_WORDS = 8  # of the three texts that explain the need
LOUD_SHARE = 0.6  # of the letters in capitals
LOUD_LETTERS = 25  # fewer letters may well be acronyms

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w£])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\w)")
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor)\.?\s+[A-Z][a-z’'-]+(?:\s[A-Z][a-z]+)?"
)
INITIALLED = re.compile(r"\b(?:[A-Z]\.\s?){1,2}[A-Z][a-z]{2,}\b")
INTRODUCED = re.compile(
    r"(?:[Cc]ontact|[Ee]mail|[Aa]sk|[Ss]peak to|[Cc]all)[: ]+([A-Z][a-z]+ [A-Z][a-z’'-]+)\b"
)
PRICE = re.compile(
    r"(?:charg|pric|pay|paid|quot|licen[cs]e|fee|cost|day rate|invoice)[^.\n]{0,60}?£\s?[\d,.]+\d"
    r"|£\s?[\d,.]*\d[^.\n]{0,40}?(?:per user|a user|a day|per day|day rate|licen[cs]e)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """What was noticed, where, and the words it is about."""

    kind: str
    field: str
    message: str
    found: str = ""


def remarks(need, supplier: str = "") -> list[Remark]:
    """What to look at before others read the need; `supplier` is the one it has now."""
    found: list[Remark] = []
    for name in READ:
        text = getattr(need, name)
        if text:
            found += [*_people(name, text), *_money(name, text), *_tone(name, text)]
            found += _supplier(name, text, supplier)
    return found


def _people(name: str, text: str) -> Iterator[Remark]:
    where = label(name)
    for pattern in (TITLED, INITIALLED, INTRODUCED):
        for match in pattern.finditer(text):
            who = match.group(match.lastindex or 0)
            message = f"You cannot publish personal names. Remove “{who}” from “{where}”"
            yield Remark("person", name, message, who)
    for match in EMAIL.finditer(text):
        message = f"You cannot publish email addresses. Remove “{match.group()}” from “{where}”"
        yield Remark("email", name, message, match.group())
    for match in PHONE.finditer(text):
        number = match.group().strip()
        message = f"You cannot publish phone numbers. Remove “{number}” from “{where}”"
        yield Remark("phone", name, message, number)


def _money(name: str, text: str) -> Iterator[Remark]:
    for match in PRICE.finditer(text):
        message = (
            f"“{match.group().strip()}” in “{label(name)}” looks like a supplier’s price. "
            "Remove it, or put it in the estimated value, which only boroughs see"
        )
        yield Remark("price", name, message, match.group().strip())


def _tone(name: str, text: str) -> Iterator[Remark]:
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) >= LOUD_LETTERS and capitals / len(letters) > LOUD_SHARE:
        yield Remark("loud", name, f"“{label(name)}” is in capitals. Write it in sentences")
    if name in ("problem", "users", "outcome") and len(text.split()) < FEWEST_WORDS:
        message = f"“{label(name)}” is very short. Say enough for another borough to compare"
        yield Remark("short", name, message)


def _supplier(name: str, text: str, supplier: str) -> Iterator[Remark]:
    if len(supplier) > 3 and supplier.casefold() in text.casefold():
        message = f"“{label(name)}” names your supplier, {supplier}. Describe what it does instead"
        yield Remark("supplier", name, message, supplier)
