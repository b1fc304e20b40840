"""How overlap is worked out, and how often that is right: open to everybody."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from needs import meaning, measured, overlap
from needs.kinds import kinds
from needs.labels import agreement_in_words, agreements

FIGURES = {
    "map": "Mean average precision",
    "recall_at_5": "Found in the first 5",
    "precision_at_3": "Right in the first 3",
    "pair_ap": "Average precision of pairs",
    "recall_at_p90": "Found while 9 in 10 are right",
}


@login_not_required
def overlap_method(request):
    """The parts of a score, what each label has meant on judged pairs, and the methods beside."""
    published = measured.published()
    context = {
        "measured_on": datetime.date.fromisoformat(published["measured_on"]),
        "parts": score_parts(),
        "labels": label_rows(published["sets"]),
        "sets": [set_table(number, one) for number, one in enumerate(published["sets"])],
        "figures": FIGURES.values(),
        "version": overlap.SCORER_VERSION,
        "encoder_absent": meaning.why_absent(),
        "agreement": agreement_in_words(agreements()),
        "capabilities": sum(kind.is_capability for kind in kinds()),
        "others": sum(not kind.is_capability for kind in kinds()),
    }
    return render(request, "needs/overlap_method.html", context)


def score_parts() -> list[dict]:
    """Each part's name, the most it can give or take, and what it looks at."""
    rows = (
        ("Category", overlap.SAME_CAPABILITY, "Both boroughs confirmed the same category"),
        ("Category", overlap.LIKELY_CAPABILITY, "Their words speak for the same category or kind"),
        ("Category", overlap.PARENT_CAPABILITY, "One confirmed category is part of the other"),
        ("Category", overlap.SIBLING_CAPABILITY, "Two confirmed categories of one family"),
        ("Category", overlap.OTHER_CAPABILITY, "Both confirmed a category, and not the same"),
        ("Meaning", overlap.MEANING, "Descriptions that mean the same in other words"),
        ("Words", overlap.WORDS, "Rare words and parts of words in common"),
        ("Supplier", overlap.INCUMBENT, "The same supplier now, under any of its names"),
        ("Product", overlap.PRODUCT, "The same product now"),
        ("Users", overlap.USED_BY, "The same people use it"),
        ("Scale", overlap.SCALE, "Values in the same band; taken off where they are far apart"),
        ("Purchase", overlap.OTHER_PURCHASE, "Titles that buy different things: software, works"),
        ("Opposites", overlap.CONTRADICTION, "Adults and children, buying and hiring, and others"),
        ("Timing", overlap.TIMING, "Dates near enough to act together; added on the day"),
    )
    return [{"name": name, "points": signed(points), "says": says} for name, points, says in rows]


def signed(points: float) -> str:
    """ "+24", "−14": with a minus sign that lines up and is read aloud."""
    return f"{points:+g}".replace("-", "−")


def label_rows(sets: list[dict]) -> list[dict]:
    """Each label, and on each set how many of the pairs that had it were the same thing."""
    names = {key: name for _, key, name in overlap.LABELS} | dict([overlap.LOWEST_LABEL])
    limits = {key: low for low, key, _ in overlap.LABELS} | {
        overlap.LOWEST_LABEL[0]: overlap.KEEP,
    }
    return [
        {
            "name": name,
            "from": f"{limits[key]:g}",
            "cells": [label_cell(one["labels"][key]) for one in sets],
        }
        for key, name in names.items()
    ]


def label_cell(found: dict) -> str:
    """ "90% of 349 pairs", or that no pair had the label."""
    if not found["pairs"]:
        return "No pairs"
    return f"{found['true'] / found['pairs']:.0%} of {found['pairs']:,} pairs"


def set_table(number: int, one: dict) -> dict:
    """One set's figures: a row a method, in hundredths."""
    rows = [
        {"name": name, "cells": [cell(one[method], figure) for figure in FIGURES]}
        for method, name in measured.METHODS.items()
    ]
    return {
        "id": f"set-{number}",
        "name": one["name"],
        "rows": rows,
        "size": f"{one['rows']:,} records, {one['queries']:,} of them with a true partner at "
        f"another buyer; {one['pairs']:,} pairs",
    }


def cell(figures: dict | None, name: str) -> str:
    if figures is None or figures[name] is None:
        return "–"
    return f"{figures[name]:.2f}"
