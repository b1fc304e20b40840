"""When boroughs could move together: the sweep against brute force, and dates that are missing."""

import datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.models.contract import add_months
from needs.statutory import planned_notice
from needs.windows import (
    Duty,
    Mover,
    Reason,
    Window,
    best_stretches,
    best_windows,
    contract_window,
    decide_by,
    need_window,
    notice_by,
    start_by,
    with_break,
)

TODAY = datetime.date(2026, 11, 23)


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


def mover(borough, opens, closes, lead=0, **options):
    window = Window(None if opens is None else day(opens), None if closes is None else day(closes))
    return Mover(borough, borough, window, lead_time_months=lead, **options)


def contract(borough, *exits, **options):
    days = tuple(day(offset) for offset in exits)
    return mover(borough, exits[0], exits[-1], exits=days, **options)


class TestContractWindow:
    def test_runs_from_the_current_end_to_the_last_extension(self):
        window = contract_window(datetime.date(2027, 3, 31), [12, 12], TODAY)
        assert window.opens == datetime.date(2027, 3, 31)
        assert window.closes == datetime.date(2029, 3, 31)

    def test_extensions_may_differ_in_length(self):
        window = contract_window(datetime.date(2026, 9, 30), [24, 12], TODAY)
        assert window.opens == datetime.date(2028, 9, 30)
        assert window.closes == datetime.date(2029, 9, 30)

    @pytest.mark.parametrize("lengths", [[], [0, 0]], ids=["none", "of no length"])
    def test_without_extensions_it_is_one_day(self, lengths):
        window = contract_window(datetime.date(2027, 3, 31), lengths, TODAY)
        assert window.opens == window.closes == datetime.date(2027, 3, 31)

    def test_running_on_an_extension_the_next_end_ahead_counts(self):
        window = contract_window(datetime.date(2026, 3, 31), [12, 12], TODAY)
        assert window.opens == datetime.date(2027, 3, 31)

    def test_over_it_stays_in_the_past(self):
        assert contract_window(datetime.date(2024, 3, 31), [12], TODAY).closes < TODAY

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


def test_a_planned_procurement_notice_counts_from_twelve_months_to_forty_days_before():
    window = planned_notice(datetime.date(2028, 2, 29))
    assert window == Window(datetime.date(2027, 2, 28), datetime.date(2028, 1, 20))


class TestBestWindows:
    def test_says_who_is_in_who_can_join_who_is_out_and_who_is_not_known(self):
        movers = [
            mover("Camden", 400, 500),
            contract("Brent", 100, 465, notice_months=6),
            mover("Hackney", 700, 900),
            mover("Ealing", 30, 90),
            mover("Islington", None, None),
        ]
        [best] = best_windows(movers, TODAY)
        assert (best.opens, best.closes) == (day(400), day(465))
        assert [place.mover.borough for place in best.inside] == ["Camden"]
        [joining] = best.joining
        assert (joining.mover.borough, joining.extensions) == ("Brent", 1)
        assert joining.extends_to == day(465)
        assert [(out.mover.borough, out.reason, out.day) for out in best.outside] == [
            ("Hackney", Reason.OPENS_AFTER, day(700)),
            ("Ealing", Reason.ENDS_BEFORE, day(90)),
        ]
        assert [m.borough for m in best.unknown] == ["Islington"]

    def test_each_is_told_what_to_do_by_when_soonest_first(self):
        movers = [mover("Camden", 400, 500, lead=9), contract("Brent", 300, 665, notice_months=6)]
        [best] = best_windows(movers, TODAY)
        [camden], [brent] = best.inside, best.joining
        assert camden.duties == ((add_months(day(500), -9), Duty.PROCURE),)
        assert brent.duties == (
            (add_months(day(300), -6), Duty.EXTEND),
            (add_months(day(665), -6), Duty.GIVE_NOTICE),
            (day(500), Duty.PROCURE),
        )
        assert brent.stands_until == day(500)
        assert best.places == (brent, camden)
        assert best.decide_by == add_months(day(300), -6)

    def test_who_extends_must_do_so_before_the_term_ends_when_no_notice_is_known(self):
        movers = [mover("Camden", 400, 500), contract("Brent", 50, 420)]
        [best] = best_windows(movers, TODAY)
        assert best.joining[0].duties[0] == (day(50), Duty.EXTEND)
        assert best.decide_by == day(50)

    def test_a_duty_that_has_passed_is_shown_but_is_not_the_next_to_decide(self):
        movers = [mover("Camden", 400, 500), contract("Brent", 100, 465, notice_months=6)]
        [best] = best_windows(movers, TODAY)
        assert best.joining[0].decide_by < TODAY
        assert best.decide_by == add_months(day(465), -6)

    def test_a_contract_ending_inside_is_in_as_it_stands_until_its_term_ends(self):
        movers = [mover("Camden", 0, 200), contract("Brent", 100, 465)]
        [best] = best_windows(movers, TODAY)
        assert not best.joining
        [brent] = [place for place in best.inside if place.mover.borough == "Brent"]
        assert brent.stands_until == day(100)
        assert brent.duties == ((day(100), Duty.PROCURE),)

    def test_a_contract_that_can_be_ended_early_is_in_from_its_break_on(self):
        window = with_break(Window(day(400), day(765)), day(100))
        exits = (day(400), day(765))
        brent = Mover("Brent", "Brent", window, exits, lead_time_months=0, notice_months=3)
        [best] = best_windows([mover("Camden", 200, 250), brent], TODAY)
        [place] = [place for place in best.inside if place.mover is brent]
        assert place.stands_until == day(250)
        assert place.duties[0] == (add_months(day(250), -3), Duty.GIVE_NOTICE)

    def test_a_break_after_the_term_or_without_one_changes_nothing(self):
        window = Window(day(400), day(400))
        assert with_break(window, None) is window
        assert with_break(window, day(500)) == window
        assert with_break(Window(None, None), day(5)) == Window(None, None)

    def test_one_borough_twice_counts_once(self):
        assert best_windows([mover("Camden", 0, 9), mover("Camden", 0, 9)], TODAY) == []

    def test_the_past_is_left_out(self):
        movers = [mover("Camden", -300, -200), mover("Brent", -300, 50), mover("Ealing", -9, 20)]
        [best] = best_windows(movers, TODAY)
        assert (best.opens, best.closes) == (TODAY, day(20))
        assert best.boroughs == {"Brent", "Ealing"}
        assert [out.reason for out in best.outside] == [Reason.ENDS_BEFORE]

    def test_nobody_starts_sooner_than_the_time_it_takes_to_procure(self):
        movers = [mover("Camden", 0, 400, lead=9), mover("Brent", 0, 900, lead=9)]
        [best] = best_windows(movers, TODAY)
        assert best.opens == add_months(TODAY, 9)
        assert best.decide_by == add_months(day(400), -9)
        too_soon = [mover(name, 0, 100, lead=9) for name in ("Camden", "Brent")]
        assert best_windows(too_soon, TODAY) == []

    def test_who_has_no_time_left_to_procure_is_out_for_that(self):
        slow = mover("Ealing", 0, 500, lead=24)
        [best] = best_windows([mover("Camden", 0, 400), mover("Brent", 0, 400), slow], TODAY)
        assert [out.reason for out in best.outside] == [Reason.NO_TIME]

    def test_the_longest_lead_time_says_when_to_go_to_market(self):
        movers = [mover("Camden", 400, 500, lead=6), mover("Brent", 400, 500, lead=12)]
        [best] = best_windows(movers, TODAY)
        assert best.tender_notice_by(best.opens) == add_months(day(400), -12)
        assert best.tender_notice_by(best.closes) == add_months(day(500), -12)

    def test_a_short_month_gives_nobody_a_date_that_has_passed(self):
        today = datetime.date(2027, 1, 31)
        movers = [mover(name, 0, 900, lead=1) for name in ("Camden", "Brent")]
        [best] = best_windows(movers, today)
        assert best.opens == datetime.date(2027, 3, 1)

    def test_half_known_dates_are_not_guessed(self):
        movers = [
            mover("Camden", 10, None),
            mover("Hackney", None, 10),
            mover("Brent", 0, 90),
            mover("Ealing", 0, 90),
        ]
        [best] = best_windows(movers, TODAY)
        assert [m.borough for m in best.unknown] == ["Camden", "Hackney"]
        assert need_window(day(1), None).is_known is False

    def test_a_borough_that_is_in_is_not_also_listed_as_out_or_not_known(self):
        movers = [
            mover("Camden", 0, 90),
            mover("Brent", 0, 90),
            mover("Brent", 700, 800),
            mover("Camden", None, None),
        ]
        first = best_windows(movers, TODAY)[0]
        assert (first.outside, first.unknown) == ((), ())

    def test_the_last_day_of_the_calendar_is_no_error(self):
        ends = (datetime.date.max - TODAY).days
        movers = [mover("Camden", 0, ends), mover("Brent", 0, ends)]
        assert best_windows(movers, TODAY)[0].boroughs == {"Camden", "Brent"}


# Days to weeks ahead, in no more than twelve boroughs; a need, or a contract with extensions.
offsets = st.integers(-20, 60)
needs_of = st.none() | st.tuples(offsets, offsets).map(sorted)
contracts_of = st.lists(offsets, min_size=1, max_size=3, unique=True).map(sorted)
leads = st.integers(0, 1)
drawn_movers = st.lists(
    st.tuples(st.integers(0, 11), st.one_of(needs_of, contracts_of.map(tuple)), leads), max_size=12
)


def made(drawn) -> list[Mover]:
    """Tuples are contracts' exits, lists a need's earliest and latest start."""
    return [
        contract(f"B{b}", *dates, lead=lead)
        if isinstance(dates, tuple)
        else mover(f"B{b}", *(dates or (None, None)), lead=lead)
        for b, dates, lead in drawn
    ]


def starts_of(found: Mover) -> set[datetime.date]:
    """Every single day on which one record could start, day by day."""
    if found.window.opens is None or found.window.closes is None:
        return set()
    soonest = add_months(TODAY, found.lead_time_months)
    length = (found.window.closes - found.window.opens).days
    days = {found.window.opens + datetime.timedelta(days=n) for n in range(length + 1)}
    return {start for start in days if start >= soonest}


def brute_force(movers) -> dict[frozenset[str], set[datetime.date]]:
    """Every subset of boroughs, two or more, with the days on which all of them could start."""
    by_borough: dict[str, set[datetime.date]] = {}
    for found in movers:
        by_borough.setdefault(found.borough, set()).update(starts_of(found))
    together = {}
    for size in range(2, len(by_borough) + 1):
        for chosen in combinations(sorted(by_borough), size):
            if days := set.intersection(*(by_borough[name] for name in chosen)):
                together[frozenset(chosen)] = days
    return together


@settings(max_examples=200, deadline=None)
@given(drawn_movers)
def test_the_best_windows_are_what_brute_force_finds(drawn):
    movers = made(drawn)
    subsets = brute_force(movers)
    most = max(map(len, subsets), default=0)
    found = best_windows(movers, TODAY, limit=1000)
    assert (len(found[0].boroughs) if found else 0) == most
    largest = {s for s in subsets if not any(s < other for other in subsets)}
    assert largest <= {window.boroughs for window in found}
    for window in found:
        whole = {
            window.opens + datetime.timedelta(days=n)
            for n in range((window.closes - window.opens).days + 1)
        }
        assert whole <= subsets[window.boroughs]
        wider = [days for who, days in subsets.items() if who > window.boroughs]
        assert not any(whole & days for days in wider)


@settings(max_examples=200, deadline=None)
@given(drawn_movers)
def test_every_record_is_accounted_for_once_and_no_duty_comes_too_late(drawn):
    movers = made(drawn)
    for window in best_windows(movers, TODAY, limit=1000):
        told = [place.mover for place in window.places]
        told += [out.mover for out in window.outside]
        told += [*window.unknown]
        silent = [m for m in movers if not any(m is one for one in told)]
        assert len(told) + len(silent) == len(movers)
        assert {m.borough for m in silent} <= window.boroughs
        for place in window.places:
            procure = {duty: by for by, duty in place.duties}[Duty.PROCURE]
            assert procure >= TODAY
            assert place.decide_by <= procure
            assert window.opens <= place.stands_until <= window.closes or place.extensions


def test_the_number_of_windows_is_known_without_drawing_them():
    movers = [mover(name, start, start + 9) for start in (0, 20, 40) for name in ("A", "B")]
    assert len(best_stretches(movers, TODAY)) == 3
