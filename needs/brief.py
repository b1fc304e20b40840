"""A category on one page: who else, how much, by when. As data; the PDF prints it.

It says what every member may see and nothing that is seen by fewer, so that one file serves all.
"""

import dataclasses
import datetime
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import get_template, render_to_string

from members.models import Borough
from needs import sentences
from needs import window_sentences as say
from needs.landscape import Coverage, Landscape, Row, coverage_of, landscape_open_to_members
from needs.models import Capability
from needs.ranking import figures_by_capability
from needs.windows import Alignment, best_windows
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.pdf import print_version

# What fits one page of A4 with room for long titles.
WINDOWS, ROWS, SUPPLIERS = 2, 7, 4
TEMPLATES = ("pdf/brief.html", "pdf/base.html")
TITLE_LIMIT = 50
EVERY = 99  # boroughs named: all of them


@dataclass(frozen=True)
class BriefWindow:
    """A window in words: its dates, when to go to market, and what puts each borough into it."""

    text: str
    market: str
    standing: str
    extending: str


@dataclass(frozen=True)
class Brief:
    """Everything the page prints, in words. `rows`: borough, what, supplier, ends, decide by."""

    capability: str
    group: str
    day: str
    sentence: str
    coverage: str
    suppliers: str
    windows: tuple[BriefWindow, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
    more_rows: int
    is_example: bool
    content_hash: str = ""


def brief_of(capability: Capability) -> Brief:
    """The page as it reads today; two queries. The hash covers the words and the print style."""
    landscape = landscape_open_to_members(capability.slug)
    figures = figures_by_capability(landscape)
    rows = sorted(landscape.counting, key=lambda row: _ahead_first(row, landscape.today))
    movers = [row.as_mover() for row in landscape.counting]
    windows = best_windows(movers, landscape.today, WINDOWS)
    brief = Brief(
        capability=capability.name,
        group=capability.get_tender_group_display(),
        day=format_uk_date(landscape.today),
        sentence=sentences.of_capability(figures[0]) if figures else "",
        coverage=in_words(coverage_of(landscape, Borough.objects.count())),
        suppliers=suppliers_of(landscape),
        windows=tuple(_window(window) for window in windows),
        rows=tuple(_row(row, landscape.today) for row in rows[:ROWS]),
        more_rows=max(0, len(rows) - ROWS),
        is_example=any(row.is_example for row in landscape.counting),
    )
    return dataclasses.replace(brief, content_hash=_hash(brief))


def _ahead_first(row: Row, today: datetime.date) -> tuple:
    """Dates that lie ahead, the next first; then those that passed or are not known."""
    ahead = row.decide_by is not None and row.decide_by >= today
    return not ahead, row.decide_by or datetime.date.max, row.side


def in_words(coverage: Coverage) -> str:
    """ "24 of 33 boroughs; oldest entry 14 months; 3 records left out, not confirmed in time"."""
    parts = [f"{coverage.boroughs} of {coverage.of} boroughs"]
    if coverage.oldest_months is not None:
        parts.append(f"oldest entry {sentences.count(coverage.oldest_months, 'month')}")
    if coverage.stale:
        left_out = sentences.count(coverage.stale, "record")
        parts.append(f"{left_out} left out, not confirmed in time")
    return "; ".join(parts)


def suppliers_of(landscape: Landscape) -> str:
    """The suppliers that most contracts are with: "Larkenby Software Ltd (4), …".

    Each is named as most of these contracts write it.
    """
    written: dict[str, Counter] = {}
    for row in landscape.counting:
        if row.is_contract and row.supplier:
            written.setdefault(row.supplier_key, Counter())[row.supplier] += 1
    found = [
        (min(names, key=lambda n: (-names[n], n)), names.total()) for names in written.values()
    ]
    most = sorted(found, key=lambda item: (-item[1], item[0]))
    return sentences.join_names(
        [f"{name} ({number})" for name, number in most[:SUPPLIERS]], limit=SUPPLIERS
    )


def _window(window: Alignment) -> BriefWindow:
    """Boroughs that are in as they stand, and until when the others have to extend."""
    standing = [p.mover.borough for p in window.places if not p.extensions]
    extending = [
        f"{place.mover.borough} to {format_uk_date(place.extends_to)}"
        for place in window.places
        if place.extensions
    ]
    return BriefWindow(
        f"{say.of_window(window)}.",
        say.to_market(window),
        sentences.join_names(dict.fromkeys(standing), limit=EVERY),
        sentences.join_names(extending, limit=EVERY),
    )


def _row(row: Row, today: datetime.date) -> tuple[str, str, str, str, str]:
    title = row.title if len(row.title) <= TITLE_LIMIT else f"{row.title[: TITLE_LIMIT - 1]}…"
    passed = row.decide_by is not None and row.decide_by < today
    decide_by = format_uk_date(row.decide_by) or "Not known"
    return (
        row.borough,
        title if row.is_contract else f"{title} (need)",
        row.supplier or "Not known",
        format_uk_date(row.moves_on) or "Not known",
        f"Passed on {decide_by}" if passed else decide_by,
    )


def _hash(brief: Brief) -> str:
    sheets = b"".join(Path(get_template(name).origin.name).read_bytes() for name in TEMPLATES)
    said = json.dumps(dataclasses.asdict(brief), sort_keys=True).encode()
    return hashlib.sha256(said + sheets + print_version().encode()).hexdigest()


def as_html(brief: Brief) -> str:
    return render_to_string("pdf/brief.html", {"brief": brief})
