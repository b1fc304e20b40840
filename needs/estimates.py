"""Scores of thousands of pairs at once, near enough to tell which need the exact one.

`score_pair` gives the score; these are its rules in tables, made by calling the rules themselves,
so that nothing about points is written twice. An estimate is within `TOLERANCE` of the score.
"""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from django.db import connection

from needs import overlap
from needs.flags import by_rule
from needs.kinds import SCALE
from needs.models import Capability
from needs.overlap import Cosines, Profile
from needs.side_index import SideIndex

TOLERANCE = 0.17  # three parts are rounded to a tenth, and estimates are of single precision
NOTHING = Cosines(None, None)
CAPABILITIES = """
select c.id, c.slug, p.slug, c.name, p.name, c.lead_time_months
from needs_capability c left join needs_capability p on p.id = c.parent_id order by c.id
"""


@dataclass
class Tables:
    """Points by what a part looks at.

    `relation` by the places of two confirmed capabilities, `place_of` from a capability's number;
    place 0 is none. `veto`, by two sets of flags, goes with one index.
    """

    relation: np.ndarray
    place_of: np.ndarray
    incumbent: float
    product: float
    veto: np.ndarray


def _points(parts) -> float:
    return sum(part.points for part in parts)


@cache
def _lasting() -> dict:
    """What no change of capabilities or flags changes: made once, in a tenth of a second."""
    return {
        "incumbent": _points(overlap.incumbent_part(*_twins(supplier="x"), NOTHING)),
        "product": _points(overlap.product_part(*_twins(product="x"), NOTHING)),
        "veto": np.zeros((0, 0), np.float32),
    }


@lru_cache(maxsize=2)
def _tables(capabilities: tuple[tuple[int, str, str | None], ...]) -> Tables:
    profiles = [Profile("")] + [
        Profile("", capability=slug, parent=parent or "") for _, slug, parent in capabilities
    ]
    relation = np.array(
        [[_points(overlap.capability_part(a, b, NOTHING)) for b in profiles] for a in profiles]
    )
    place_of = np.zeros(max((pk for pk, *_ in capabilities), default=0) + 1, np.int16)
    for place, (pk, *_) in enumerate(capabilities, start=1):
        place_of[pk] = place
    return Tables(relation=relation.astype(np.float32), place_of=place_of, **_lasting())


def _twins(**facts) -> tuple[Profile, Profile]:
    return Profile("a", **facts), Profile("b", **facts)


def know_capabilities(index: SideIndex) -> None:
    """Let the index know the capabilities there are now."""
    with connection.cursor() as cursor:
        cursor.execute(CAPABILITIES)
        capabilities = tuple(cursor.fetchall())
    if capabilities != index.named:
        index.named = capabilities
        index.profiles.clear()  # they carry names and parents
        index.capabilities = Capability.objects.select_related("parent").in_bulk()


def tables_for(index: SideIndex) -> Tables:
    """The tables for the capabilities and flags that the index knows."""
    return replace(
        _tables(tuple(row[:3] for row in index.named)), veto=_veto(tuple(index.flags.numbers))
    )


@lru_cache(maxsize=2)
def _veto(sets: tuple) -> np.ndarray:
    """Points of two sets of flags: of each rule's flags apart, which are few, added up."""
    by_set = [by_rule(flags) for flags in sets]
    table = np.zeros((len(sets), len(sets)), np.float32)
    for rule in sorted({rule for found in by_set for rule in found}):
        its = [found.get(rule, frozenset()) for found in by_set]
        number = {flags: n for n, flags in enumerate(dict.fromkeys(its))}
        sides = [Profile("", flags=flags) for flags in number]
        points = [[_points(overlap.flag_parts(a, b, NOTHING)) for b in sides] for a in sides]
        places = np.array([number[flags] for flags in its])
        table += np.array(points, np.float32)[places][:, places]
    return table


def facet_points(index: SideIndex, tables: Tables, ones, others: np.ndarray) -> np.ndarray:
    """Points of pairs for all but words and meaning; `ones` may be one place for all."""
    likely = overlap.kinds_points(likely_cosines(index, ones, others))
    return certain_points(index, tables, ones, others) + likely


def certain_points(index: SideIndex, tables: Tables, ones, others: np.ndarray) -> np.ndarray:
    """The same without likely kinds: float32."""
    kinds, their_kinds = (confirmed_places(index, tables, sides) for sides in (ones, others))
    points = tables.relation[kinds, their_kinds]
    points += tables.veto[index.flag_set[ones], index.flag_set[others]]
    for names, worth in ((index.supplier, tables.incumbent), (index.product, tables.product)):
        points += worth * ((names[ones] == names[others]) & (names[ones] != 0))
    return points


def likely_cosines(index: SideIndex, ones, others: np.ndarray) -> np.ndarray:
    """Cosines of likely kinds: float64, exact; 0 where both are confirmed."""
    both = np.einsum("...j,...j->...", index.kinds[ones], index.kinds[others], dtype=np.float32)
    both *= ~(confirmed(index, ones) & confirmed(index, others))
    return np.minimum(both.astype(np.float64) / SCALE**2, 1)


def confirmed_places(index: SideIndex, tables: Tables, sides: np.ndarray) -> np.ndarray:
    """Places of these sides' capabilities; 0 where their boroughs did not say what they are."""
    return tables.place_of[index.capability[sides]] * confirmed(index, sides)


def confirmed(index: SideIndex, sides: np.ndarray) -> np.ndarray:
    """Which of these sides' boroughs said what they are: a mask."""
    return (index.capability[sides] != 0) & (index.certainty[sides] >= 1)
