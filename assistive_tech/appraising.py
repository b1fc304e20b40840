"""Two people appraise a study: confidence from ten items, what caps it, and whether they agree.

Pure. *Level* and *confidence* are two axes that are never merged: the level comes from the design
(`rating`), the confidence from how the study was done and told. The caps are the portal's and not
the scorers': whoever appraises, the same answers give the same result (docs/adr/0023).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from assistive_tech.rating import HIGHEST_WITHOUT_BASELINE, NESTA, capped_confidence
from assistive_tech.vocabulary import Confidence, SourceType, YesNoUnknown


class Item(TextChoices):
    """What is asked of every study; the value is the field that holds the answer."""

    AIM = "aim", "The aim is clear"
    PARTICIPANTS = "participants", "The people who took part are described"
    BASELINE = "baseline", "The same thing was measured before it began"
    COMPARATOR = "comparator", "There was somebody to compare with"
    SAMPLE = "sample", "Enough people took part for what is claimed"
    MEASURE = "measure", "The measure is a validated one"
    FOLLOW_UP = "follow_up", "At least 80% were followed to the end"
    INDEPENDENCE = "independence", "It is independent of the supplier"
    COSTS = "costs", "The costs can be traced"
    HARMS = "harms", "Harms and drawbacks are reported"


class Answer(TextChoices):
    """Unclear is an answer: the source does not say."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    UNCLEAR = "unclear", "Unclear"


Answers = Mapping[str, str]  # an answer for each item, both by value

POINTS = {Answer.YES: 2, Answer.PARTLY: 1, Answer.NO: 0, Answer.UNCLEAR: 0}
MOST_POINTS = 2 * len(Item)
LEAST_POINTS = ((Confidence.HIGH, 15), (Confidence.MODERATE, 10), (Confidence.LOW, 0))
CAUTIOUS = (Answer.NO, Answer.UNCLEAR, Answer.PARTLY, Answer.YES)  # the first of two is kept
LEVELS_APART = 1  # what two people may differ by without having to talk
ITEMS_APART = 2
RULE = (
    f"Yes counts 2, partly 1, no and unclear 0. From {LEAST_POINTS[0][1]} of {MOST_POINTS} "
    f"confidence is high, from {LEAST_POINTS[1][1]} moderate, below that low."
)
SUPPLIER_CAP = "The only source is the supplier, so confidence is low whatever was answered."
BASELINE_CAP = "Nothing was measured before it began, so the level is 1 whatever the design."


@dataclass(frozen=True)
class Finding:
    """Level 1 to 5, confidence, points of `MOST_POINTS`, and each cap that applied, in words."""

    level: int
    confidence: str
    points: int
    caps: tuple[str, ...] = ()


def points(answers: Answers) -> int:
    """0 to `MOST_POINTS`. Raises KeyError when an item has no answer."""
    return sum(POINTS[Answer(answers[item])] for item in Item)


def uncapped_confidence(answers: Answers) -> str:
    total = points(answers)
    return next(confidence.value for confidence, least in LEAST_POINTS if total >= least)


def find(level: int, answers: Answers, *, source_type: str, baseline: str) -> Finding:
    """What one person's answers come to, or two people's, under the portal's rules.

    `source_type` and `baseline` are what the record says: a cap applies whether the record or
    an answer says that there was no baseline.
    """
    caps = []
    none_taken = answers[Item.BASELINE] == Answer.NO or baseline == YesNoUnknown.NO
    if none_taken and level > HIGHEST_WITHOUT_BASELINE:
        level = HIGHEST_WITHOUT_BASELINE
        caps.append(BASELINE_CAP)
    found = uncapped_confidence(answers)
    confidence = capped_confidence(found, source_type)
    if source_type == SourceType.SUPPLIER and confidence != found:
        caps.append(SUPPLIER_CAP)
    return Finding(level, confidence, points(answers), tuple(caps))


@dataclass(frozen=True)
class Difference:
    """How far two appraisals of one study are apart."""

    levels: int
    items: tuple[str, ...]

    @property
    def must_reconcile(self) -> bool:
        """More than one level or more than two items: people have to talk, and say what came."""
        return self.levels > LEVELS_APART or len(self.items) > ITEMS_APART


def difference(first_level: int, first: Answers, second_level: int, second: Answers) -> Difference:
    apart = tuple(item.value for item in Item if first[item] != second[item])
    return Difference(abs(first_level - second_level), apart)


def cautious_level(first: int, second: int) -> int:
    return min(first, second)


def cautious_answers(first: Answers, second: Answers) -> dict[str, str]:
    """Item by item the answer that claims less: what stands when two people nearly agree."""
    return {
        item.value: min(first[item], second[item], key=lambda a: CAUTIOUS.index(Answer(a)))
        for item in Item
    }


def kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa of two people's answers in the same order: 1 as one, 0 as chance would have it.

    Unweighted. None where it is not defined: nothing was answered, or both gave one and the same
    answer to everything, so that chance alone explains it. Source: Cohen, *A coefficient of
    agreement for nominal scales* (1960). Raises ValueError when one answered more than the other.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    mine, theirs = Counter(first), Counter(second)
    chance = sum(mine[answer] * theirs[answer] for answer in mine) / len(pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def in_order(answers: Answers) -> list[str]:
    """The answers in the order of the items, as `kappa` wants them."""
    return [answers[item] for item in Item]


def level_in_words(level: int) -> str:
    return f"{level} of {max(NESTA)}: {NESTA[level][:1].lower()}{NESTA[level][1:]}"
