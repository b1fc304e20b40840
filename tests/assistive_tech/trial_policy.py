"""Who may open the gap map and trials: a part of `tests.access_policy`."""

from tests.audiences import Rule


def _in_library(world) -> dict:
    """No arguments, but something on the page."""
    assert world.case_study
    return {}


TRIALS = {
    "assistive_tech:gaps": Rule("public", _in_library),
    "assistive_tech:gap_matrix": Rule("public", _in_library),
    "assistive_tech:export_gaps": Rule("public", page=False),
}
