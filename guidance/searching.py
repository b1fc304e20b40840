"""Finding guides and techniques by words. The guides are few, so they are searched as they are."""

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F

from guidance.models import Guide, Technique

MOST_RESULTS = 30


def find_guides(user, words: str) -> list[Guide]:
    """Published guides whose title, summary or text has the words, the best first."""
    query = SearchQuery(words, search_type="websearch", config="english")
    vector = (
        SearchVector("published_version__title", weight="A", config="english")
        + SearchVector("published_version__summary", weight="B", config="english")
        + SearchVector("published_version__body", weight="D", config="english")
    )
    return list(
        Guide.objects.visible_to(user)
        .filter(published_version__isnull=False)
        .annotate(words=vector, rank=SearchRank(vector, query))
        .filter(words=query)
        .select_related("published_version")
        .defer("published_version__body", "published_version__html")
        .order_by("-rank", "slug")[:MOST_RESULTS]
    )


def find_techniques(user, words: str) -> list[Technique]:
    query = SearchQuery(words, search_type="websearch", config="english")
    return list(
        Technique.objects.visible_to(user)
        .filter(search=query)
        .annotate(rank=SearchRank(F("search"), query))
        .order_by("-rank", "name")[:MOST_RESULTS]
    )
