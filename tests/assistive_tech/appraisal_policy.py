"""Who may appraise, and see where records come from: a part of `tests.access_policy`."""

from collections.abc import Callable

from tests.audiences import FORBIDDEN, OK, OWN, Rule


def _study(name: str) -> Callable:
    return lambda world: {"slug": getattr(world, name).slug}


def _ref(name: str) -> Callable:
    return lambda world: {"reference": getattr(world, name).reference}


def _there(*names: str) -> Callable:
    """No arguments, but these on the page."""

    def kwargs(world):
        assert all(getattr(world, name) for name in names)
        return {}

    return kwargs


ONLY_AT_LEAD = {"at_lead": OK, **dict.fromkeys(OWN, FORBIDDEN), "moderator": FORBIDDEN}

APPRAISALS = {
    "moderation_appraisals": Rule("moderator", _there("case_study", "appraised_case_study")),
    "assistive_tech:appraise": Rule("moderator", _study("case_study")),
    "assistive_tech:give_up_appraisal": Rule("moderator", _study("case_study"), "POST"),
    "assistive_tech:reconcile": Rule("moderator", _study("appraised_case_study")),
    "assistive_tech:publish": Rule("moderator", _study("reconciled_case_study"), "POST"),
    "assistive_tech:refresh": Rule("moderator", _study("case_study"), "POST"),
    "assistive_tech:candidates": Rule("moderator", _there("case_study", "candidate")),
    "assistive_tech:new_candidate": Rule("moderator"),
    "assistive_tech:import_candidates": Rule("moderator"),
    "assistive_tech:decide_candidates": Rule("moderator", method="POST"),
    "assistive_tech:candidate": Rule("moderator", _ref("candidate")),
    "assistive_tech:edit_candidate": Rule("moderator", _ref("candidate")),
    "assistive_tech:extract_candidate": Rule("moderator", _ref("included_candidate"), "POST"),
    "assistive_tech:interviews": Rule("moderator", _there("interview")),
    "assistive_tech:interview_guide": Rule("moderator"),
    "assistive_tech:new_interview": Rule("moderator"),
    "assistive_tech:interview": Rule("moderator", _ref("interview")),
    "assistive_tech:draft_interview": Rule("moderator", _ref("interview"), "POST"),
    "assistive_tech:confirm_draft": Rule(
        "own_borough", _study("interview_case_study"), "POST", expected=ONLY_AT_LEAD
    ),
}
