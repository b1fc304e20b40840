"""Finding guides and techniques by words. The guides are few, so they are searched as they are."""

import difflib
import re

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import F

from guidance.effort import days_of
from guidance.models import Guide, Technique
from procurement_portal.lib.text_search import extract_of, marked, search_query

MOST_RESULTS = 30


def find_guides(user, words: str) -> list[Guide]:
    """Published guides whose title, summary or text has the words, the best first.

    Each has an `extract` of its text with the words marked, empty where the text has none.
    """
    query = search_query(words)
    vector = (
        SearchVector("published_version__title", weight="A", config="english")
        + SearchVector("published_version__summary", weight="B", config="english")
        + SearchVector("published_version__body", weight="D", config="english")
    )
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .annotate(words=vector, rank=SearchRank(vector, query))
        .annotate(found=extract_of("published_version__html", query))
        .filter(words=query)
        .select_related("published_version")
        .defer("published_version__body", "published_version__html")
        .order_by("-rank", "slug")[:MOST_RESULTS]
    )
    for guide in guides:
        guide.extract = marked(guide.found)
    return list(guides)


def find_techniques(user, words: str) -> list[Technique]:
    """Techniques with the words, the best first, each with an `extract` and its `days` in words."""
    query = search_query(words)
    techniques = (
        Technique.objects.visible_to(user)
        .with_uses()
        .filter(search=query)
        .annotate(rank=SearchRank(F("search"), query))
        .annotate(found=extract_of("when_to_use", query))
        .order_by("-rank", "name")[:MOST_RESULTS]
    )
    for technique in techniques:
        technique.extract = marked(technique.found)
        technique.days = days_of(technique)
    return list(techniques)


def near_words(user, words: str) -> list[str]:
    """Words of titles and summaries that are spelt much like those typed, at most five."""
    guides = (
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .values_list("published_version__title", "published_version__summary")
    )
    names = Technique.objects.visible_to(user).values_list("name", "purpose")
    texts = " ".join(text for row in (*guides, *names) for text in row).lower()
    known = sorted(set(re.findall(r"[a-z]{4,}", texts)))
    near = []
    for typed in re.findall(r"[a-z]{4,}", words.lower()):
        near += difflib.get_close_matches(typed, known, n=2, cutoff=0.75)
    return list(dict.fromkeys(near))[:5]
