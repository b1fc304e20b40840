"""Who may open which route of barriers; a part of the one table in `tests/access_policy.py`."""

from collections.abc import Callable
from operator import attrgetter

from tests.audiences import FORBIDDEN, HIDDEN, OK, OWN, STRANGERS, Rule

ONLY_AT_LEAD = {"at_lead": OK, **dict.fromkeys(OWN, FORBIDDEN)}


def _barrier(name: str) -> Callable:
    """Fills `reference` from a barrier of the test world, or of something in it."""
    return lambda world: {"reference": attrgetter(name)(world).reference}


def _shown_barrier(world) -> dict:
    """No arguments, but something on the page."""
    assert world.public_barrier
    return {}


def _action(world) -> dict:
    action = world.barrier_action
    return {"reference": action.barrier.reference, "pk": action.pk}


def _file(world) -> dict:
    file = world.public_barrier.files.get()
    return {"reference": file.barrier.reference, "pk": file.pk}


NOT_MEMBERS = dict.fromkeys(STRANGERS, HIDDEN)


def _at_lead_does(name: str, method: str = "GET", *, open: bool = False, **expected: str) -> Rule:
    """What Camden's AT lead does with a barrier of Camden's; `open` to every reader."""
    strangers = dict.fromkeys(STRANGERS, FORBIDDEN) if open else NOT_MEMBERS
    return Rule(
        "own_borough_does",
        _barrier(name),
        method,
        expected=ONLY_AT_LEAD | strangers | expected,
    )


ON_AN_ACTION = {
    "audience": "own_borough_does",
    "kwargs": _action,
    "expected": ONLY_AT_LEAD | dict.fromkeys(STRANGERS, FORBIDDEN) | {"moderator": OK},
}

BARRIERS = {
    "assistive_tech:barriers": Rule("public", _shown_barrier),
    "assistive_tech:barriers_export": Rule("public", page=False),
    "assistive_tech:barriers_feed": Rule("public", page=False),
    "assistive_tech:barrier": Rule("public", _barrier("public_barrier")),
    "assistive_tech:my_barriers": Rule("borough_member"),
    "assistive_tech:raise_barrier": Rule("borough_member", expected={"moderator": OK}),
    "assistive_tech:edit_barrier": _at_lead_does("barrier", moderator=OK),
    "assistive_tech:join_barrier": Rule("borough_member", _barrier("barrier"), "POST", NOT_MEMBERS),
    "assistive_tech:leave_barrier": Rule(
        "borough_member", _barrier("barrier"), "POST", NOT_MEMBERS
    ),
    "assistive_tech:withdraw_barrier": _at_lead_does("barrier", moderator=OK),
    "assistive_tech:resolve_barrier": _at_lead_does("public_barrier", moderator=OK, open=True),
    "assistive_tech:add_action": _at_lead_does("public_barrier", moderator=OK, open=True),
    "assistive_tech:barrier_links": _at_lead_does("public_barrier", moderator=OK, open=True),
    "assistive_tech:link_study": _at_lead_does(
        "public_barrier", "POST", moderator=HIDDEN, at_lead=HIDDEN, open=True
    ),
    "assistive_tech:unlink_study": _at_lead_does(
        "public_barrier", "POST", moderator=HIDDEN, at_lead=HIDDEN, open=True
    ),
    "assistive_tech:barrier_trials": _at_lead_does("public_barrier", moderator=OK, open=True),
    "assistive_tech:link_trial": _at_lead_does(
        "public_barrier", "POST", moderator=HIDDEN, at_lead=HIDDEN, open=True
    ),
    "assistive_tech:unlink_trial": _at_lead_does(
        "public_barrier", "POST", moderator=HIDDEN, at_lead=HIDDEN, open=True
    ),
    "assistive_tech:change_action": Rule(**ON_AN_ACTION),
    "assistive_tech:add_progress": Rule(**ON_AN_ACTION),
    "assistive_tech:finish_action": Rule(**ON_AN_ACTION),
    "assistive_tech:attach_file": _at_lead_does("public_barrier", moderator=OK, open=True),
    "assistive_tech:barrier_file": Rule("public", _file, page=False),
    "assistive_tech:remove_file": Rule(
        "own_borough_does",
        _file,
        "POST",
        dict.fromkeys((*OWN, *STRANGERS, "at_lead"), FORBIDDEN) | {"moderator": OK},
    ),
    "assistive_tech:validate_barrier": Rule("moderator", _barrier("barrier"), "POST", NOT_MEMBERS),
    "assistive_tech:prioritise_barrier": Rule("moderator", _barrier("public_barrier")),
    "assistive_tech:accept_barrier": Rule("moderator", _barrier("public_barrier")),
    "assistive_tech:reopen_barrier": Rule("moderator", _barrier("public_barrier")),
    "assistive_tech:propose_merge": Rule("moderator", _barrier("public_barrier")),
    "assistive_tech:accept_merge": _at_lead_does("merge.barrier", "POST", open=True),
    "assistive_tech:decline_merge": _at_lead_does("merge.barrier", open=True),
    "assistive_tech:take_back_merge": Rule("moderator", _barrier("merge.barrier"), "POST"),
    "assistive_tech:undo_merge": Rule("moderator", _barrier("merged.barrier")),
}
