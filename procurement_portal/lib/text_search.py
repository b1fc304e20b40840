"""Full-text search over a stored `tsvector` column, in English, as people type it."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Cast

CONFIG = "english"
CANDIDATES = 1_000  # the newest matches among which the best are looked for
LONGEST_QUERY = 200  # characters


def search_query(text: str) -> SearchQuery:
    """A query that understands "quoted phrases", OR and -left out; never fails on odd input."""
    return SearchQuery(text, config=CONFIG, search_type="websearch")


def matching(rows: QuerySet, text: str, column: str = "search") -> QuerySet:
    return rows.filter(**{column: search_query(text)})


def ranked(rows: QuerySet, text: str, newest: str, column: str = "search") -> QuerySet:
    """The newest of the rows, already matched, each with a whole-number `rank`.

    Ranking reads every candidate's words, so only so many take part. The column is named by
    F(): a string would be parsed as text again, row by row.
    """
    candidates = rows.order_by(newest).values("pk")[:CANDIDATES]
    rank = SearchRank(F(column), search_query(text), cover_density=True)
    return rows.filter(pk__in=candidates).annotate(
        rank=Cast(rank * 1_000_000, output_field=IntegerField())
    )
