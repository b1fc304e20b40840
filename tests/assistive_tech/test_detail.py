import pytest
from freezegun import freeze_time

from assistive_tech.models import OutcomeResult
from tests.factories import (
    CapabilityFactory,
    CaseStudyFactory,
    ContractFactory,
    NeedFactory,
    TechnologyClassFactory,
    days,
)

PARTS = (
    "Identity and source",
    "The need and the people",
    "What was put in place",
    "How it was studied",
    "Results",
    "Money",
    "Delivery",
    "Now",
)


def study_of(**facts):
    facts = {
        "fact_basis": "stated in source extract",
        "source_title": "A report",
        "source_url": "https://example.org/report",
        "accessed_on": days(-3),
        "last_confirmed_on": days(-3),
        "review_by": days(700),
    } | facts
    return CaseStudyFactory(**facts)


def test_reads_in_eight_parts_and_says_what_is_missing(anonymous):
    study = study_of(evidence_level="pilot_report")
    page = anonymous.read(study.get_absolute_url())
    for part in PARTS:
        assert f">{part}</h2>" in page
    assert "Not in what was read" in page
    assert "A small trial that shows whether it can be done" in page
    assert "portal’s judgement" in page
    assert '<a class="govuk-link" href="https://example.org/report">' in page
    assert "Facts in our own words; the source keeps its copyright." in page


def test_outcomes_stand_in_a_table_with_value_unit_and_direction(anonymous):
    study = study_of()
    for metric, value, unit, direction, note in [
        ("falls", "49.2", "percent", "decrease", "more than"),
        ("saving", "94605", "GBP per year", "positive", ""),
        ("homes", "1200", "homes", "neutral", ""),
        ("mood", "improved", "qualitative", "", ""),
    ]:
        OutcomeResult.objects.create(
            case_study=study, metric=metric, value=value, unit=unit, direction=direction, note=note
        )
    page = anonymous.read(study.get_absolute_url())
    for cell in ("49.2%", "Went down", "£94,605 per year", "1,200 homes", "improved"):
        assert f">{cell}</td>" in page
    assert "More than</div>" in page


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("vendor_report", "what the supplier says"),
        ("press_report", "what the press reports"),
        ("projection_only", "These figures are forecasts"),
    ],
)
def test_claims_are_marked_as_claims(anonymous, level, words):
    page = anonymous.read(study_of(evidence_level=level).get_absolute_url())
    assert words in page
    assert "Outcomes, as claimed" in page or "Measured outcomes" in page


def test_measured_results_are_not_called_claims(anonymous):
    page = anonymous.read(study_of(evidence_level="rct").get_absolute_url())
    assert "govuk-warning-text" not in page


def test_leads_to_others_of_its_kind(anonymous):
    study, other = study_of(), study_of(title="The other one")
    study_of(title="Unfinished", status="draft")
    page = anonymous.read(study.get_absolute_url())
    assert other.get_absolute_url() in page
    assert "Unfinished" not in page


def test_age_is_said(anonymous):
    study = study_of()
    with freeze_time(days(800)):
        assert "may be out of date" in anonymous.read(study.get_absolute_url())


def test_a_draft_looks_missing_outside_its_borough(anonymous, other_officer, officer, draft):
    url = draft.get_absolute_url()
    assert "Draft" in officer.read(url)
    for visitor in (anonymous, other_officer):
        visitor.read(url, status=404)


def test_query_count(anonymous, django_assert_num_queries):
    study = study_of()
    CaseStudyFactory.create_batch(8)
    with django_assert_num_queries(5):  # its kind, itself, its outcomes, barriers, others
        anonymous.read(study.get_absolute_url())


def test_what_a_rule_read_is_marked(anonymous):
    study = study_of(design="rct", portal_reading=["design"], supplier="Somebody")
    page = anonymous.read(study.get_absolute_url())
    assert page.count("Portal’s reading</p>") == 1
    assert "nobody has checked it yet" in page


def test_money_is_for_one_person_and_a_year_in_prices_of_a_year(anonymous):
    study = study_of(
        cost_pence=10_400_00, enrolled=100, duration_weeks=26, price_year=2023,
        savings_pence=5_000_00, savings_kind="avoided", savings_to="The NHS",
    )  # fmt: skip
    page = anonymous.read(study.get_absolute_url())
    for words in ("£208", "Worked out from the total", "2023", "Avoided", "The NHS"):
        assert words in page


def test_strength_stands_beside_the_effect_and_confidence_apart(anonymous):
    study = study_of(design="before_after", baseline="no", confidence="low", status="published")
    study.outcomes.create(
        metric="falls", value="5", unit="percent", interval_low="1.5", interval_high="8",
        p_value="0.03", kind="objective", measured_how="Hospital records",
    )  # fmt: skip
    page = anonymous.read(study.get_absolute_url())
    assert "Level 1 of 5: Describes what was done" in page
    assert "because no baseline was taken" in page
    assert "1.5 to 8, p 0.03" in page
    assert "Counted or recorded: Hospital records" in page
    assert "Low</dd>" in page


def test_how_much_is_filled_in_and_what_is_missing(anonymous):
    page = anonymous.read(study_of().get_absolute_url())
    assert "% of the template is filled in" in page
    assert "<li>What failed</li>" in page
    page = anonymous.read(study_of(what_failed="Batteries").get_absolute_url())
    assert "<li>What failed</li>" not in page


def test_leads_to_needs_and_contracts_of_the_same_kind(anonymous, camden):
    falls = CapabilityFactory(slug="falls-detection")
    NeedFactory(capability=falls, published=True, public=True)
    ContractFactory(capability=falls, visibility="public", borough=camden)
    kind = TechnologyClassFactory(capability_slug="falls-detection")
    page = anonymous.read(study_of(technology_class=kind).get_absolute_url())
    assert "1 need of this kind" in page
    assert "1 contract of this kind" in page
