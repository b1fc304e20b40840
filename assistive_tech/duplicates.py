"""Which records something found may be already: the same link for certain, like titles perhaps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistive_tech.links import link_key
from assistive_tech.models import Candidate, CaseStudy
from procurement_portal.lib.text_similarity import TextIndex

# Of 1,891 pairs among the 62 case studies that came with the portal, 6 are so alike; a source's
# own title, said again in other words, is more alike than this.
LEAST = 0.4
SHOWN = 3


@dataclass(frozen=True)
class Likeness:
    """A record that may be the same; `percent` of likeness, 100 and `certain` for the same link."""

    title: str
    href: str
    kind: str
    percent: int
    certain: bool


@lru_cache(maxsize=4)
def _index(titles: tuple[str, ...]) -> TextIndex:
    return TextIndex(titles)


class Known:
    """Everything that was found or written before, read once: two queries."""

    def __init__(self, user):
        self.records: list[tuple[str, str, str, str]] = []  # key, title, address, kind
        self.titles: list[str] = []
        self.of_title: list[int] = []
        self.by_link: dict[str, list[int]] = defaultdict(list)
        studies = CaseStudy.objects.visible_to(user).exclude(status="withdrawn")
        for study in studies.only("title", "slug", "source_title", "source_url").order_by("pk"):
            titles = (study.title, study.source_title)
            self._add(f"study-{study.pk}", study, "Case study", titles, study.source_url)
        found = Candidate.objects.visible_to(user).exclude(status="extracted")
        for one in found.order_by("pk"):
            titles = (one.title, one.source_title)
            self._add(f"candidate-{one.pk}", one, one.get_status_display(), titles, one.link)

    def _add(self, key: str, record, kind: str, titles: Iterable[str], link: str) -> None:
        place = len(self.records)
        self.records.append((key, record.title, record.get_absolute_url(), kind))
        for title in {title for title in titles if title}:
            self.titles.append(title)
            self.of_title.append(place)
        if key_of_link := link_key(link):
            self.by_link[key_of_link].append(place)

    def like(self, title: str, source_title: str, link: str, own: str = "") -> list[Likeness]:
        """The likeliest, certain ones first; `own` is the key of the record itself, left out."""
        scores: dict[int, float] = defaultdict(float)
        index = _index(tuple(self.titles))
        for text in filter(None, {title, source_title}):
            for at, score in index.alike(text, LEAST).items():
                place = self.of_title[at]
                scores[place] = max(scores[place], score)
        same = set(self.by_link.get(link_key(link), ()))
        found = [
            Likeness(
                name,
                href,
                kind,
                100 if place in same else round(100 * scores[place]),
                place in same,
            )
            for place in {*scores, *same}
            for key, name, href, kind in [self.records[place]]
            if key != own
        ]
        return sorted(found, key=lambda one: (not one.certain, -one.percent, one.title))[:SHOWN]

    def like_candidate(self, one: Candidate) -> list[Likeness]:
        return self.like(one.title, one.source_title, one.link, f"candidate-{one.pk}")
