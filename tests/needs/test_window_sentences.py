"""How windows and scenarios read."""

import datetime

import pytest

from needs import window_sentences as say
from needs.scenarios import Scenario, Use
from needs.windows import Mover, Outside, Reason, Window, best_windows
from procurement_portal.lib.formatting import format_uk_date
from tests.needs.test_windows import TODAY, contract, day, mover


def on(offset: int) -> str:
    return format_uk_date(day(offset))


@pytest.mark.parametrize(
    ("opens", "closes", "reads"),
    [
        ((2028, 3, 31), (2028, 3, 31), "31 March 2028"),
        ((2028, 4, 1), (2028, 6, 30), "1 April to 30 June 2028"),
        ((2028, 4, 1), (2029, 6, 30), "1 April 2028 to 30 June 2029"),
    ],
)
def test_dates_say_the_year_once(opens, closes, reads):
    assert say.between(datetime.date(*opens), datetime.date(*closes)) == reads


def place_of(borough, movers):
    [window] = best_windows(movers, TODAY)
    [found] = [place for place in window.places if place.mover.borough == borough]
    return found, window


@pytest.mark.parametrize(
    ("brent", "reads"),
    [
        (mover("Brent", 0, 900), "In as it stands"),
        (contract("Brent", 400), "In as it stands"),
        (
            contract("Brent", 400, 900),
            f"In as it stands for a start by {on(400)}, and later if it is extended",
        ),
        (
            contract("Brent", 100, 450, 900),
            f"Can join by using its 11-month extension, to {on(450)}, and later by using more",
        ),
        (
            contract("Brent", 100, 200, 900),
            f"Can join by using its 2 extensions (26 months), to {on(900)}",
        ),
    ],
    ids=["a need", "ends within", "extends later", "extends to join", "extends twice"],
)
def test_how_a_record_takes_part(brent, reads):
    others = [mover("Camden", 400, 500), mover("Ealing", 400, 500)]
    windows = best_windows([*others, brent], TODAY)
    held = [w for w in windows if "Brent" in w.boroughs][0]
    [place] = [p for p in held.places if p.mover.borough == "Brent"]
    assert say.how(place, held) == reads


def test_a_contract_that_can_be_ended_early():
    early = Mover("Brent", "Brent", Window(day(100), day(900)), (day(900),), lead_time_months=0)
    place, window = place_of("Brent", [mover("Camden", 400, 500), early])
    assert say.how(place, window) == f"Can join by ending it early, by {on(500)}"


def test_a_need_that_another_of_its_borough_outlasts_says_until_when():
    movers = [mover("Brent", 400, 420), mover("Brent", 400, 500), mover("Camden", 400, 500)]
    [window] = best_windows(movers, TODAY)
    told = {say.how(place, window) for place in window.places}
    assert told == {"In as it stands", f"In as it stands for a start by {on(420)}"}


def test_a_date_that_has_passed_is_said_to_have():
    movers = [mover("Camden", 400, 500), contract("Brent", 100, 465, notice_months=6)]
    place, _ = place_of("Brent", movers)
    first, *_ = say.duties(place, TODAY)
    assert first.startswith(f"Extend to {on(465)}: the date for that,")
    assert first.endswith("has passed")


def test_a_window_of_one_day_goes_to_market_once():
    _, window = place_of("Camden", [mover("Camden", 400, 400), mover("Brent", 400, 400)])
    assert say.to_market(window) == f"To start on {on(400)}, go to market by {on(400)}."


@pytest.mark.parametrize(
    ("who", "reason", "reads"),
    [
        (mover("Brent", 5, 9), Reason.ENDS_BEFORE, "Must start by"),
        (contract("Brent", 9), Reason.ENDS_BEFORE, "Ends on"),
        (contract("Brent", 5, 9), Reason.ENDS_BEFORE, "with every extension"),
        (contract("Brent", 9), Reason.OPENS_AFTER, "Cannot move before"),
        (contract("Brent", 9), Reason.NO_TIME, "sooner than it takes to procure"),
    ],
)
def test_why_a_record_is_out(who, reason, reads):
    said = say.why_out(Outside(who, reason, day(9)))
    assert reads in said
    assert on(9) in said


def scenario(before: int, *boroughs: str) -> Scenario:
    uses = tuple(Use(contract(name, 0, 365), 1, day(365)) for name in boroughs)
    together = frozenset({*boroughs, "Camden", "Ealing"})
    return Scenario(uses, day(300), day(300), together, before)


@pytest.mark.parametrize(
    ("found", "starts", "ends"),
    [
        (
            scenario(0, "Brent"),
            "If Brent takes its 12-month extension, 3 boroughs fit ",
            "As things stand, it ends sooner than it takes to procure.",
        ),
        (scenario(1, "Brent"), "If Brent", "As things stand, Brent could start with no other."),
        (scenario(3, "Brent"), "If Brent", "As things stand, Brent could start with 2 others."),
        (
            scenario(0, "Brent", "Barnet"),
            "If Brent takes its 12-month extension and Barnet its 12-month extension, 4 boroughs",
            "As things stand, all of them end sooner than it takes to procure.",
        ),
        (
            scenario(1, "Brent", "Barnet"),
            "If Brent",
            "As things stand, none of them could start with another.",
        ),
        (
            scenario(2, "Brent", "Barnet"),
            "If Brent",
            "As things stand, the most any of them could start with is 1 other.",
        ),
    ],
)
def test_scenarios_say_what_is_gained(found, starts, ends):
    said = say.of_scenario(found)
    assert said.startswith(starts)
    assert said.endswith(ends)


def test_a_window_says_how_many_and_who_decides_first():
    [window] = best_windows([mover("Camden", 0, 9), mover("Brent", 0, 9)], TODAY)
    assert say.of_window(window).endswith(f"the first to decide by {on(9)}")
