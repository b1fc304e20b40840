"""A technique on one page of paper, as data and as HTML; the PDF prints it."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import get_template, render_to_string

from guidance.models import Technique
from guidance.technique_facts import facts_of, lists_of, texts_of
from procurement_portal.lib.pdf import print_version

TEMPLATES = ("pdf/technique.html", "pdf/base.html")
TITLE_LIMIT, FACT_LIMIT = 70, 240  # characters
FULL = 3_600  # characters that surely fit one page of A4


@dataclass(frozen=True)
class Limits:
    """The most characters of a text and of a line, and the most lines of a list."""

    text: int
    line: int
    lines: int


# Tried in turn until the page is not too full; what comes with the portal fits the first.
LIMITS = (Limits(310, 120, 5), Limits(240, 100, 4), Limits(115, 48, 3))


@dataclass(frozen=True)
class Sheet:
    """What the page prints: (heading, text), and (heading, lines, how many are left out)."""

    name: str
    purpose: str
    texts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...], int], ...]
    basis: str
    content_hash: str = ""


def sheet_of(technique: Technique) -> Sheet:
    """The page as it reads today. The hash covers the words and the print style."""
    tried = (_within(technique, limits) for limits in LIMITS)
    sheet = next((s for s in tried if _length(s) <= FULL), _within(technique, LIMITS[-1]))
    return dataclasses.replace(sheet, content_hash=_hash(sheet))


def _within(technique: Technique, limits: Limits) -> Sheet:
    return Sheet(
        name=_cut(technique.name, TITLE_LIMIT),
        purpose=_cut(technique.purpose, limits.text),
        texts=tuple(
            (part["key"], _cut(part["value"], limits.text))
            for part in texts_of(technique)
            if part["value"]
        ),
        facts=tuple(
            (part["key"], _cut(part["value"] or "Not given", FACT_LIMIT))
            for part in facts_of(technique)
        ),
        lists=tuple(_list(part["key"], part["lines"], limits) for part in lists_of(technique)),
        basis=_cut(technique.estimate_basis, limits.line),
    )


def _length(sheet: Sheet) -> int:
    words = [sheet.name, sheet.purpose, sheet.basis, *(t for _, t in (*sheet.texts, *sheet.facts))]
    return sum(map(len, words)) + sum(len(line) for _, lines, _ in sheet.lists for line in lines)


def _list(heading: str, lines: list[str], limits: Limits) -> tuple[str, tuple[str, ...], int]:
    shown = tuple(_cut(line, limits.line) for line in lines[: limits.lines])
    return heading, shown, max(0, len(lines) - limits.lines)


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _hash(sheet: Sheet) -> str:
    pages = b"".join(Path(get_template(name).origin.name).read_bytes() for name in TEMPLATES)
    said = json.dumps(dataclasses.asdict(sheet), sort_keys=True).encode()
    return hashlib.sha256(said + pages + print_version().encode()).hexdigest()


def as_html(sheet: Sheet) -> str:
    return render_to_string("pdf/technique.html", {"sheet": sheet})
