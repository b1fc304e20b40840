import csv
import io

from django.urls import reverse

from assistive_tech.models import OutcomeResult
from tests.factories import CaseStudyFactory

URL = reverse("assistive_tech:export")


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_same_rows_as_the_list_with_their_outcomes(anonymous, camden):
    study = CaseStudyFactory(
        title="Cats",
        outcomes_sought=["wellbeing", "carers"],
        what_failed="Batteries",
        borough=camden,
        care_setting="own_home",
        evidence_level="rct",
        cost_pence=5_50,
    )
    OutcomeResult.objects.create(
        case_study=study, metric="calls", value="12", unit="percent", direction="decrease",
        interval_low="9", interval_high="15.5", p_value="0.03", kind="objective",
        measured_how="The rota",
    )  # fmt: skip
    CaseStudyFactory(title="Dogs", care_setting="care_home")
    rows = rows_of(anonymous.get(URL, data={"setting": "own_home"}))
    assert [row["Title"] for row in rows] == ["Cats"]
    assert rows[0]["Outcomes"] == (
        "calls: 12% (went down, 9 to 15.5, p 0.03, counted or recorded, The rota)"
    )
    assert rows[0]["Cost in total (GBP)"] == "5.50"
    assert rows[0]["London borough"] == "Camden"
    assert rows[0]["Outcomes sought"] == "Wellbeing and loneliness; Unpaid carers’ strain"
    assert rows[0]["What failed"] == "Batteries"
    assert rows[0]["State"] == "Extracted, not yet appraised"
    assert rows[0]["Level of evidence"] == ""


def test_no_cell_is_a_formula(anonymous):
    CaseStudyFactory(title='=HYPERLINK("https://evil.example")')
    [row] = rows_of(anonymous.get(URL))
    assert not row["Title"].startswith("=")


def test_drafts_are_left_out(officer, camden):
    CaseStudyFactory(borough=camden, draft=True)
    assert rows_of(officer.get(URL)) == []


def test_every_field_of_the_template_has_a_column(anonymous):
    CaseStudyFactory()
    [row] = rows_of(anonymous.get(URL))
    assert {"Summary", "Compared with", "Kind of saving", "Consent", "Whom to ask"} <= set(row)


def test_json_holds_the_same_for_programs(anonymous, camden):
    study = CaseStudyFactory(
        title="Cats", borough=camden, design="rct", populations=["dementia"], price_year=2024
    )
    study.outcomes.create(metric="calls", value="12.5", size="12.5", unit="percent")
    CaseStudyFactory(borough=camden, draft=True)
    [record] = anonymous.get(reverse("assistive_tech:export_json")).json()["case_studies"]
    assert (record["title"], record["level"], record["maryland"]) == ("Cats", 3, 5)
    assert (record["price_year"], record["cost_pence"], record["summary"]) == (2024, None, None)
    assert record["populations"] == ["dementia"]
    assert record["outcomes"][0]["size"] == "12.5000"
    assert record["url"].endswith(study.get_absolute_url())
