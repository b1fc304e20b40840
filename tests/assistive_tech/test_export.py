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
        title="Cats", borough=camden, care_setting="own_home", evidence_level="rct", cost_pence=5_50
    )
    OutcomeResult.objects.create(
        case_study=study, metric="calls", value="12", unit="percent", direction="decrease"
    )
    CaseStudyFactory(title="Dogs", care_setting="care_home")
    rows = rows_of(anonymous.get(URL, data={"setting": "own_home"}))
    assert [row["Title"] for row in rows] == ["Cats"]
    assert rows[0]["Outcomes"] == "calls: 12% (went down)"
    assert rows[0]["Cost (GBP)"] == "5.50"
    assert rows[0]["London borough"] == "Camden"


def test_no_cell_is_a_formula(anonymous):
    CaseStudyFactory(title='=HYPERLINK("https://evil.example")')
    [row] = rows_of(anonymous.get(URL))
    assert not row["Title"].startswith("=")


def test_drafts_are_left_out(officer, camden):
    CaseStudyFactory(borough=camden, draft=True)
    assert rows_of(officer.get(URL)) == []
