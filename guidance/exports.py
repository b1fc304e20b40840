"""How pages are judged, as a table to download."""

from guidance.counts import PageCount
from procurement_portal.lib.tables import write_csv

HEADINGS = [
    *("Page", "Kind", "Address", "Version", "Useful", "Not useful", "Useful (%)"),
    *("Comments waiting", "Late", "Accepted, to do"),
]


def counts_csv(rows: list[PageCount]) -> bytes:
    """CSV of the counts; the share is empty for fewer than five answers."""
    return write_csv(HEADINGS, (_row(row) for row in rows))


def _row(row: PageCount) -> list:
    share = "" if row.percent is None else row.percent
    return [
        *(str(row.page), row.kind, row.page.slug, row.number),
        *(row.yes, row.no, share, row.waiting, row.late, row.to_do),
    ]
