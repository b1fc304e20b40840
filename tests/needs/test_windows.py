"""When boroughs could move together: the sweep against brute force, and dates that are missing."""

import datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.windows import (
    Mover,
    Window,
    best_windows,
    contract_window,
    decide_by,
    need_window,
    notice_by,
    start_by,
)

TODAY = datetime.date(2026, 11, 23)


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


def mover(borough, opens, closes, **options):
    window = Window(None if opens is None else day(opens), None if closes is None else day(closes))
    return Mover(key=borough, borough=borough, window=window, **options)


class TestContractWindow:
    def test_runs_from_the_current_end_to_the_last_extension(self):
        window = contract_window(datetime.date(2027, 3, 31), [12, 12], TODAY)
        assert (window.opens, window.closes) == (
            datetime.date(2027, 3, 31),
            datetime.date(2029, 3, 31),
        )

    def test_without_extensions_it_is_one_day(self):
        window = contract_window(datetime.date(2027, 3, 31), [], TODAY)
        assert window.opens == window.closes == datetime.date(2027, 3, 31)

    def test_running_on_an_extension_the_next_end_ahead_counts(self):
        window = contract_window(datetime.date(2026, 3, 31), [12, 12], TODAY)
        assert window.opens == datetime.date(2027, 3, 31)

    def test_over_it_stays_in_the_past(self):
        window = contract_window(datetime.date(2024, 3, 31), [12], TODAY)
        assert window.closes < TODAY

    def test_no_end_is_not_known(self):
        assert not contract_window(None, [12, 12], TODAY).is_known


class TestDecideBy:
    @pytest.mark.parametrize(
        ("start", "lead", "end", "notice", "expected"),
        [
            ((2028, 3, 31), 9, None, None, (2027, 6, 30)),
            ((2028, 3, 31), 9, (2027, 12, 31), 3, (2027, 6, 30)),
            ((2028, 3, 31), 9, (2027, 6, 30), 6, (2026, 12, 30)),
            (None, 9, (2027, 6, 30), 6, (2026, 12, 30)),
        ],
        ids=["lead time alone", "lead time first", "notice first", "no start"],
    )
    def test_the_earlier_of_lead_time_and_notice(self, start, lead, end, notice, expected):
        start, end = (datetime.date(*d) if d else None for d in (start, end))
        assert decide_by(start, lead, end, notice) == datetime.date(*expected)

    def test_nothing_known_gives_nothing(self):
        assert decide_by(None, 9) is None
        assert notice_by(day(100), None) is None
        assert start_by(None, 9) is None


class TestBestWindows:
    def test_says_who_is_in_who_can_join_who_is_out_and_who_is_not_known(self):
        exits = (day(100), day(465))
        movers = [
            mover("Camden", 400, 500),
            mover("Brent", 100, 465, exits=exits, notice_months=6),
            mover("Hackney", 700, 900),
            mover("Islington", None, None),
        ]
        [best] = best_windows(movers, TODAY)
        assert (best.opens, best.closes) == (day(400), day(465))
        assert [place.mover.borough for place in best.inside] == ["Camden"]
        [joining] = best.joining
        assert (joining.mover.borough, joining.extensions) == ("Brent", 1)
        assert joining.extends_to == day(465)
        assert joining.decide_by == notice_by(day(100), 6)
        assert [m.borough for m in best.outside] == ["Hackney"]
        assert [m.borough for m in best.unknown] == ["Islington"]

    def test_who_extends_must_do_so_before_the_term_ends(self):
        movers = [mover("Camden", 400, 500), mover("Brent", 50, 420, exits=(day(50), day(420)))]
        [best] = best_windows(movers, TODAY)
        assert best.joining[0].decide_by == day(50)
        assert best.decide_by == day(50)

    def test_a_contract_ending_inside_is_in_as_it_stands(self):
        movers = [mover("Camden", 0, 200), mover("Brent", 100, 465, exits=(day(100), day(465)))]
        [best] = best_windows(movers, TODAY)
        assert not best.joining

    def test_one_borough_twice_counts_once(self):
        assert best_windows([mover("Camden", 0, 9), mover("Camden", 0, 9)], TODAY) == []

    def test_the_past_is_left_out(self):
        movers = [mover("Camden", -300, -200), mover("Brent", -300, 50), mover("Ealing", -9, 20)]
        [best] = best_windows(movers, TODAY)
        assert (best.opens, best.closes) == (TODAY, day(20))
        assert best.boroughs == {"Brent", "Ealing"}

    def test_half_known_dates_are_not_guessed(self):
        movers = [mover("Camden", 10, None), mover("Brent", 0, 90), mover("Ealing", 0, 90)]
        [best] = best_windows(movers, TODAY)
        assert [m.borough for m in best.unknown] == ["Camden"]
        assert need_window(day(1), None).is_known is False

    def test_thirty_three_boroughs_with_five_hundred_contracts_each(self):
        movers = [
            mover(f"B{n % 33}", (n * 37) % 1500, (n * 37) % 1500 + n % 400) for n in range(16_500)
        ]
        assert len(best_windows(movers, TODAY)[0].boroughs) == 33


offsets = st.integers(0, 40)
windows = st.tuples(offsets, offsets).map(sorted)
movers_of = st.lists(st.tuples(st.integers(0, 5), st.none() | windows), max_size=8)


def brute_force(movers) -> dict:
    """Every subset of movers that share a day: the most boroughs, and the sets that reach it."""
    dated = [m for m in movers if m.window.is_known]
    found = set()
    for size in range(1, len(dated) + 1):
        for chosen in combinations(dated, size):
            opens = max(m.window.opens for m in chosen)
            if opens <= min(m.window.closes for m in chosen):
                found.add(frozenset(m.borough for m in chosen))
    return found


@settings(max_examples=300, deadline=None)
@given(movers_of)
def test_the_best_window_is_what_brute_force_finds(drawn):
    movers = [mover(f"B{b}", *(w or (None, None))) for b, w in drawn]
    subsets = brute_force(movers)
    most = max((len(s) for s in subsets if len(s) > 1), default=0)
    found = best_windows(movers, TODAY, limit=100)
    assert (len(found[0].boroughs) if found else 0) == most
    together = {s for s in subsets if len(s) > 1}
    largest = {s for s in together if not any(s < other for other in together)}
    assert largest <= {window.boroughs for window in found}
    for window in found:
        assert window.boroughs in subsets
        for start in (window.opens, window.closes):
            covering = {
                m.borough
                for m in movers
                if m.window.is_known and m.window.opens <= start <= m.window.closes
            }
            assert covering == window.boroughs
