"""Rows as the overlap templates print them: strings and addresses, nothing left to decide."""

import datetime

from django.urls import reverse

from needs import sentences
from needs.forms.overlap import OverlapFilters
from needs.landscape import Row
from needs.models import TenderGroup
from needs.ranking import CapabilityFigures, MatrixRow
from procurement_portal.lib.formatting import format_uk_date


def filter_context(filters: OverlapFilters, path: str) -> dict:
    """What the filter panel and the links beside it need."""
    query = filters.query
    return {
        "form": filters,
        "action": path,
        "chips": filters.chips(path),
        "clear_href": path,
        "csv_href": f"{path}{query}{'&' if query else '?'}format=csv",
        "query": query,
    }


def capability_lines(figures: list[CapabilityFigures], query: str = "") -> list[dict]:
    groups = dict(TenderGroup.choices)
    lines = []
    for figure in figures:
        href = reverse("needs:overlap_capability", kwargs={"slug": figure.slug})
        pence = figure.yearly_pence
        lines.append(
            {
                "name": figure.name,
                "slug": figure.slug,
                "group": groups[figure.tender_group],
                "href": href,
                "rows_href": f"{href}{query}",
                "boroughs": len(figure.boroughs),
                "contracts": figure.contracts,
                "needs": figure.needs,
                "value": "Not shown" if pence is None else sentences.round_money(pence),
                "decide_by": format_uk_date(figure.decide_by) or "Not known",
            }
        )
    return lines


def row_lines(rows: list[Row], today: datetime.date) -> list[dict]:
    """Needs and contracts as table lines, with the dates their bar is drawn from."""
    return [
        {
            "row": row,
            "title": row.title,
            "href": row.href,
            "borough": row.borough,
            "kind": "Contract" if row.is_contract else "Need",
            "supplier": row.supplier or "Not known",
            "capability": row.capability_name,
            "capability_href": capability_href(row.capability),
            "moves": format_uk_date(row.moves_on) or "Not known",
            "latest": format_uk_date(row.window.closes),
            "decide_by": _decide_by(row, today),
            "starts": row.window.opens,
            "ends": row.window.closes,
            "mark": row.decide_by if row.decide_by and row.decide_by >= today else None,
        }
        for row in rows
    ]


def capability_href(slug: str) -> str:
    """The overlap page of a category; none for a record that has no category yet."""
    return reverse("needs:overlap_capability", kwargs={"slug": slug}) if slug else ""


def _decide_by(row: Row, today: datetime.date) -> str:
    if row.decide_by is None:
        return "Not known"
    if row.decide_by < today:
        return f"Passed on {format_uk_date(row.decide_by)}"
    return format_uk_date(row.decide_by)


def matrix_table(
    rows: list[MatrixRow], figures: list[CapabilityFigures], filters: OverlapFilters
) -> dict:
    """The matrix as `heat_matrix` draws it: every number leads to its rows."""
    hrefs = [reverse("needs:overlap_capability", kwargs={"slug": f.slug}) for f in figures]
    return {
        "id": "matrix",
        "caption": "Contracts and needs, by borough and category",
        "corner": "Borough",
        "columns": [
            {"text": figure.name, "href": f"{href}{filters.rows_query}"}
            for figure, href in zip(figures, hrefs, strict=True)
        ],
        "rows": [
            {"text": row.borough, "cells": _cells(row, figures, hrefs, filters)} for row in rows
        ],
    }


def _cells(row: MatrixRow, figures, hrefs, filters) -> list[dict]:
    query = filters.rows_query
    joint = "&" if query else "?"
    return [
        {
            "count": number,
            "href": f"{href}{query}{joint}borough={row.slug}" if number else "",
            "label": f"{number}: {figure.name} in {row.borough}",
        }
        for number, figure, href in zip(row.counts, figures, hrefs, strict=True)
    ]
