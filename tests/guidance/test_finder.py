"""The finder: reasons that add up, what rules a technique out, and the order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance import finder
from guidance.finder import BANDS, Candidate, Situation, exactly
from guidance.models import Level, MarketKnown, Stage, TenderGroup
from needs.models import Need
from needs.models import TenderGroup as NeedGroup

THRESHOLD = 20_772_000  # pence, VAT included
ALL_LEVELS = frozenset(Level.values)


def subset(values):
    return st.frozensets(st.sampled_from(list(values)))


def ranges(most):
    pair = st.tuples(st.integers(1, most), st.integers(0, most))
    return st.none() | pair.map(lambda p: (p[0] / 2, (p[0] + p[1]) / 2))


names = st.text("abc", min_size=1, max_size=4)
candidates = st.builds(
    Candidate,
    slug=names,
    name=names,
    stage=st.sampled_from(Stage.values),
    groups=subset(TenderGroup.values),
    levels=subset(Level.values),
    market=subset(MarketKnown.values),
    only_above=st.booleans(),
    days=ranges(100),
    weeks=ranges(100),
)
situations = st.builds(
    Situation,
    group=st.sampled_from(["", *TenderGroup.values]),
    value=st.none() | st.sampled_from(list(BANDS.values())) | st.integers(0, 10**12).map(exactly),
    threshold=st.none() | st.just(THRESHOLD),
    weeks=st.none() | st.integers(0, 600),
    level=st.none() | st.sampled_from(Level.values),
    market=st.sampled_from(["", *MarketKnown.values]),
)


@settings(max_examples=300, deadline=None)
@given(situations, st.lists(candidates, max_size=12))
def test_parts_add_up_and_the_best_come_first(situation, offered):
    found = finder.find(situation, offered)
    assert len(found) <= 3
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for one in found:
        assert abs(one.score - sum(part.points for part in one.parts)) < 1e-9
        assert 0 <= one.score <= 100
        assert all(part.points >= 0 and part.sentence.endswith(".") for part in one.parts)
        assert all(part.points * 2 == int(part.points * 2) for part in one.parts)


@settings(max_examples=200, deadline=None)
@given(situations, st.lists(candidates, max_size=12, unique_by=lambda c: c.slug), st.randoms())
def test_the_order_offered_changes_nothing_and_nothing_is_both_found_and_ruled_out(
    situation, offered, random
):
    shuffled = random.sample(offered, len(offered))
    found, out = finder.find(situation, offered), finder.ruled_out(situation, offered)
    assert finder.find(situation, shuffled) == found
    assert not {f.candidate.slug for f in found} & {c.slug for c, _ in out}
    assert len(found) == min(3, len(offered) - len(out))


@settings(max_examples=200, deadline=None)
@given(situations, candidates, st.integers(0, 300), st.integers(1, 300))
def test_more_time_never_makes_a_technique_fit_less(situation, candidate, weeks, more):
    def fit(weeks):
        then = replace(situation, weeks=weeks)
        rank = not finder.veto(then, candidate)
        return rank, sum(part.points for part in finder.parts_of(then, candidate))

    assert fit(weeks) <= fit(weeks + more)


MEET = Candidate("meet", "Meet", levels=frozenset({2, 3}), weeks=(6, 8), days=(8, 15))


@pytest.mark.parametrize(
    ("situation", "facts", "why"),
    [
        (Situation(weeks=21, level=2), {}, "It takes 6 weeks at the least, and 5 are left"),
        (Situation(weeks=22, level=2), {}, ""),
        (Situation(weeks=13, value=BANDS["to_50k"], threshold=THRESHOLD), {}, "and 5 are left"),
        (Situation(weeks=14, value=BANDS["to_50k"], threshold=THRESHOLD), {}, ""),
        (Situation(weeks=6), {"stage": "execution"}, ""),
        (Situation(level=1), {}, "It begins at collaboration level 2 Approach together"),
        (Situation(), {"stage": "preparation"}, "tied to no single purchase"),
        (Situation(value=exactly(100), threshold=THRESHOLD), {"only_above": True}, "this is below"),
        (Situation(value=BANDS["to_250k"], threshold=THRESHOLD), {"only_above": True}, ""),
        (Situation(value=BANDS["to_50k"]), {"only_above": True}, ""),
    ],
)
def test_what_rules_a_technique_out_is_said(situation, facts, why):
    said = finder.veto(situation, replace(MEET, **facts))
    assert bool(said) == bool(why)
    assert why.lower() in said.lower()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (exactly(18_000_000), "£180,000 is £216,000 with VAT at 20%, which reaches the £207,720"),
        (exactly(17_000_000), "£170,000 is £204,000 with VAT at 20%, which is below"),
        (exactly(17_310_000), "which reaches the £207,720"),
        (BANDS["to_250k"], "£100,000 to £250,000 without VAT may reach the £207,720"),
        (BANDS["to_100k"], "without VAT is below"),
        (BANDS["over_1m"], "Over £1 million without VAT reaches"),
        (None, ""),
    ],
)
def test_the_value_is_held_against_the_threshold_with_its_tax(value, said):
    sentence = finder.threshold_sentence(Situation(value=value, threshold=THRESHOLD))
    assert said in sentence
    assert finder.threshold_sentence(Situation(value=value)) == ""


def test_a_special_tool_comes_before_a_general_one():
    special = Candidate(
        "s", "S", market=frozenset({"unknown"}), groups=frozenset({"innovative_tools"})
    )
    general = Candidate(
        "g", "G", market=frozenset(MarketKnown.values), groups=frozenset(TenderGroup.values)
    )
    situation = Situation(group="innovative_tools", market="unknown")
    assert [f.candidate.slug for f in finder.find(situation, [general, special])] == ["s", "g"]


def test_bands_groups_and_levels_are_those_of_a_need():
    bands = {key: label for key, label in Need.ValueBand.choices if key != "unknown"}
    assert {key: value.words for key, value in BANDS.items()} == bands
    assert TenderGroup.choices == NeedGroup.choices
    assert Level.values == Need.Level.values
