import pytest
from django.urls import reverse

from tests.factories import CaseStudyFactory

URL = reverse("assistive_tech:compare")


@pytest.fixture
def pair(db):
    one = CaseStudyFactory(
        code="AT901", title="Notes here", cost_pence=100_00, price_year=2019, baseline="yes"
    )
    other = CaseStudyFactory(code="AT902", title="Notes there", cost_pence=90_00, price_year=2024)
    for study, value, unit in ((one, "3.7", "hours per week"), (other, "780", "hours per year")):
        study.outcomes.create(
            metric="time saved", value=value, size=value, unit=unit, outcome_area="staff_time"
        )
    one.outcomes.create(metric="falls", value="5", size="5", unit="percent", outcome_area="falls")
    return one, other


@pytest.mark.usefixtures("pair")
def test_what_can_be_brought_to_one_measure_is(anonymous):
    page = anonymous.read(URL, data={"study": ["AT901", "AT902"]})
    assert "2 case studies side by side" in page
    assert "<strong>Compared: time saved: 192.4 hours a year</strong>" in page
    assert "Same measure: each is an amount of time each year" in page
    assert "Not comparable: only one of them measured it" in page
    assert "prices of 2019 and 2024, which we do not convert" in page


@pytest.mark.usefixtures("pair")
def test_one_in_the_library_leads_there(anonymous):
    library = anonymous.read(reverse("assistive_tech:index"))
    assert 'name="study" value="AT901"' in library
    assert f'action="{URL}"' in library


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "Tick two to four"),
        (["AT901"], "Tick two to four"),
        (["AT901", "AT901"], "Tick two to four"),
        (["AT901", "AT999"], "Tick two to four"),
        (["AT901", "a\x00b"], "Tick two to four"),
        (["1", "2", "3", "4", "5"], "You ticked 5"),
        (["AT901", "AT902", "AT999"], "1 that you asked for is not in the library"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("pair")
def test_too_few_too_many_and_unknown_ones(anonymous, codes, words):
    assert words in anonymous.read(URL, data={"study": codes})


@pytest.mark.usefixtures("pair")
def test_a_draft_is_not_compared(officer, camden):
    CaseStudyFactory(code="AT903", title="Own draft", borough=camden, draft=True)
    assert "Own draft" not in officer.read(URL, data={"study": ["AT901", "AT902", "AT903"]})


def test_query_count(anonymous, pair, django_assert_num_queries):
    with django_assert_num_queries(2):
        anonymous.read(URL, data={"study": [study.code for study in pair]})
