import pytest
from freezegun import freeze_time

from assistive_tech.models import OutcomeResult
from tests.factories import CaseStudyFactory, days

PARTS = (
    "Where and when",
    "The need and the people",
    "What was put in place",
    "How it was evaluated",
    "Results",
    "Money",
    "Barriers and lessons",
    "Source and checks",
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
    assert '<a class="govuk-link" href="https://example.org/report">A report</a>' in page
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
    for cell in ("49.2%", "Went down", "More than", "£94,605 per year", "1,200 homes", "improved"):
        assert f">{cell}</td>" in page


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
    with django_assert_num_queries(3):
        anonymous.read(study.get_absolute_url())
