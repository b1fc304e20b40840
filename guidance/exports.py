"""How guides are judged, as a table to download."""

from guidance.counts import PageCount
from procurement_portal.lib.tables import write_csv

HEADINGS = [
    *("Guide", "Address", "Version", "Useful", "Not useful", "Useful (%)"),
    *("Comments waiting", "Late", "Accepted, to do"),
]


def counts_csv(rows: list[PageCount]) -> bytes:
    """CSV of the counts; the share is empty for fewer than five answers."""
    return write_csv(HEADINGS, (_row(row) for row in rows))


def _row(row: PageCount) -> list:
    share = "" if row.percent is None else row.percent
    return [
        *(str(row.guide), row.guide.slug, row.guide.published_version.number),
        *(row.yes, row.no, share, row.waiting, row.late, row.to_do),
    ]
