"""Which records something found may be already: the same link for certain, like texts perhaps.

Titles are compared with titles and summaries with summaries: a news item and a report of the same
trial are called differently, and then tell the same.
"""

from dataclasses import dataclass
from functools import lru_cache

from assistive_tech.links import link_key
from assistive_tech.models import Candidate, CaseStudy
from procurement_portal.lib.text_similarity import TextIndex

# Of 1,891 pairs among the 62 case studies that came with the portal, 6 titles are so alike, and 1
# pair of what was done; a title or summary said again in other words is more alike than this.
LEAST_TITLES = 0.4
LEAST_SUMMARIES = 0.35
COMPARED_CHARACTERS = 300  # of a summary: what it is about stands at its beginning
SHOWN = 3


@dataclass(frozen=True)
class Likeness:
    """A record that may be the same; `percent` of likeness, 100 and `certain` for the same link.

    `what` was compared, in words.
    """

    title: str
    href: str
    kind: str
    percent: int
    certain: bool
    what: str


@dataclass(frozen=True)
class Found:
    """What is known of a record: its key, how it is shown, and what is compared."""

    key: str
    title: str
    href: str
    kind: str
    titles: tuple[str, ...]
    summary: str
    link_key: str


@lru_cache(maxsize=8)
def _index(texts: tuple[str, ...], limit: int) -> TextIndex:
    return TextIndex(texts, limit)


def key_of(record: Candidate | CaseStudy) -> str:
    return f"{record._meta.model_name}-{record.pk}"


class Known:
    """Everything that was found or written before, read once: two queries."""

    def __init__(self, user):
        studies = CaseStudy.objects.visible_to(user).exclude(status="withdrawn")
        texts = ("title", "slug", "source_title", "source_url", "summary", "intervention")
        found = Candidate.objects.visible_to(user).exclude(status="extracted")
        self.records = [
            *(
                _found(each, "Case study", each.source_url, each.summary or each.intervention)
                for each in studies.only(*texts).order_by("pk")
            ),
            *(
                _found(each, each.get_status_display(), each.link, each.summary)
                for each in found.order_by("pk")
            ),
        ]
        self.titles = [
            (place, title) for place, one in enumerate(self.records) for title in one.titles
        ]
        self.summaries = [
            (place, one.summary) for place, one in enumerate(self.records) if one.summary
        ]

    def like(
        self, title: str, source_title: str, link: str, summary: str = "", own: str = ""
    ) -> list[Likeness]:
        """The likeliest, certain ones first; `own` is the key of the record itself, left out."""
        by_title = _alike(self.titles, {title, source_title}, LEAST_TITLES)
        by_summary = _alike(self.summaries, {summary}, LEAST_SUMMARIES, COMPARED_CHARACTERS)
        key = link_key(link)
        found = [
            _likeness(one, bool(key) and one.link_key == key, by_title, by_summary, place)
            for place, one in enumerate(self.records)
            if one.key != own
        ]
        alike = [one for one in found if one.percent]
        return sorted(alike, key=lambda one: (not one.certain, -one.percent, one.title))[:SHOWN]

    def like_candidate(self, one: Candidate) -> list[Likeness]:
        return self.like(one.title, one.source_title, one.link, one.summary, key_of(one))


def _found(record, kind: str, link: str, summary: str) -> Found:
    titles = tuple(dict.fromkeys(filter(None, (record.title, record.source_title))))
    where = record.get_absolute_url()
    return Found(key_of(record), record.title, where, kind, titles, summary, link_key(link))


def _alike(
    known: list[tuple[int, str]], texts: set[str], least: float, limit: int = 600
) -> dict[int, float]:
    """Place of each record with a text that is so alike, to its likeness, 0 to 1."""
    index, scores = _index(tuple(text for _, text in known), limit), {}
    for text in texts - {""}:
        for at, score in index.alike(text, least).items():
            place = known[at][0]
            scores[place] = max(scores.get(place, 0), score)
    return scores


def _likeness(one: Found, certain: bool, by_title: dict, by_summary: dict, place: int) -> Likeness:
    titles, summaries = by_title.get(place, 0), by_summary.get(place, 0)
    what = "titles" if titles >= summaries else "summaries"
    percent = 100 if certain else round(100 * max(titles, summaries))
    return Likeness(one.title, one.href, one.kind, percent, certain, what)
