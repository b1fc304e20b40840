"""Signs that a text names a resident: for a soft warning, never a refusal. Pure.

A case study holds groups and totals only. These rules find what people most often leave in by
mistake; they miss some and are sometimes wrong, so whoever writes decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TITLED = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx)\.? (?:[A-Z]\.? )?[A-Z][A-Za-z'’-]+")
GIVEN = (
    "Ahmed|Alan|Albert|Alice|Amina|Ann|Anne|Anthony|Arthur|Barbara|Betty|Brenda|Brian|Carol"
    "|Charles|Christine|Daisy|David|Derek|Doris|Dorothy|Edith|Edward|Elizabeth|Elsie|Emily"
    "|Ethel|Fatima|Florence|Frank|Fred|George|Grace|Harold|Harry|Helen|Henry|Irene|Ivy|Jack"
    "|James|Janet|Jean|Joan|John|Joseph|Joyce|Julie|Karen|Kathleen|Keith|Ken|Kenneth|Leonard"
    "|Lilian|Linda|Mabel|Margaret|Maria|Marjorie|Mary|Maureen|Michael|Mohammed|Nancy|Nora"
    "|Olive|Pamela|Patricia|Patrick|Paul|Peter|Priya|Raymond|Richard|Robert|Ronald|Rose|Roy"
    "|Ruth|Sarah|Sheila|Stanley|Stephen|Susan|Sylvia|Terence|Thomas|Valerie|Vera|Violet"
    "|Walter|William|Winifred"
)
NAMED = re.compile(rf"\b(?:{GIVEN}) (?:[A-Z]\.? )?[A-Z][A-Za-z'’-]+")
AGED = re.compile(rf"\b(?:{GIVEN})(?: [A-Z][a-z'’-]+)?, (?:aged )?[0-9]{{2,3}}\b")
TEN_DIGITS = re.compile(r"(?<![0-9])([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{4})(?![0-9])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")
STREET = re.compile(
    r"\b(?:Flat [0-9]+[A-Za-z]?,? )?[0-9]{1,4}[A-Za-z]? (?:[A-Z][a-z'’-]+ ){1,3}"
    r"(?:Road|Street|Avenue|Lane|Close|Drive|Court|Gardens|Crescent|Place|Terrace|Way|Grove)\b"
)
BORN = re.compile(
    r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth)\b[: ]*"
    r"[0-9]{1,2}(?:[/. -][0-9]{1,2}[/. -]| [A-Z][a-z]+ )[0-9]{2,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sign:
    """What was found, and what it looks like."""

    kind: str
    text: str

    def __str__(self):
        return f"“{self.text}” looks like {self.kind}"


RULES = (
    ("a name", (TITLED, AGED, NAMED)),
    ("an address", (STREET, POSTCODE)),
    ("a date of birth", (BORN,)),
)


def signs_in(text: str) -> list[Sign]:
    """Every sign in a text, each found text once, in the order of the rules."""
    found = [
        Sign(kind, match[0])
        for kind, patterns in RULES
        for pattern in patterns
        for match in pattern.finditer(text)
    ]
    found += [Sign("an NHS number", m[0]) for m in TEN_DIGITS.finditer(text) if _is_nhs(m)]
    return list(dict.fromkeys(found))


def _is_nhs(match: re.Match) -> bool:
    """Whether ten digits carry the check digit of an NHS number (weights 10 to 2, modulo 11)."""
    digits = [int(digit) for part in match.groups() for digit in part]
    rest = 11 - sum(d * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if rest == 11 else rest) == digits[9]
