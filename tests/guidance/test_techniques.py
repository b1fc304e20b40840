import pytest
from django.urls import reverse

from tests.factories import TechniqueFactory

URL = reverse("guidance:techniques")


@pytest.fixture(autouse=True)
def _techniques(db):
    TechniqueFactory(name="Supplier day", stage="strategy", effort="medium", purpose="Meet many.")
    TechniqueFactory(name="Pilot", stage="design", effort="high", purpose="Try it in one place.")
    TechniqueFactory(name="Reference call", stage="execution", effort="low", purpose="Ask users.")


def test_all_are_listed_and_counted(anonymous):
    page = anonymous.read(URL)
    assert "3 techniques" in page
    assert "editorial estimates" in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"stage": "design"}, {"Pilot"}),
        ({"effort": "low"}, {"Reference call"}),
        ({"q": "meeting"}, {"Supplier day"}),
        ({"q": "meet", "stage": "design"}, set()),
    ],
    ids=["stage", "effort", "words", "none"],
)
def test_filters_narrow_the_list(anonymous, filters, found):
    page = anonymous.read(URL, data=filters)
    names = {"Supplier day", "Pilot", "Reference call"}
    assert {name for name in names if f">{name}</a>" in page} == found


def test_chips_take_one_filter_away(anonymous):
    page = anonymous.read(URL, data={"stage": "design", "effort": "high"})
    assert "Stage: Design" in page
    assert f'href="{URL}?effort=high"' in page
    assert "1 technique" in page


def test_nothing_found_says_what_to_do(anonymous):
    assert "Remove one to see more" in anonymous.read(URL, data={"q": "zeppelin"})


@pytest.mark.parametrize("filters", [{"stage": "nowhere"}, {"effort": "x"}, {"q": "a\x00"}])
def test_a_value_that_is_not_offered_gets_a_message(anonymous, filters):
    assert "There is a problem" in anonymous.read(URL, data=filters)


def test_queries_do_not_grow_with_the_techniques(anonymous, django_assert_num_queries):
    TechniqueFactory.create_batch(20)
    with django_assert_num_queries(1):
        anonymous.read(URL)
