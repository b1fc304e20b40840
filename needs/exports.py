"""Overlap figures as CSV: the same rows as the page, safe to open in a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse

from needs.landscape import Row
from needs.ranking import CapabilityFigures, MatrixRow
from procurement_portal.lib.tables import write_csv

RANKING_HEADINGS = [
    "Category",
    "Tender group",
    "Boroughs",
    "Borough names",
    "Contracts",
    "Needs",
    "Value a year (£)",
    "Earliest decide-by date",
]
ROW_HEADINGS = [
    "Category",
    "Borough",
    "Kind",
    "Reference",
    "Title",
    "Supplier",
    "Can move from",
    "Can move until",
    "Decide by",
    "Last confirmed",
    "Review by",
]


def ranking_rows(figures: Iterable[CapabilityFigures]) -> Iterator[list]:
    for figure in figures:
        pence = figure.yearly_pence
        yield [
            figure.name,
            figure.rows[0].tender_group,
            len(figure.boroughs),
            "; ".join(figure.boroughs),
            figure.contracts,
            figure.needs,
            "" if pence is None else round(pence / 100),
            figure.decide_by or "",
        ]


def record_rows(rows: Iterable[Row]) -> Iterator[list]:
    for row in rows:
        yield [
            row.capability_name,
            row.borough,
            row.kind,
            row.reference,
            row.title,
            row.supplier,
            row.window.opens or "",
            row.window.closes or "",
            row.decide_by or "",
            row.confirmed_on or "",
            row.review_by or "",
        ]


def matrix_rows(rows: Iterable[MatrixRow]) -> Iterator[list]:
    for row in rows:
        yield [row.borough, *("Not shared" if n is None else n for n in row.counts)]


def csv_file(name: str, headings: list[str], rows: Iterable[list]) -> HttpResponse:
    """A CSV file to download."""
    return HttpResponse(
        write_csv(headings, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
