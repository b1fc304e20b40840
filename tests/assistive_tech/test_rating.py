"""The level by design, with its caps: a table of cases, and what holds for every study."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistive_tech.rating import MARYLAND, NESTA, Strength, capped_confidence, strength
from assistive_tech.vocabulary import Comparator, Confidence, Design, SourceType, YesNoUnknown

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN

CASES = [
    (Design.REVIEW, UNKNOWN, Comparator.UNKNOWN, Strength(4, None)),
    (Design.RANDOMISED, UNKNOWN, Comparator.USUAL_CARE, Strength(3, 5)),
    (Design.RANDOMISED, YES, Comparator.OTHER_TECHNOLOGY, Strength(3, 5)),
    (Design.RANDOMISED, NO, Comparator.USUAL_CARE, Strength(1, 5, capped=True)),
    (Design.CLUSTER, YES, Comparator.UNKNOWN, Strength(3, 5)),
    (Design.CLUSTER, UNKNOWN, Comparator.NONE, Strength(1, 1)),  # one group is no trial
    (Design.COHORT, YES, Comparator.MATCHED, Strength(3, 3)),
    (Design.COHORT, UNKNOWN, Comparator.MATCHED, Strength(2, 2)),
    (Design.COHORT, NO, Comparator.MATCHED, Strength(1, 2, capped=True)),
    (Design.COHORT, UNKNOWN, Comparator.UNKNOWN, Strength(2, 2)),
    (Design.BEFORE_AFTER, YES, Comparator.NONE, Strength(2, 2)),
    (Design.BEFORE_AFTER, YES, Comparator.WAITING, Strength(3, 3)),
    (Design.SERVICE, UNKNOWN, Comparator.UNKNOWN, Strength(1, 1)),
    (Design.SERVICE, YES, Comparator.NONE, Strength(2, 2)),
    (Design.SERVICE, UNKNOWN, Comparator.USUAL_CARE, Strength(2, 2)),
    (Design.QUALITATIVE, NO, Comparator.NONE, Strength(1, 1)),
    (Design.PILOT, UNKNOWN, Comparator.UNKNOWN, Strength(1, 0)),
    (Design.PILOT, YES, Comparator.UNKNOWN, Strength(2, 2)),
    (Design.ECONOMIC, YES, Comparator.USUAL_CARE, Strength(1, 0)),
    (Design.PROJECTION, NO, Comparator.UNKNOWN, Strength(1, 0)),
    (Design.UNKNOWN, YES, Comparator.USUAL_CARE, Strength(None, None)),
    (Design.UNKNOWN, NO, Comparator.UNKNOWN, Strength(None, None)),
]
designs = st.sampled_from(Design)
baselines = st.sampled_from(YesNoUnknown)
comparators = st.sampled_from(Comparator)


@pytest.mark.parametrize(("design", "baseline", "comparator", "expected"), CASES)
def test_the_level_follows_from_design_baseline_and_comparator(
    design, baseline, comparator, expected
):
    assert strength(design, baseline, comparator) == expected


@given(designs, comparators)
def test_without_a_baseline_no_study_is_above_level_1(design, comparator):
    found = strength(design, NO, comparator)
    assert found.nesta in (1, None)


@given(designs, baselines, comparators)
def test_both_scales_stay_within_their_steps(design, baseline, comparator):
    found = strength(design, baseline, comparator)
    assert found.nesta is None or found.nesta in NESTA
    assert found.maryland is None or found.maryland in MARYLAND
    assert not (found.capped and baseline != NO)


@given(designs, comparators)
def test_knowing_more_of_a_baseline_never_lowers_a_level(design, comparator):
    levels = [strength(design, known, comparator).nesta or 0 for known in (NO, UNKNOWN, YES)]
    assert levels == sorted(levels)


@given(designs, baselines)
def test_a_comparison_never_lowers_a_level(design, baseline):
    alone = strength(design, baseline, Comparator.NONE).nesta or 0
    assert (strength(design, baseline, Comparator.MATCHED).nesta or 0) >= alone


@given(st.sampled_from(["", *Confidence.values]), st.sampled_from(["", *SourceType.values]))
def test_a_supplier_alone_is_never_believed_above_low(confidence, source_type):
    capped = capped_confidence(confidence, source_type)
    if source_type == SourceType.SUPPLIER:
        assert capped in ("", Confidence.LOW)
    else:
        assert capped == confidence
    assert bool(capped) == bool(confidence)
