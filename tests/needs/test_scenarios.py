"""What an extension would change: who could then start together, and how many are gained."""

import datetime
from itertools import product

from hypothesis import given, settings

from needs.scenarios import best_scenarios, supposing
from tests.needs.test_windows import TODAY, contract, day, drawn_movers, made, mover, starts_of


def only(scenarios):
    [found] = scenarios
    return found


class TestOneBorough:
    def test_an_extension_that_brings_it_together_with_others(self):
        movers = [contract("Brent", 300, 665), mover("Camden", 400, 500), mover("Ealing", 450, 480)]
        found = best_scenarios(movers, TODAY)[0]
        assert found.boroughs == {"Brent", "Camden", "Ealing"}
        assert (found.opens, found.closes) == (day(450), day(480))
        assert (found.before, found.gained) == (1, 2)
        assert (found.uses[0].extensions, found.uses[0].extends_to) == (1, day(665))

    def test_says_how_long_the_extension_is(self):
        end = datetime.date(2028, 3, 31)
        brent = contract("Brent", (end - TODAY).days, (end.replace(year=2029) - TODAY).days)
        need = mover("Camden", (end - TODAY).days + 90, (end - TODAY).days + 120)
        assert only(best_scenarios([brent, need], TODAY)).uses[0].months == 12

    def test_a_second_extension_counts_only_when_it_gains_more_than_the_first(self):
        movers = [contract("Brent", 10, 100, 200), mover("Camden", 50, 300)]
        assert only(best_scenarios(movers, TODAY)).uses[0].extensions == 1
        movers.append(mover("Ealing", 150, 160))
        assert [s.uses[0].extensions for s in best_scenarios(movers, TODAY)] == [2, 1]

    def test_nothing_is_gained_where_it_fits_as_it_stands(self):
        assert best_scenarios([contract("Brent", 50, 100), mover("Camden", 0, 90)], TODAY) == []

    def test_too_soon_to_replace_as_it_stands_an_extension_gives_the_time(self):
        movers = [contract("Brent", 30, 400, lead=9), mover("Camden", 290, 500, lead=9)]
        found = only(best_scenarios(movers, TODAY))
        assert (found.before, found.gained) == (0, 2)

    def test_a_borough_alone_is_no_scenario(self):
        assert best_scenarios([contract("Brent", 30, 400), mover("Brent", 90, 95)], TODAY) == []

    def test_records_without_dates_or_extensions_suppose_nothing(self):
        movers = [mover("Brent", None, None), mover("Camden", 5, 9), contract("Ealing", 7)]
        assert best_scenarios(movers, TODAY) == []

    def test_a_contract_entered_twice_is_told_once(self):
        movers = [contract("Brent", 10, 100), contract("Brent", 10, 100), mover("Camden", 50, 60)]
        assert len(best_scenarios(movers, TODAY)) == 1


class TestSeveralBoroughs:
    def test_all_who_must_extend_to_fill_the_widest_window(self):
        movers = [
            contract("Brent", 30, 395),
            contract("Camden", 60, 425),
            contract("Ealing", 90, 455),
        ]
        best = best_scenarios(movers, TODAY)[0]
        assert sorted(use.mover.borough for use in best.uses) == ["Brent", "Camden"]
        assert best.boroughs == {"Brent", "Camden", "Ealing"}
        assert (best.opens, best.closes) == (day(90), day(90))  # Ealing does not extend
        assert (best.before, best.gained) == (1, 2)

    def test_a_borough_in_as_it_stands_by_another_record_need_not_extend(self):
        movers = [
            contract("Brent", 30, 395),
            mover("Brent", 80, 120),
            contract("Camden", 60, 425),
            mover("Ealing", 90, 100),
        ]
        found = [s for s in best_scenarios(movers, TODAY) if s.opens >= day(80)]
        assert {use.mover.borough for s in found for use in s.uses} == {"Camden"}

    def test_what_would_ask_many_to_extend_is_left_to_the_window(self):
        movers = [contract(f"B{n}", n, 400 + n) for n in range(1, 8)]
        assert max(len(s.uses) for s in best_scenarios(movers, TODAY)) == 1

    def test_the_most_gained_come_first_and_no_more_than_asked_for(self):
        movers = [contract(f"B{n}", 10 * n, 10 * n + 365) for n in range(1, 9)]
        found = best_scenarios(movers, TODAY, limit=3)
        assert len(found) == 3
        assert [s.gained for s in found] == sorted((s.gained for s in found), reverse=True)


def test_supposing_uses_these_extensions_and_no_other():
    movers = [contract("Brent", 10, 100, 200), contract("Ealing", 5, 50), mover("Camden", 1, 2)]
    brent, ealing, camden = supposing(movers, {"Brent": 1})
    assert (brent.window.closes, ealing.window.closes) == (day(100), day(5))
    assert camden is movers[2]


def together(movers, start) -> set[str]:
    return {m.borough for m in movers if start in starts_of(m)}


def by_hand(movers) -> dict[tuple[str, tuple], int]:
    """For each contract and number of extensions, the most boroughs on any one day, by days."""
    standing = supposing(movers, {})
    most = {}
    for found, used in product(movers, range(3)):
        if used < len(found.exits):
            [extended] = supposing([found], {found.key: used})
            days = starts_of(extended)
            there = {d: together(standing, d) for d in days}
            counts = [
                len(there[d] | {found.borough})
                for d in days
                if not used or found.borough not in there[d]
            ]
            most[found.borough, found.exits, found.lead_time_months, used] = max(counts, default=0)
    return most


@settings(max_examples=150, deadline=None)
@given(drawn_movers)
def test_each_scenario_is_what_trying_every_day_finds(drawn):
    movers = made(drawn)
    most = by_hand(movers)
    found = best_scenarios(movers, TODAY, limit=1000)
    assert [s.gained for s in found] == sorted((s.gained for s in found), reverse=True)
    for scenario in found:
        supposed = supposing(movers, {})
        supposed += [
            one
            for use in scenario.uses
            for one in supposing([use.mover], {use.mover.key: use.extensions})
        ]
        for start in (scenario.opens, scenario.closes):
            assert together(supposed, start) == scenario.boroughs
        if len(scenario.uses) == 1:
            use = scenario.uses[0]
            whose = use.mover.borough, use.mover.exits, use.mover.lead_time_months
            assert scenario.before == most[(*whose, 0)]
            assert len(scenario.boroughs) == most[(*whose, use.extensions)]
    gains = [most[key] - most[(*key[:3], 0)] for key in most if most[key] > 1]
    singles = [s.gained for s in found if len(s.uses) == 1]
    assert max(singles, default=0) == max([*gains, 0])
