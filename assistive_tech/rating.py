"""How strong a study's design is: the Nesta level, with the Maryland scale beside it. Pure.

Two axes that are never merged: the *level* here, by design, and the *confidence* that two
appraisals agree on. Sources: Nesta, *Standards of Evidence* (2013); Sherman and others,
*Preventing Crime: What Works* (1997), for the Maryland Scientific Methods Scale.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistive_tech.vocabulary import Comparator, Confidence, Design, SourceType, YesNoUnknown

NESTA = {
    1: "Describes what was done and why it should help",
    2: "Shows a change, but not what caused it",
    3: "Shows with a comparison that it was the cause",
    4: "Confirmed by others independently",
    5: "Repeated at scale with the same result",
}
MARYLAND = {
    0: "Nothing measured",
    1: "Measured once, with nobody to compare with",
    2: "Before and after, or a group to compare with that may differ",
    3: "Before and after, in two groups that can be compared",
    4: "Several groups, with other causes allowed for",
    5: "Put in groups by chance",
}
HIGHEST_WITHOUT_BASELINE = 1
RANDOMISED = (Design.RANDOMISED, Design.CLUSTER)
MEASURED_OVER_TIME = (Design.COHORT, Design.BEFORE_AFTER)
COMPARED = (
    Comparator.USUAL_CARE,
    Comparator.OTHER_TECHNOLOGY,
    Comparator.MATCHED,
    Comparator.WAITING,
)


@dataclass(frozen=True)
class Strength:
    """`nesta` 1 to 5 and `maryland` 0 to 5; None where a scale has no place for the study.

    `capped` says that no baseline was taken, which is why the level is not higher.
    """

    nesta: int | None
    maryland: int | None
    capped: bool = False


def strength(design: str, baseline: str, comparator: str) -> Strength:
    """From what is known of the study; unknown counts as absent, but does not cap.

    No baseline caps the level at 1 whatever the design. Level 5 is never derived: that a result
    was repeated at scale is a matter of several studies, for those who appraise them. A design
    that is not known has no level, rather than the lowest.
    """
    nesta, maryland = _by_design(design, baseline, comparator)
    if baseline == YesNoUnknown.NO and nesta and nesta > HIGHEST_WITHOUT_BASELINE:
        return Strength(HIGHEST_WITHOUT_BASELINE, maryland, capped=True)
    return Strength(nesta, maryland)


def _by_design(design: str, baseline: str, comparator: str) -> tuple[int | None, int | None]:
    if design == Design.UNKNOWN:
        return None, None
    if design == Design.REVIEW:
        return 4, None  # the Maryland scale is for single studies
    if design in (Design.ECONOMIC, Design.PROJECTION):
        return 1, 0
    if design in RANDOMISED and comparator != Comparator.NONE:
        return 3, 5
    return _observed(design, baseline == YesNoUnknown.YES, comparator in COMPARED)


def _observed(design: str, baseline: bool, compared: bool) -> tuple[int, int]:
    """Nobody was put in a group by chance; `baseline` and `compared` only where known."""
    if baseline and compared:
        return 3, 3
    if baseline or compared or design in MEASURED_OVER_TIME:
        return 2, 2
    return 1, 0 if design == Design.PILOT else 1


def how_found(design: str, source_type: str) -> str:
    """How the figures were found, a value of `CaseStudy.EvidenceLevel`: a claim before a design."""
    claimed = {SourceType.SUPPLIER: "vendor_report", SourceType.NEWS: "press_report"}
    if source_type in claimed:
        return claimed[source_type]
    return Design.SERVICE.value if design == Design.QUALITATIVE else str(design)


def capped_confidence(confidence: str, source_type: str) -> str:
    """The same, but never above low where the supplier is the only source; empty stays empty."""
    if confidence and source_type == SourceType.SUPPLIER:
        return Confidence.LOW.value
    return confidence
