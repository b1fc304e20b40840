"""Confidence from ten items, its caps, and how far two people agree: cases, and what always holds.

`KAPPAS` is what two independent libraries say, which agree with each other on every row to twelve
places: scikit-learn 1.9.1 (`cohen_kappa_score`) and statsmodels 0.15.0 (`cohens_kappa`). Neither is
installed for the tests, because they would bring SciPy for one sum; so the definition is also
counted out in full, and held against for any answers.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistive_tech.appraising import (
    BASELINE_CAP,
    MOST_POINTS,
    SUPPLIER_CAP,
    Answer,
    Item,
    cautious_answers,
    cautious_level,
    difference,
    find,
    in_order,
    kappa,
    level_in_words,
    points,
    uncapped_confidence,
)
from assistive_tech.vocabulary import SourceType, YesNoUnknown

YES, PARTLY, NO, UNCLEAR = Answer.YES, Answer.PARTLY, Answer.NO, Answer.UNCLEAR
ORDER = ("low", "moderate", "high")
KAPPAS = [
    ("yyyyyyyyyn", "yyyyyyyyny", -0.111111111111),
    ("yyyyynnnnn", "nnnnnyyyyy", -1.0),
    ("ypnuypnuypnu", "ypnuypnuypnu", 1.0),
    ("yu", "yu", 1.0),
    ("nppyyupypu", "nuyuyupypy", 0.452054794521),
    ("yynnppyunu", "pynynppuny", 0.324324324324),
    ("nuunppnunp", "uuyynnunnn", -0.12676056338),
    ("nunnupyypp", "nunnuppypp", 0.86301369863),
    ("upyuuupuyu", "upyupupuyu", 0.833333333333),
    ("uyupnnnyyu", "uuupnuyyyu", 0.583333333333),
    ("ypupynyynp", "yyupyypynp", 0.558823529412),
    ("npnnnyyuun", "nunnyyyuuy", 0.577464788732),
    ("nnppnnnppunupnpunyyppyuuyppnup", "yupnnpnpnunupnnnnynpnuuynpppyn", 0.306625577812),
]
levels = st.integers(1, 5)
one_answer = st.sampled_from(Answer)
ten_answers = st.fixed_dictionaries({item.value: one_answer for item in Item})
sources = st.sampled_from(["", *SourceType])
baselines = st.sampled_from(YesNoUnknown)


def answers(yes: int = 0, partly: int = 0, **named) -> dict:
    """So many yes and partly, the rest no; then what is named."""
    given_ = [YES] * yes + [PARTLY] * partly
    given_ += [NO] * (len(Item) - len(given_))
    return {item.value: answer for item, answer in zip(Item, given_, strict=True)} | named


@pytest.mark.parametrize(
    ("yes", "partly", "total", "confidence"),
    [
        (0, 0, 0, "low"),
        (4, 1, 9, "low"),
        (5, 0, 10, "moderate"),
        (7, 0, 14, "moderate"),
        (7, 1, 15, "high"),
        (10, 0, 20, "high"),
        (0, 10, 10, "moderate"),
    ],
)
def test_points_and_where_the_steps_are(yes, partly, total, confidence):
    ten = answers(yes, partly)
    assert (points(ten), uncapped_confidence(ten)) == (total, confidence)


def test_unclear_counts_as_no():
    assert points(answers(10, aim=UNCLEAR)) == points(answers(10, aim=NO)) == 18


def test_an_item_without_an_answer_is_no_finding():
    ten = answers(10)
    del ten["harms"]
    with pytest.raises(KeyError):
        points(ten)


def test_each_cap_that_applied_is_said():
    found = find(4, answers(10, baseline=NO), source_type="supplier_material", baseline="unknown")
    assert (found.level, found.confidence, found.points) == (1, "low", 18)
    assert found.caps == (BASELINE_CAP, SUPPLIER_CAP)


def test_what_was_low_anyway_is_not_called_capped():
    assert find(1, answers(), source_type="supplier_material", baseline="no").caps == ()


@given(levels, ten_answers, sources)
def test_without_a_baseline_no_level_is_above_1(level, ten, source):
    by_record = find(level, ten, source_type=source, baseline="no")
    by_answer = find(level, ten | {"baseline": NO}, source_type=source, baseline="unknown")
    assert by_record.level == by_answer.level == 1


@given(levels, ten_answers, baselines)
def test_a_supplier_alone_is_never_believed_above_low(level, ten, baseline):
    found = find(level, ten, source_type=SourceType.SUPPLIER, baseline=baseline)
    assert found.confidence == "low"


@given(levels, ten_answers, sources, baselines)
def test_caps_only_lower_and_are_always_said(level, ten, source, baseline):
    found = find(level, ten, source_type=source, baseline=baseline)
    plain = uncapped_confidence(ten)
    assert found.level <= level
    assert ORDER.index(found.confidence) <= ORDER.index(plain)
    assert bool(found.caps) == ((found.level, found.confidence) != (level, plain))
    assert 0 <= found.points <= MOST_POINTS


@given(levels, ten_answers, sources, baselines, st.sampled_from(Item))
def test_one_answer_turned_to_yes_never_lowers_confidence(level, ten, source, baseline, item):
    before = find(level, ten, source_type=source, baseline=baseline)
    after = find(level, ten | {item.value: YES}, source_type=source, baseline=baseline)
    assert ORDER.index(after.confidence) >= ORDER.index(before.confidence)


@pytest.mark.parametrize(
    ("second_level", "changed", "forced"),
    [
        (2, {}, False),
        (3, {}, False),
        (4, {}, True),
        (2, {"aim": NO, "costs": NO}, False),
        (2, {"aim": NO, "costs": NO, "harms": NO}, True),
        (3, {"aim": NO, "costs": NO}, False),
    ],
    ids=["same", "one level", "two levels", "two items", "three items", "one level and two items"],
)
def test_over_one_level_or_over_two_items_people_have_to_talk(second_level, changed, forced):
    found = difference(2, answers(10), second_level, answers(10) | changed)
    assert found.must_reconcile is forced
    assert set(found.items) == set(changed)


@given(levels, ten_answers, levels, ten_answers)
def test_who_is_first_changes_nothing(level, ten, other_level, other):
    forth, back = (
        difference(level, ten, other_level, other),
        difference(other_level, other, level, ten),
    )
    assert forth == back
    assert cautious_answers(ten, other) == cautious_answers(other, ten)
    assert cautious_level(level, other_level) == cautious_level(other_level, level)


@given(ten_answers, ten_answers)
def test_the_cautious_answers_never_earn_more_than_either(ten, other):
    kept = cautious_answers(ten, other)
    assert points(kept) <= min(points(ten), points(other))
    assert all(kept[item] in (ten[item], other[item]) for item in kept)


@pytest.mark.parametrize(("first", "second", "theirs"), KAPPAS)
def test_kappa_is_what_two_other_libraries_say(first, second, theirs):
    assert kappa(first, second) == pytest.approx(theirs, abs=1e-11)


def counted_out(first, second) -> float | None:
    """The definition, pair by pair: each answer of one against each answer of the other."""
    n = len(first)
    observed = sum(first[i] == second[i] for i in range(n)) / n
    chance = sum(first[i] == second[j] for i in range(n) for j in range(n)) / n**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


@given(st.lists(st.tuples(one_answer, one_answer), min_size=1, max_size=40))
def test_kappa_is_its_definition_for_any_answers(pairs):
    first, second = zip(*pairs, strict=True)
    found, expected = kappa(first, second), counted_out(first, second)
    assert found == expected or math.isclose(found, expected, abs_tol=1e-12)
    assert found is None or -1 - 1e-12 <= found <= 1


def test_kappa_is_not_defined_where_there_is_nothing_to_agree_on():
    assert kappa([], []) is None
    assert kappa([YES] * 10, [YES] * 10) is None
    with pytest.raises(ValueError, match="zip"):
        kappa([YES], [YES, NO])


def test_answers_come_in_the_order_of_the_items():
    assert in_order(answers(2, 1)) == [YES, YES, PARTLY, *[NO] * 7]


def test_a_level_in_words():
    assert level_in_words(2) == "2 of 5: shows a change, but not what caused it"
