import pytest
from django.urls import reverse

from assistive_tech.models import CaseStudy
from tests.counting import queries
from tests.factories import CaseStudyFactory, TechnologyClassFactory

URL = reverse("assistive_tech:index")


@pytest.fixture
def library(camden):
    falls = TechnologyClassFactory()
    pets = TechnologyClassFactory(slug="robotic-pet", name="Robotic pets")
    CaseStudyFactory(
        title="Belt sensors",
        technology_class=falls,
        care_setting="care_home",
        evidence_level="vendor_report",
        cost_pence=100_00,
        outcomes_sought=["falls"],
        populations=["older_people"],
        ended="2019-05",
    )
    CaseStudyFactory(
        title="Cats that purr",
        technology_class=pets,
        care_setting="own_home",
        evidence_level="rct",
        design="rct",
        borough=camden,
        outcomes_sought=["wellbeing"],
        populations=["dementia", "older_people"],
        began="2022",
        ended="2024",
        intervention="Robot cats against loneliness",
    )


NAMES = {"Belt sensors", "Cats that purr"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, NAMES),
        ({"technology": "robotic-pet"}, {"Cats that purr"}),
        ({"setting": "care_home"}, {"Belt sensors"}),
        ({"level": "3"}, {"Cats that purr"}),
        ({"level": "unknown"}, {"Belt sensors"}),
        ({"outcome": "falls"}, {"Belt sensors"}),
        ({"population": "older_people"}, NAMES),
        ({"population": "dementia"}, {"Cats that purr"}),
        ({"borough": "camden"}, {"Cats that purr"}),
        ({"year": "2022"}, {"Cats that purr"}),
        ({"year": "2019"}, {"Belt sensors"}),
        ({"london": "on"}, {"Cats that purr"}),
        ({"cost": "on"}, {"Belt sensors"}),
        ({"q": "robotic cat"}, {"Cats that purr"}),
        ({"q": "cat", "cost": "on"}, set()),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
@pytest.mark.usefixtures("library")
def test_filters_narrow_the_list(anonymous, filters, found):
    page = anonymous.read(URL, data=filters)
    assert {name for name in NAMES if f">{name}</a>" in page} == found
    assert f"Case studies ({len(found)})" in page


@pytest.mark.usefixtures("library")
def test_chips_take_one_filter_away(anonymous):
    page = anonymous.read(URL, data={"technology": "robotic-pet", "london": "on"})
    assert "Kind of technology: Robotic pets" in page
    assert f'href="{URL}?technology=robotic-pet"' in page


@pytest.mark.usefixtures("library")
def test_claims_are_marked_in_the_list(anonymous):
    page = anonymous.read(URL, data={"q": "belt"})
    assert "Claim by a supplier</strong>" in page


@pytest.mark.usefixtures("library")
def test_strongest_evidence_comes_first_when_asked(anonymous):
    page = anonymous.read(URL, data={"sort": "evidence"})
    assert page.index(">Cats that purr</a>") < page.index(">Belt sensors</a>")


@pytest.mark.usefixtures("library")
def test_nothing_found_says_what_to_do(anonymous):
    assert "Remove one to see more" in anonymous.read(URL, data={"q": "zeppelin"})


@pytest.mark.parametrize(
    "filters",
    [
        {"technology": "none"},
        {"setting": "moon"},
        {"level": "x"},
        {"outcome": "x"},
        {"year": "1066"},
        {"borough": "x"},
        {"q": "a\x00"},
        {"sort": "x"},
    ],
    ids=str,
)
def test_a_value_that_is_not_offered_gets_a_message(anonymous, filters):
    assert "There is a problem" in anonymous.read(URL, data=filters)


def test_drafts_and_withdrawn_ones_are_not_in_the_library(officer, moderator, camden):
    CaseStudyFactory(title="Own draft", borough=camden, draft=True)
    CaseStudyFactory(title="Withdrawn one", borough=camden, status="withdrawn")
    for visitor in (officer, moderator):
        page = visitor.read(URL)
        assert "Own draft" not in page
        assert "Withdrawn one" not in page


def test_pages_keep_the_filters(anonymous):
    CaseStudyFactory.create_batch(25, care_setting="care_home")
    first = anonymous.read(URL, data={"setting": "care_home"})
    assert "Page 1 of 2" in first
    assert f'href="{URL}?setting=care_home&amp;page=2"' in first
    second = anonymous.read(URL, data={"setting": "care_home", "page": "2"})
    assert second.count('class="app-row"') == 5


@pytest.mark.parametrize("page", ["0", "-3", "99", "x", ""])
def test_a_page_that_is_not_there_shows_the_nearest(anonymous, page):
    CaseStudyFactory.create_batch(3)
    assert anonymous.read(URL, data={"page": page}).count('class="app-row"') == 3


@pytest.mark.parametrize("count", [2, 20])
def test_queries_do_not_grow_with_the_rows(anonymous, count, django_assert_num_queries):
    CaseStudyFactory.create_batch(count)
    with django_assert_num_queries(5):  # facts to count, kinds, boroughs, how many, one page
        anonymous.read(URL)


@pytest.mark.usefixtures("library")
def test_each_choice_says_how_many_it_would_leave(anonymous):
    page = anonymous.read(URL, data={"technology": "robotic-pet"})
    assert "Falls (0)" in page
    assert "Wellbeing and loneliness (1)" in page
    assert "Falls detection (1)" in page  # its own facet: what choosing it instead would leave
    assert "Kind of technology: Robotic pets<" in page  # the chip is without a number
    page = anonymous.read(URL, data={"q": "loneliness"})
    assert "Care home (0)" in page


def test_confidence_can_be_chosen_once_there_is_any(anonymous):
    assert 'name="confidence"' not in anonymous.read(URL)
    CaseStudyFactory(title="Belt sensors", confidence="high", status="published")
    page = anonymous.read(URL, data={"confidence": "high"})
    assert "Confidence: High" in page
    assert "Belt sensors" in page


@pytest.mark.parametrize(
    ("sort", "first"),
    [("began", "Cats that purr"), ("cost", "Belt sensors"), ("recent", "Cats that purr")],
)
@pytest.mark.usefixtures("library")
def test_sorting(anonymous, sort, first):
    CaseStudy.objects.filter(title="Belt sensors").update(cost_per_person_year_pence=5)
    page = anonymous.read(URL, data={"sort": sort})
    assert min(NAMES, key=lambda name: page.index(f">{name}</a>")) == first


@pytest.fixture
def told():
    """What was looked for stands in other texts than the title."""
    return CaseStudyFactory(
        title="Belts", summary="Wardens <b>carried</b> a pager.", what_failed="The pager’s battery."
    )


@pytest.mark.parametrize(
    ("words", "extract"),
    [
        ("wardens", "<mark>Wardens</mark>"),
        ("batteries", "What failed: … The pager’s <mark>battery</mark>. …"),
        ("belt", ""),
        ("belt warden", "<mark>Wardens</mark>"),
    ],
)
def test_words_are_found_in_other_texts_and_shown_there(anonymous, told, words, extract):
    page = anonymous.read(URL, data={"q": words})
    assert f">{told.title}</a>" in page
    assert ("<mark>" in page) is bool(extract)
    assert extract in page
    assert "<b>carried" not in page


def test_looking_for_words_costs_no_more_queries(anonymous, told):
    few = queries(anonymous, f"{URL}?q=pager")
    CaseStudyFactory(title="Pagers", summary="A pager")
    assert queries(anonymous, f"{URL}?q=pager") == few == queries(anonymous, URL)
