"""Where in a case study the words were found that somebody looked for."""

from django.contrib.postgres.search import SearchVector
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from assistive_tech.template import LABELS
from procurement_portal.lib.text_search import CONFIG, extract_of, marked, search_query

# What full-text search reads besides the title, in the order in which an extract is looked for.
SEARCHED = ("summary", "need_addressed", "intervention", "what_failed", "product", "organisation")


def with_extracts(studies: QuerySet, words: str) -> QuerySet:
    """Each with what `found_in` reads: whether its title has the words, and where its texts do."""
    query = search_query(words)
    shown = Coalesce(NullIf(F("summary"), Value("")), F("intervention"), output_field=TextField())
    return studies.alias(title_words=SearchVector("title", config=CONFIG)).annotate(
        in_title=ExpressionWrapper(Q(title_words=query), output_field=BooleanField()),
        shown=extract_of(shown, query, whole=True),
        **{f"in_{name}": extract_of(name, query) for name in SEARCHED},
    )


def found_in(study) -> dict:
    """`text`, the summary with the words marked; or from where else an `extract` is, and its
    `label`. Empty where the title has all the words.
    """
    if study.in_title:
        return {}
    if text := marked(study.shown):
        return {"text": text}
    for name in SEARCHED:
        if extract := marked(getattr(study, f"in_{name}")):
            return {"label": LABELS[name], "extract": extract}
    return {}
