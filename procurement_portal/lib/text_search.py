"""Full-text search over a stored `tsvector` column, in English, as people type it."""

import html
import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Cast
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CONFIG = "english"
CANDIDATES = 1_000  # the newest matches among which the best are looked for
LONGEST_QUERY = 200  # characters
# Characters that nobody types, round the words that were found until the rest is escaped.
BEGIN, END = "\ue000", "\ue001"
EXTRACT = {"start_sel": BEGIN, "stop_sel": END, "max_words": 32, "min_words": 16}


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


def extract_of(text_or_html, query: SearchQuery, *, whole: bool = False) -> SearchHeadline:
    """Some words of a text round those that were found, or the `whole` text, for `marked`."""
    options = EXTRACT | ({"highlight_all": True} if whole else {})
    return SearchHeadline(text_or_html, query, config=CONFIG, **options)


def marked(found: str) -> SafeString | str:
    """What PostgreSQL found in a text or in HTML, as text with `<mark>`; empty without a mark."""
    if BEGIN not in found:
        return ""
    words = re.sub(r"\s+", " ", html.unescape(found)).strip()
    pieces = re.split(f"{BEGIN}([^{BEGIN}{END}]*){END}", words)  # every second one was found
    shown = (
        format_html("<mark>{}</mark>", piece) if place % 2 else re.sub(f"[{BEGIN}{END}]", "", piece)
        for place, piece in enumerate(pieces)
    )
    return format_html_join("", "{}", ((piece,) for piece in shown))
