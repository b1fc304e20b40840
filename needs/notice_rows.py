"""Rows of the list of published notices: what was printed, where, and under which licence."""

import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from procurement_portal.lib import keyset
from procurement_portal.lib.formatting import format_uk_date, format_uk_money

LONG_AGO = datetime.date(1, 1, 1)  # where notices without a date stand: last
STAGES = {
    "award": "Awarded",
    "cancelled": "Cancelled",
    "decision": "Council decision",
    "pilot": "Pilot",
    "pipeline": "Pipeline",
    "planning": "Planned",
    "tender": "Tender",
    "tender_closed": "Tender closed",
    "unsuccessful": "Not awarded",
}
ORIGINS = {
    "contracts_finder": "Contracts Finder",
    "council_decision": "Council decision",
    "digital_marketplace": "Digital Marketplace",
    "find_a_tender": "Find a Tender",
    "public_contracts_scotland": "Public Contracts Scotland",
    "sell2wales": "Sell2Wales",
    "ted_ojeu": "Tenders Electronic Daily",
}
FACTS = "facts in own words"  # how the licence of what was told in our words begins
LICENCES = {
    "OGL-UK-3.0": "Open Government Licence v3.0",
    "EU reuse (Commission Decision 2011/833/EU)": "EU reuse terms (Decision 2011/833/EU)",
}
LICENCE_PAGES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
}
COLUMNS = (
    "notice_id",
    "title",
    "buyer",
    "stage",
    "value_pence",
    "published_on",
    "start",
    "end",
    "suppliers",
    "origin",
    "source_url",
    "licence",
    "contract__reference",
)
NEWEST = (
    keyset.Key("published_order", descending=True, read=datetime.date.fromisoformat),
    keyset.Key("notice_id"),
)


class NoticeRow(NamedTuple):
    title: str
    buyer: str
    stage: str
    stage_kind: str
    value: str
    published: str
    runs: str
    suppliers: str
    source: str
    source_url: str
    licence: str
    licence_url: str
    contract: str


def read_notices(notices: QuerySet) -> QuerySet:
    return notices.values(*COLUMNS, published_order=Coalesce("published_on", LONG_AGO))


def row_of(found: dict, *, member: bool) -> NoticeRow:
    """Suppliers are for members alone: some are one person trading under their own name."""
    in_our_words = found["licence"].startswith(FACTS)
    source = ORIGINS.get(found["origin"], found["origin"].replace("_", " ").capitalize())
    return NoticeRow(
        title=found["title"],
        buyer=found["buyer"],
        stage=STAGES.get(found["stage"], found["stage"].replace("_", " ").capitalize()),
        stage_kind=found["stage"],
        value=format_uk_money(found["value_pence"]),
        published=format_uk_date(found["published_on"]),
        runs=_runs(found["start"], found["end"]),
        suppliers=", ".join(found["suppliers"][:3]) if member else "",
        source=f"{source}, its facts in our words" if in_our_words else source,
        source_url=found["source_url"],
        licence="" if in_our_words else LICENCES.get(found["licence"], found["licence"]),
        licence_url=LICENCE_PAGES.get(found["licence"], ""),
        contract=found["contract__reference"] or "",
    )


def _runs(start: datetime.date | None, end: datetime.date | None) -> str:
    if start and end:
        return f"{format_uk_date(start)} to {format_uk_date(end)}"
    if end:
        return f"until {format_uk_date(end)}"
    return f"from {format_uk_date(start)}" if start else ""
