"""Drawings and comparisons: `{% load figures %}`. The table is the chart; SVG stands beside it.

Geometry is in SVG attributes and colour in classes, because the content security policy allows
no style attribute.
"""

import datetime

from django import template
from django.utils.html import format_html, format_html_join

from procurement_portal.lib import formatting

register = template.Library()

BAR_WIDTH = 100  # SVG units


def _share(value: float, whole: float) -> float:
    """`value` of `whole` in bar units, kept inside the bar."""
    return round(max(0.0, min(1.0, value / whole)) * BAR_WIDTH, 1) if whole else 0.0


@register.inclusion_tag("components/bar.html")
def bar(value, largest):
    """A horizontal bar for a number that stands in the same row; hidden from screen readers."""
    return {"start": 0, "width": _share(value or 0, largest or 0), "mark": None, "wide": False}


@register.inclusion_tag("components/bar.html")
def span_bar(start, end, axis_start, axis_end, mark=None):
    """A stretch of time on a common axis, with an optional mark such as the decide-by date.

    All five are dates. `start` or `end` may be None: open to that side.
    """
    whole = (axis_end - axis_start).days

    def place(day: datetime.date | None, default: float) -> float:
        return default if day is None else _share((day - axis_start).days, whole)

    left = place(start, 0.0)
    right = max(place(end, float(BAR_WIDTH)), left)
    marked = place(mark, 0.0) if mark else None
    width = round(max(right - left, 1.0), 1)
    return {"start": left, "width": width, "mark": marked, "wide": True}


@register.inclusion_tag("components/heat_matrix.html")
def heat_matrix(matrix):
    """A table with a number in every cell, shaded in four steps.

    `matrix`: id, caption, corner, columns [{text, href}], rows [{text, href, cells}], where a
    cell is {count, href, label, note}: count None means not shared, label is the link's whole text
    for screen readers ("3 contracts for parking in Camden"), note a word or two under the number.
    """
    counts = [cell["count"] for row in matrix["rows"] for cell in row["cells"]]
    largest, any_hidden = max((n or 0 for n in counts), default=0), None in counts
    rows = [
        {
            **row,
            "cells": [
                {**cell, "step": formatting.heat_step(cell["count"], largest)}
                for cell in row["cells"]
            ],
        }
        for row in matrix["rows"]
    ]
    return {**matrix, "rows": rows, "key": _heat_key(largest, any_hidden)}


@register.inclusion_tag("components/borough_map.html")
def borough_map(shapes, view_box, caption):
    """The 33 boroughs, each a link. A list of the same links must stand beside it.

    `shapes`: [{path, href, name, count}]. The drawing is hidden from the keyboard and from screen
    readers: the City of London is far too small a target, so the list is the control.
    """
    counts = [shape["count"] for shape in shapes]
    largest, any_hidden = max((n or 0 for n in counts), default=0), None in counts
    key = _heat_key(largest, any_hidden)
    drawn = [{**s, "step": formatting.heat_step(s["count"], largest)} for s in shapes]
    return {"shapes": drawn, "view_box": view_box, "caption": caption, "key": key}


def _heat_key(largest: int, any_hidden: bool) -> list[dict]:
    """What each shade stands for; shades that no number falls in are left out."""
    key = [{"step": "0", "text": "0"}]
    steps = formatting.HEAT_STEPS
    for step in range(1, steps + 1):
        low, high = (step - 1) * largest // steps + 1, step * largest // steps
        if low <= high:
            key.append({"step": str(step), "text": str(low) if low == high else f"{low} to {high}"})
    return [*key, {"step": "none", "text": "Not shared"}] if any_hidden else key


@register.simple_tag
def word_diff(old, new):
    """What was taken out and put in, word by word, as <del> and <ins>."""
    elements = {
        "same": "{}",
        "del": '<del><span class="govuk-visually-hidden">removed: </span>{}</del>',
        "ins": '<ins><span class="govuk-visually-hidden">added: </span>{}</ins>',
    }
    parts = formatting.diff_words(str(old or ""), str(new or ""))
    body = format_html_join(
        "", "{}", ((format_html(elements[kind], text),) for kind, text in parts)
    )
    return format_html('<div class="app-diff">{}</div>', body)
