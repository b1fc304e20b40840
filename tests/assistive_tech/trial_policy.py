"""Who may open the gap map and trials: a part of the one table in `tests/access_policy.py`."""

from collections.abc import Callable

from tests.audiences import FORBIDDEN, HIDDEN, OK, SIGN_IN, STRANGERS, Rule


def _in_library(world) -> dict:
    """No arguments, but something on the page."""
    assert world.case_study
    return {}


def _shown_trial(world) -> dict:
    assert world.public_trial
    return {}


def _trial(name: str) -> Callable:
    return lambda world: {"reference": getattr(world, name).reference}


def _place(name: str) -> Callable:
    """Camden's place in a trial of the test world."""
    return lambda world: {"reference": getattr(world, name).reference, "slug": world.camden.slug}


# Every member sees a trial; who has no membership sees those that recruit.
NOT_MEMBERS = dict.fromkeys(STRANGERS, HIDDEN)
COMMITS = {"lead": OK, "cio": OK, "at_lead": OK, "officer": FORBIDDEN, "other_officer": FORBIDDEN}
FOR_OWN = COMMITS | {
    "moderator": FORBIDDEN,
    "moderator_without_second_factor": FORBIDDEN,
    "anonymous": SIGN_IN,
}
RUNS = FOR_OWN | {"moderator": OK}

TRIALS = {
    "assistive_tech:gaps": Rule("public", _in_library),
    "assistive_tech:gap_matrix": Rule("public", _in_library),
    "assistive_tech:export_gaps": Rule("public", page=False),
    "assistive_tech:trials": Rule("public", _shown_trial),
    "assistive_tech:trial": Rule("public", _trial("public_trial")),
    "assistive_tech:propose_trial": Rule("member", expected=RUNS),
    "assistive_tech:edit_trial": Rule("member", _trial("trial"), expected=NOT_MEMBERS | RUNS),
    "assistive_tech:advance_trial": Rule(
        "member", _trial("trial"), "POST", expected=NOT_MEMBERS | RUNS
    ),
    "assistive_tech:stop_trial": Rule("member", _trial("trial"), expected=NOT_MEMBERS | RUNS),
    "assistive_tech:join_trial": Rule(
        "member", _trial("trial"), "POST", expected=NOT_MEMBERS | FOR_OWN
    ),
    "assistive_tech:trial_leave": Rule("member", _place("trial"), expected=NOT_MEMBERS | FOR_OWN),
    "assistive_tech:trial_papers": Rule("member", _place("trial"), expected=NOT_MEMBERS | FOR_OWN),
    "assistive_tech:trial_month": Rule(
        "member",
        _place("public_trial"),
        expected=dict.fromkeys(STRANGERS, FORBIDDEN) | FOR_OWN,
    ),
}
