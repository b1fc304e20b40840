import csv
import io
import re

import pytest
from django.urls import reverse

from tests.counting import queries
from tests.factories import CaseStudyFactory, TechnologyClassFactory

LIST, MATRIX = reverse("assistive_tech:gaps"), reverse("assistive_tech:gap_matrix")
CSV = reverse("assistive_tech:export_gaps")


@pytest.fixture
def library(camden):
    pets = TechnologyClassFactory(slug="robotic-pet", name="Robotic pets")
    about = {"technology_class": pets, "populations": ["dementia"]}
    CaseStudyFactory(outcomes_sought=["wellbeing"], design="rct", **about)
    CaseStudyFactory(outcomes_sought=["wellbeing"], evidence_level="vendor_report", **about)
    CaseStudyFactory(outcomes_sought=["falls"], design="before_after", confidence="low")
    CaseStudyFactory(outcomes_sought=["carers"], borough=camden, draft=True)
    CaseStudyFactory()


def cell_of(page: str, words: str) -> str:
    """What stands in the matrix's cell of that name."""
    found = re.search(rf'aria-label="[^"]*{words}[^"]*">(.*?)</a>', page)
    return found.group(1) if found else ""


@pytest.mark.usefixtures("library")
def test_a_cell_counts_claims_and_marks_them(anonymous):
    page = anonymous.read(MATRIX)
    assert cell_of(page, "wellbeing and loneliness with robotic pets").startswith("2<br>")
    assert "Level 3, 1 claim" in cell_of(page, "wellbeing and loneliness with robotic pets")
    assert "Level 2. Low" in cell_of(page, "falls with falls detection")


@pytest.mark.usefixtures("library")
def test_a_number_leads_to_just_those_case_studies(anonymous):
    page = anonymous.read(MATRIX, data={"population": "dementia"})
    href = re.search(r'href="(/case-studies\?[^"]*outcome=wellbeing[^"]*)"', page).group(1)
    assert "Case studies (2)" in anonymous.read(href.replace("&amp;", "&"))


@pytest.mark.usefixtures("library")
def test_the_sentence_says_what_is_missing(anonymous, officer):
    for visitor in (anonymous, officer):
        page = visitor.read(LIST)
        assert "No study here looks at wellbeing and loneliness with falls detection." in page
        assert "22 of 24 pairs have no case study, and 1 only weak ones." in page
        assert "3 of 4 case studies state an outcome sought" in page
        assert "Two people have appraised 1." in page


@pytest.mark.usefixtures("library")
def test_against_who_it_was_for(anonymous):
    page = anonymous.read(LIST, data={"axis": "population", "technology": "robotic-pet"})
    assert "No study here looks at robotic pets for older people." in page
    assert "10 of 11 pairs" in page


@pytest.mark.usefixtures("library")
def test_one_pair_alone(anonymous):
    page = anonymous.read(
        LIST, data={"technology": "robotic-pet", "outcome": "falls", "population": "dementia"}
    )
    assert "looks at falls with robotic pets for people living with dementia.</p>" in page
    page = anonymous.read(LIST, data={"technology": "robotic-pet", "outcome": "wellbeing"})
    assert "Each pair here has a case study; 0 of 1 only weak ones." in page


@pytest.mark.usefixtures("library")
def test_the_table_pages_on_with_its_filters(anonymous):
    page = anonymous.read(LIST)
    assert f'href="{LIST}?page=2"' in page
    last = anonymous.read(LIST, data={"page": "2"})
    assert 'data-label="Best level" class="govuk-table__cell">Level 3' in last
    assert ">Weak</strong>" in last


@pytest.mark.usefixtures("library")
def test_the_file_holds_every_pair(anonymous):
    response = anonymous.get(CSV, data={"population": "dementia"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 24
    assert rows[-1] == {
        "Technology": "Robotic pets",
        "Outcome sought": "Wellbeing and loneliness",
        "Case studies": "2",
        "Claims among them": "1",
        "Best level": "Level 3",
        "Confidence": "Not appraised",
        "Gap": "",
        "Who it was for": "People living with dementia",
    }


def test_no_cell_of_the_file_is_a_formula(anonymous):
    TechnologyClassFactory(slug="bad", name="=1+1")
    assert b"'=1+1" in anonymous.get(CSV).content


@pytest.mark.parametrize("page", [LIST, MATRIX])
@pytest.mark.parametrize("name", ["axis", "technology", "outcome", "population"])
def test_a_value_that_is_not_offered_gets_a_message(anonymous, page, name):
    assert "There is a problem" in anonymous.read(page, data={name: "moon"})


@pytest.mark.parametrize("page", [LIST, MATRIX])
def test_queries_do_not_grow_with_the_rows(anonymous, page):
    CaseStudyFactory.create_batch(2, outcomes_sought=["falls"])
    few = queries(anonymous, page)
    CaseStudyFactory.create_batch(10, outcomes_sought=["falls", "carers"])
    TechnologyClassFactory(slug="robotic-pet", name="Robotic pets")
    assert queries(anonymous, page) == few <= 2
