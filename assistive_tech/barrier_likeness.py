"""Barriers that say much the same, so that one is found before it is raised again."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, TextField, Value

from assistive_tech.models import Barrier

CANDIDATES = 40
SHOWN = 5
ALIKE = 0.25  # of 1: the cosine of the two sets of words
FEWEST = 2  # words in common
LEXEMES = ArrayField(TextField())


@dataclass(frozen=True)
class Alike:
    barrier: Barrier
    share: float  # 0 to 1
    words: tuple[str, ...]  # the stems both texts hold, in order


def similar_barriers(user, title: str, text: str = "", limit: int = SHOWN) -> list[Alike]:
    """Listed barriers that this person may see and that say much the same, the closest first.

    PostgreSQL finds those with words in common; how many of their words are shared decides. A
    text of two words asks for both.
    """
    barriers = Barrier.objects.visible_to(user).listed().with_counts()
    words = set(_lexemes(barriers, f"{title} {text}"))
    if not words:
        return []
    query = SearchQuery(" | ".join(map(_quoted, sorted(words))), search_type="raw", config="simple")
    found = (
        barriers.filter(search=query)
        .annotate(rank=SearchRank(F("search"), query))
        .annotate(lexemes=Func(F("search"), function="tsvector_to_array", output_field=LEXEMES))
        .defer("search")
        .order_by("-rank", "pk")[:CANDIDATES]
    )
    alike = [_compare(barrier, words) for barrier in found]
    alike = [one for one in alike if one.share >= ALIKE and len(one.words) >= FEWEST]
    return sorted(alike, key=lambda one: (-one.share, one.barrier.pk))[:limit]


def _lexemes(barriers, text: str) -> list[str]:
    """The stems that PostgreSQL reads in a text; an empty table has none to compare with."""
    vector = SearchVector(Value(text), config="english")
    stems = Func(vector, function="tsvector_to_array", output_field=LEXEMES)
    return barriers.order_by().values_list(stems, flat=True).first() or []


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _compare(barrier, words: set[str]) -> Alike:
    common = words & set(barrier.lexemes)
    share = len(common) / (len(words) * len(barrier.lexemes)) ** 0.5
    return Alike(barrier, share, tuple(sorted(common)))
