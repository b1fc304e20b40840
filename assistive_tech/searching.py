"""Where in a case study the words were found that somebody looked for."""

from django.contrib.postgres.search import SearchVector
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from procurement_portal.lib.text_search import CONFIG, extract_of, marked, search_query

# What full-text search reads besides the title, in the order in which an extract may come from it.
SEARCHED = ("summary", "need_addressed", "intervention", "what_failed", "product", "organisation")
BETWEEN = Value(". ")


def with_extracts(studies: QuerySet, words: str) -> QuerySet:
    """Each with `found`, for `extract_from`, and whether its title has the words by itself."""
    query = search_query(words)
    parts = [part for name in SEARCHED for part in (name, BETWEEN)]
    return studies.alias(title_words=SearchVector("title", config=CONFIG)).annotate(
        in_title=ExpressionWrapper(Q(title_words=query), output_field=BooleanField()),
        found=extract_of(Concat(*parts, output_field=TextField()), query),
    )


def extract_from(study) -> str:
    """Words round those that were found, marked; empty where the title has them all."""
    return "" if study.in_title else marked(study.found.lstrip(". "))
