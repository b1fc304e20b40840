"""The power note against values that stand in books and in R."""

import pytest

from assistive_tech.power import for_means, for_shares, note, to_recruit


@pytest.mark.parametrize(
    ("effect", "published"),
    [(0.2, 394), (0.5, 64), (0.8, 26)],  # Cohen (1988), table 2.4.1; R's power.t.test: 393.4 …
)
def test_means_as_cohen_has_them(effect, published):
    assert for_means(effect, 1) == published
    assert for_means(-10 * effect, 10) == published


@pytest.mark.parametrize(
    ("usual", "hoped", "power", "published"),
    [
        (0.50, 0.75, 0.90, 77),  # R, power.prop.test's own example: 76.7
        (0.50, 0.75, 0.80, 58),
        (0.15, 0.30, 0.80, 121),
        (0.30, 0.15, 0.80, 121),
    ],
)
def test_shares_as_published(usual, hoped, power, published):
    assert for_shares(usual, hoped, power) == published


@pytest.mark.parametrize(("usual", "hoped"), [(0, 0.5), (0.5, 1), (0.4, 0.4)])
def test_shares_that_need_no_trial(usual, hoped):
    with pytest.raises(ValueError, match=r"share|difference"):
        for_shares(usual, hoped)


@pytest.mark.parametrize(("difference", "spread"), [(0, 1), (1, 0), (1, -2)])
def test_means_that_need_no_trial(difference, spread):
    with pytest.raises(ValueError, match="other than 0"):
        for_means(difference, spread)


def test_those_who_leave_are_recruited_too():
    assert to_recruit(64, 20) == 80
    assert to_recruit(64, 0) == 64
    assert to_recruit(1, 99) == 100


def test_the_note_says_when_the_target_is_too_low():
    found = note(64)
    assert (found.each, found.begin) == (64, 160)
    assert "64 people in each of two groups" in found.words(160)
    assert "may be missed" not in found.words(160)
    assert "may be missed" not in found.words(None)
    assert "The target of 100 is lower" in found.words(100)
