"""The portal's reading of its data file, rule by rule; unknown stays unknown."""

import pytest

from assistive_tech.extraction import result_of_metric, template_of

EMPTY = {
    **dict.fromkeys(("title", "need_addressed", "intervention", "evaluation_method"), ""),
    **dict.fromkeys(("location", "source_title", "source_url", "care_setting"), ""),
    "evidence_level": "not_stated",
    "barriers": [],
    "lessons": [],
    "outcomes": [],
}


def read(**facts) -> dict:
    return template_of({**EMPTY, **facts})


def test_a_row_that_says_nothing_gives_nothing():
    assert read() == {}
    assert template_of({**EMPTY, "need_addressed": None, "source_url": None}) == {}


@pytest.mark.parametrize(
    ("facts", "name", "value"),
    [
        ({"evidence_level": "rct"}, "design", "rct"),
        ({"evidence_level": "before_after"}, "baseline", "yes"),
        ({"evaluation_method": "Cohort, pre and post"}, "baseline", "yes"),
        ({"evidence_level": "vendor_report"}, "source_type", "supplier_material"),
        ({"evidence_level": "press_report"}, "source_type", "news"),
        ({"source_url": "https://www.kent.gov.uk/x"}, "source_type", "council_page"),
        ({"source_url": "https://pmc.ncbi.nlm.nih.gov/1"}, "source_type", "peer_reviewed"),
        ({"source_title": "Sensors evaluation report"}, "source_type", "evaluation_report"),
        ({"location": "Bexley, London"}, "country", "England"),
        ({"location": "Seven NHS sites in England and Wales"}, "country", "England and Wales"),
        ({"location": "Barcelona, Spain"}, "country", "Spain"),
        ({"barriers": ["Supplier-commissioned"]}, "supplier_funded", "yes"),
        ({"need_addressed": "Falls at night"}, "outcomes_sought", ["falls"]),
        ({"need_addressed": "People with dementia going missing"}, "outcomes_sought", ["safety"]),
        ({"title": "Speakers for autistic adults"}, "populations", ["autistic_people"]),
        ({"care_setting": "workforce"}, "populations", ["care_staff"]),
        ({"intervention": "Compared with usual care"}, "comparator", None),
        ({"intervention": "Telecare compared with usual care"}, "comparator", "usual_care"),
        ({"intervention": "A package compared with basic alarm"}, "comparator", "other_technology"),
        ({"lessons": ["Small, with no comparison group"]}, "comparator", "none"),
        ({"intervention": "66 of 99 completed"}, "completed", 66),
        ({"intervention": "66 of 99 completed"}, "enrolled", 99),
        ({"evaluation_method": "Two-week user trial"}, "duration_weeks", 2),
        ({"evaluation_method": "Six-month pilot"}, "duration_weeks", 26),
        ({"evaluation_method": "Pilot survey"}, "duration_weeks", None),
        ({"lessons": ["Contract extended by a year"]}, "now", "continued"),
        ({"lessons": ["ICB went on to fund 500 more"]}, "now", "scaled"),
        ({"intervention": "Tablets with SIMs"}, "connectivity", ["cellular"]),
        ({"lessons": ["Staff with sight loss liked it"]}, "populations", None),
        ({"source_url": "https://nobody-knows.example/x"}, "source_type", None),
        ({"source_url": "https://notgov.uk.example/x"}, "source_type", None),
    ],
    ids=str,
)
def test_each_rule(facts, name, value):
    assert read(**facts).get(name) == value


@pytest.mark.parametrize(
    ("metric", "area"),
    [
        ("unwitnessed bedroom falls", "falls"),
        ("fall calls handled without ambulance", "hospital"),
        ("bed days saved, projected", "hospital"),
        ("NHS saving, subgroup", "care_cost"),
        ("users feeling safer", "safety"),
        ("weekly admin time", "staff_time"),
        ("devices delivered", "take_up"),
        ("studies reviewed", None),
    ],
)
def test_what_a_measure_is_about(metric, area):
    assert result_of_metric(metric).get("outcome_area") == area


def test_what_people_said_is_told_from_what_was_counted():
    assert result_of_metric("users feeling safer")["kind"] == "subjective"
    assert "kind" not in result_of_metric("total falls")
