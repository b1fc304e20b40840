"""Which capability a text is about, the likeliest first, and how certain that is.

The portal's own reading of kinds (needs.kinds), with the capabilities as moderators keep them now:
a name or synonym they add counts at once. The index is made once a process and made again when a
capability changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Max

from needs import kinds, meaning, words
from needs.models import Capability
from needs.phrases import PhraseIndex
from needs.reading import Text
from needs.subject import Subject, subject_of

FAMILY = 0.08  # taken off a family, so that its members come first
LEAST = 0.002  # a smaller share of certainty, and no name found, is not worth a line


@dataclass(frozen=True)
class Suggestion:
    """A capability, how certain the portal is (0 to 1), and why in a few words.

    It `leads` when nothing else is likelier, what is no technology included.
    """

    capability: Capability
    certainty: float
    why: str
    leads: bool = False


@dataclass(frozen=True)
class CapabilityIndex:
    """The capabilities, the phrases they are found by, and their names' meanings.

    `names` is None without the encoder; otherwise the names of place n are at `spans[n]`. Places
    from `len(capabilities)` on are kinds of purchase that are not technology.
    """

    capabilities: list[Capability]
    phrases: PhraseIndex
    likeness: kinds.Likeness | None

    @classmethod
    def build(cls, capabilities) -> "CapabilityIndex":
        capabilities = list(capabilities)
        others = [kind for kind in kinds.kinds() if not kind.is_capability]
        named = [*map(_as_kind, capabilities), *others]
        return cls(capabilities, PhraseIndex.build(named), kinds.likeness_to(named))

    def suggest(self, text: Text | str, limit: int = 5) -> list[Suggestion]:
        """The capabilities a text is most likely about, the likeliest first."""
        return self._suggest_each([text], limit)[0]

    def likeliest(self, texts: Sequence[Text | str]) -> list[Suggestion | None]:
        """What each record is most likely about; None for what is more likely no technology."""
        firsts = [next(iter(found), None) for found in self._suggest_each(texts, limit=1)]
        return [first if first and first.leads else None for first in firsts]

    def _suggest_each(self, texts: Sequence[Text | str], limit: int) -> list[list[Suggestion]]:
        """For each text; the encoder takes them together."""
        texts = [Text(*t.partition(". ")[::2]) if isinstance(t, str) else t for t in texts]
        subjects = [subject_of(text.title, text.text, text.buyer) for text in texts]
        read = zip(texts, subjects, meaning.meanings_of(subjects), strict=True)
        return [self._suggest(text.evidence, *rest, limit) for text, *rest in read]

    def _suggest(
        self, text: str, subject: Subject, vector: np.ndarray | None, limit: int
    ) -> list[Suggestion]:
        weights = words.weigh(words.plain_words(subject.own_words))
        if not weights:
            return []
        shares = kinds.shares(
            self.phrases, text, weights,
            likeness=self.likeness, vector=vector, off=self._families(),
        )  # fmt: skip
        most = shares.max()
        ranked = np.argsort(-shares[: len(self.capabilities)], kind="stable")[:limit]
        found = self.phrases.found_in(text)
        return [
            Suggestion(
                self.capabilities[place],
                certainty_of(shares[place]),
                why(found, place),
                leads=bool(shares[place] == most),
            )
            for place in ranked.tolist()
            if place in found or shares[place] >= LEAST
        ]

    def _families(self) -> np.ndarray:
        """What is taken off each place before shares are worked out."""
        off = np.zeros(self.phrases.count)
        off[[n for n, c in enumerate(self.capabilities) if c.parent_id is None]] = FAMILY
        return off


def _as_kind(capability: Capability) -> kinds.Kind:
    fields = ("slug", "name", "description", "synonyms", "acronyms", "products", "suppliers")
    return kinds.Kind(is_capability=True, **{name: getattr(capability, name) for name in fields})


def certainty_of(share: float) -> float:
    """0.01 to 0.99: only a person makes it certain, and nothing that is suggested is ruled out."""
    return round(min(0.99, max(0.01, float(share))), 2)


def why(found: dict[int, dict[str, float]], place: int) -> str:
    phrases = found.get(place)
    if not phrases:
        return "Similar words"
    strongest = sorted(phrases, key=lambda printed: (-phrases[printed], printed))[:3]
    return f"Mentions {', '.join(strongest)}"


_cached: dict[tuple[int, int], CapabilityIndex] = {}


def current_index() -> CapabilityIndex:
    """The index of the capabilities as they are now; two small queries when nothing changed."""
    last_edit = Capability.history.aggregate(last=Max("history_id"))["last"]
    version = (last_edit, Capability.objects.count())
    if version not in _cached:
        _cached.clear()
        _cached[version] = CapabilityIndex.build(Capability.objects.order_by("pk"))
    return _cached[version]


def likeliest_capability(text: Text | str) -> Suggestion | None:
    """What an imported or unnamed record gets; None where it is more likely no technology."""
    return current_index().likeliest([text])[0]


def suggest_capabilities(text: Text | str, limit: int = 5) -> list[Suggestion]:
    """The capabilities a text is most likely about; none for a text with no words of its own."""
    return current_index().suggest(text, limit)
