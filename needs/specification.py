"""What the specification of a need says, for whom, as data: the page and the PDF print the same.

Two audiences. *Members* read commercial fields, who joined and what overlaps; *public* reads none
of them, whatever the need's visibility. Who may open it at all is `Need.objects.visible_to`. The
overlaps are those every member may read, so that one file serves them all.
"""

import dataclasses
import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.template.loader import get_template, render_to_string

from needs.facts import differences, label, words
from needs.models import (
    Need,
    NeedTerms,
    Overlap,
    OverlapSide,
    Visibility,
    without_dismissed,
)
from needs.permissions import can_see_terms
from needs.profiles import LEAD_TIME_MONTHS
from needs.windows import notice_by, start_by
from procurement_portal.lib.formatting import format_months, format_uk_date
from procurement_portal.lib.pdf import print_version

MEMBERS, PUBLIC = "members", "public"
TEMPLATES = ("pdf/specification.html", "pdf/base.html", "pdf/facts.html")
LONG = 9_000  # characters of text, about five pages: from here on the contents give page numbers
OVERLAPS = 10  # the table stays on one page: what crosses pages is tagged twice
WHO = {
    Visibility.SEALED: "Only the borough itself and LOTI’s moderators",
    Visibility.MEMBERS: "Members of London’s 33 local authorities",
    Visibility.PUBLIC: "Everyone, suppliers included",
}
SECTIONS = (
    ("problem", "Why it is needed"),
    ("users", "Who will use it, and what they need"),
    ("outcome", "Outcome wanted"),
    ("must_haves", "Must-haves"),
    ("constraints", "Constraints"),
    ("data_and_apis", "Data and API needs"),
)
LISTED = ("must_haves", "constraints", "data_and_apis")  # one line, one point
TIMING = ("earliest_start", "latest_start", "notice_on", "phase")
TOGETHER = ("value_band", "collaboration_level", "openness", "suits_sme", "suits_vcse", "contact")
TERMS = (
    "exact_value_pence",
    "current_supplier",
    "current_product",
    "contract_ends",
    "annual_price_pence",
    "notice_months",
)
READ_AS = {
    "collaboration_level": "How far it would go with others",
    "openness": "Open to",
    "capability": "Kind of need",
}


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, or with points when the author wrote a line for each."""

    id: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Specification:
    """Everything a reader of this audience is told; tables are tuples of rows of words."""

    reference: str
    title: str
    borough: str
    audience: str
    is_example: bool
    version: int
    who: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    timing: tuple[tuple[str, str], ...]
    together: tuple[tuple[str, str], ...]
    joined_count: int
    terms: tuple[tuple[str, str], ...] = ()
    joined: tuple[tuple[str, str, str], ...] = ()
    overlaps: tuple[tuple[str, str, str, str], ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_for_members(self) -> bool:
        return self.audience == MEMBERS

    @property
    def is_long(self) -> bool:
        texts = (t for s in self.sections for t in (*s.paragraphs, *s.points))
        return sum(map(len, texts)) > LONG

    @functools.cached_property
    def content_hash(self) -> str:
        """SHA-256 of what it says and of what it is printed with."""
        said = json.dumps([dataclasses.asdict(self), template_version(), print_version()])
        return hashlib.sha256(said.encode()).hexdigest()


@functools.cache
def template_version() -> str:
    """SHA-256 of the print templates: a changed sheet prints every specification anew."""
    files = (Path(get_template(name).origin.name).read_bytes() for name in TEMPLATES)
    return hashlib.sha256(b"".join(files)).hexdigest()


def audience_of(user) -> str:
    return MEMBERS if can_see_terms(user) else PUBLIC


def describe(need: Need, audience: str) -> Specification:
    """The specification of a need for an audience; about six queries."""
    members = audience == MEMBERS
    joined = need.interests.joined().select_related("borough").order_by("borough__short_name")
    rows = [
        (str(i.borough), format_uk_date(i.wanted_by), i.get_value_band_display()) for i in joined
    ]
    return Specification(
        reference=need.reference,
        title=str(need),
        borough=str(need.borough.name),
        audience=audience,
        is_example=need.is_example,
        version=need.version,
        who=WHO[Visibility(need.visibility)] if members else WHO[Visibility.PUBLIC],
        facts=tuple(facts_of(need)),
        sections=tuple(sections_of(need)),
        timing=tuple(timing_of(need)),
        together=tuple(answers(need, TOGETHER)),
        joined_count=len(rows),
        terms=tuple(terms_of(need)) if members else (),
        joined=tuple(rows) if members else (),
        overlaps=tuple(overlaps_of(need)) if members else (),
        changes=tuple(changes_of(need)),
    )


def as_html(specification: Specification) -> str:
    """The whole document to print; people's words are escaped text in it, never markup."""
    return render_to_string("pdf/specification.html", {"spec": specification})


def answers(record, names) -> list[tuple[str, str]]:
    """Label and words of what was answered."""
    read = ((READ_AS.get(name) or label(name), words(record, name)) for name in names)
    return [(key, value) for key, value in read if value]


def facts_of(need: Need) -> list[tuple[str, str]]:
    rows = [("Reference", need.reference), ("Borough", need.borough.name)]
    rows.append(("State", need.get_status_display()))
    rows += answers(need, ("capability", "tender_group"))
    if need.published_at:
        rows.append(("Published", format_uk_date(need.published_at)))
    if need.last_confirmed_on:
        by = f"{format_uk_date(need.last_confirmed_on)} by {need.borough}"
        rows.append(("Confirmed", by))
    return rows


def sections_of(need: Need) -> list[Section]:
    sections = []
    for name, heading in SECTIONS:
        text = getattr(need, name).strip()
        lines = [line.strip(" \t•*-–") for line in text.splitlines() if line.strip(" \t•*-–")]
        if name in LISTED and len(lines) > 1:
            sections.append(Section(name, heading, points=tuple(lines)))
        elif text:
            sections.append(Section(name, heading, paragraphs=tuple(paragraphs(text))))
    return sections


def paragraphs(text: str) -> list[str]:
    """Parts between blank lines, their own line ends kept."""
    parts = "\n".join(line.rstrip() for line in text.splitlines()).split("\n\n")
    return [part.strip("\n") for part in parts if part.strip()]


def timing_of(need: Need) -> list[tuple[str, str]]:
    rows = answers(need, TIMING)
    lead_time = need.capability.lead_time_months if need.capability else LEAD_TIME_MONTHS
    decide_by = start_by(need.latest_start, lead_time)
    if decide_by:
        usual = f"{format_months(lead_time)} is usual to procure it"
        rows.insert(0, ("Decide by", f"{format_uk_date(decide_by)} ({usual})"))
    return rows


def terms_of(need: Need) -> list[tuple[str, str]]:
    """The commercial side: for members only."""
    terms = getattr(need, "terms", None) or NeedTerms(need=need)
    rows = answers(terms, TERMS)
    notice = notice_by(terms.contract_ends, terms.notice_months)
    return [*rows, ("Give notice by", format_uk_date(notice))] if notice else rows


def overlaps_of(need: Need) -> list[tuple[str, str, str, str]]:
    """Borough, record, how alike and the strongest reason, the most alike first."""
    open_sides = OverlapSide.objects.counting().open_to_members()
    mine_is_a = Q(side_a__need=need, side_b__in=open_sides)
    pairs = Overlap.objects.filter(mine_is_a | Q(side_b__need=need, side_a__in=open_sides))
    related = [f"side_{letter}__{kind}" for letter in "ab" for kind in ("need", "contract")]
    rows = []
    pairs = without_dismissed(pairs, [need.borough_id])
    for pair in pairs.select_related(*related, "borough_a", "borough_b")[:OVERLAPS]:
        mine_first = pair.side_a.need_id == need.pk
        other = pair.side_b if mine_first else pair.side_a
        borough = pair.borough_b if mine_first else pair.borough_a
        title = f"{other.record} ({'need' if other.need_id else 'contract'})"
        reason = max(pair.parts, key=lambda part: part["points"])["sentence"] if pair.parts else ""
        rows.append((str(borough), title, pair.get_label_display(), reason))
    return rows


def changes_of(need: Need) -> list[tuple[str, str, str]]:
    """Version, date and which answers changed since it was first published, newest first."""
    if need.published_at is None:
        return []
    rows, before = [], None
    for version in need.history.order_by("version", "history_date"):
        if version.published_at is None:
            before = version
            continue
        changed = ", ".join(d.label for d in differences(before, version)) if before else ""
        if changed:
            rows.append((str(version.version), format_uk_date(version.history_date), changed))
        before = version
    first = str(need.version) if not rows else str(int(rows[0][0]) - 1)
    return [*reversed(rows), (first, format_uk_date(need.published_at), "First published")]
