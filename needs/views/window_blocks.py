"""Windows and scenarios as `needs/window_section.html` prints them: strings and addresses."""

import datetime
from collections.abc import Iterable, Sequence

from django.http import QueryDict

from needs import window_sentences as say
from needs.landscape import Row
from needs.scenarios import Use, best_scenarios, supposing
from needs.statutory import PLANNED_NOTICE_HREF, PLANNED_NOTICE_SOURCE, planned_notice
from needs.windows import Alignment, Mover, align, best_stretches
from procurement_portal.lib.filter_links import address

Pairs = Sequence[tuple[str, str]]

FEW_WINDOWS = 3
MOST_WINDOWS = 50
FEW_SCENARIOS = 3
MOST_EXTENSIONS = 20  # in one address


def window_context(
    rows: Sequence[Row], today: datetime.date, asked: QueryDict, path: str, kept: Pairs = ()
) -> dict:
    """The windows of these rows, and what extensions would change.

    `asked` may hold `extend` (`CON-7K3M2QX.1`: that contract uses one extension), each time it
    stands there, and `show=windows` for all of them. `kept` are the other filters of the page,
    kept in every link.
    """
    movers = [row.as_mover() for row in rows]
    taken, refused = extensions_in(asked.getlist("extend"), movers)
    extended = [("extend", address_of(use)) for use in taken]
    whole = supposing(movers, {u.mover.key: u.extensions for u in taken}) if taken else movers
    found = best_stretches(whole, today)
    limit = MOST_WINDOWS if "windows" in asked.getlist("show") else FEW_WINDOWS
    here = [*kept, *extended]
    return {
        "windows": [window_block(align(one, whole, today), today) for one in found[:limit]],
        "more_windows": max(0, min(len(found), MOST_WINDOWS) - limit),
        "more_href": address(path, [*here, ("show", "windows")]) + "#windows",
        "supposed": supposed_lines(taken, path, kept),
        "as_it_stands_href": address(path, list(kept)) + "#windows",
        "refused": refused,
        "scenarios": [] if taken else scenario_lines(movers, today, path, kept),
        "undated": [] if found else unknown_lines(m for m in movers if not m.window.is_known),
        "notice_source": PLANNED_NOTICE_SOURCE,
        "notice_href": PLANNED_NOTICE_HREF,
    }


def extensions_in(values: Iterable[str], movers: Sequence[Mover]) -> tuple[list[Use], bool]:
    """The extensions an address asks for, and whether it names one that is not there to use."""
    by_reference = {mover.key.reference: mover for mover in movers}
    taken: dict[str, Use] = {}
    refused = False
    for value in list(values)[:MOST_EXTENSIONS]:
        reference, _, number = value.partition(".")
        mover = by_reference.get(reference)
        used = int(number) if number in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else 0
        if mover is None or not 0 < used < len(mover.exits):
            refused = True
        else:
            taken[reference] = Use(mover, used, mover.exits[used])
    return list(taken.values()), refused


def address_of(use: Use) -> str:
    return f"{use.mover.key.reference}.{use.extensions}"


def supposed_lines(taken: Sequence[Use], path: str, kept: Pairs) -> list[dict]:
    """What the page supposes, each with the page without it."""
    lines = []
    for use in taken:
        rest = [("extend", address_of(other)) for other in taken if other is not use]
        lines.append(
            {
                "text": say.of_supposed(use),
                "title": use.mover.key.title,
                "href": use.mover.key.href,
                "without": address(path, [*kept, *rest]) + "#windows",
            }
        )
    return lines


def scenario_lines(movers, today: datetime.date, path: str, kept: Pairs) -> list[dict]:
    """What extensions would gain, each leading to the page as if they were used."""
    return [
        {
            "text": say.of_scenario(scenario),
            "gained": scenario.gained,
            "href": address(path, [*kept, *(("extend", address_of(u)) for u in scenario.uses)])
            + "#windows",
        }
        for scenario in best_scenarios(movers, today, FEW_SCENARIOS)
    ]


def window_block(window: Alignment, today: datetime.date) -> dict:
    """One window: dates, who is in and how, what each must do, and who is out and why."""
    return {
        "text": say.of_window(window),
        **_market(window, today),
        "places": [
            {
                **_record(place.mover),
                "how": say.how(place, window),
                "duties": say.duties(place, today),
            }
            for place in window.places
        ],
        "outside": [{**_record(each.mover), "why": say.why_out(each)} for each in window.outside],
        "unknown": unknown_lines(window.unknown),
    }


def _market(window: Alignment, today: datetime.date) -> dict:
    """When to go to market, and when a planned procurement notice counts for the last day."""
    counts = planned_notice(window.tender_notice_by(window.closes))
    possible = counts.closes >= today
    return {
        "market": say.to_market(window),
        "notice": say.between(max(counts.opens, today), counts.closes) if possible else "",
    }


def unknown_lines(movers: Iterable[Mover]) -> list[dict]:
    return [_record(mover) for mover in movers]


def _record(mover: Mover) -> dict:
    row = mover.key
    return {
        "borough": row.borough,
        "title": row.title,
        "href": row.href,
        "is_example": row.is_example,
        "is_sealed": row.is_sealed,
    }
