"""Barriers and following on the pages about case studies and kinds of technology."""

import pytest
from django.urls import reverse

from tests.assistive_tech.factories import BarrierFactory
from tests.counting import queries
from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db
LIBRARY = reverse("assistive_tech:index")


@pytest.fixture
def study():
    return CaseStudyFactory()


def about(study, **choices):
    barrier = BarrierFactory(**choices)
    barrier.technology_classes.add(study.technology_class)
    return barrier


def test_a_record_shows_what_it_met_and_what_its_kind_meets(study, officer, anonymous):
    met = BarrierFactory(validated=True, title="Met here", status="resolved")
    met.links.create(case_study=study)
    about(study, validated=True, title="Of its kind")
    about(study, title="Only raised")
    about(study, status="accepted", title="Lived with")
    BarrierFactory(validated=True, title="Of another kind")
    page = anonymous.read(study.get_absolute_url())
    assert page.index("Met here") < page.index("Of its kind")
    assert "this case study met it" in page
    for title in ("Only raised", "Lived with", "Of another kind"):
        assert title not in page
    assert "Only raised" in officer.read(study.get_absolute_url())


def test_the_library_shows_them_for_one_kind(study, anonymous, officer):
    kind = {"technology": study.technology_class_id}
    assert "What gets in the way" not in anonymous.read(LIBRARY)
    assert "No barrier to it is known here" in anonymous.read(LIBRARY, data=kind)
    for _ in range(6):
        barrier = about(study, validated=True)
    page = anonymous.read(LIBRARY, data=kind)
    assert f"{reverse('assistive_tech:barriers')}?technology={study.technology_class_id}" in page
    assert "What gets in the way" not in anonymous.read(LIBRARY, data={"technology": "nothing"})
    about(study, title="Only raised", shared_by=[barrier.borough])
    assert "Only raised" not in anonymous.read(LIBRARY, data=kind)
    assert "Only raised" in officer.read(LIBRARY, data=kind)


@pytest.mark.parametrize("page", ["record", "library"])
def test_followed_from_where_one_reads_and_back_there(page, study, officer, anonymous):
    there = study.get_absolute_url()
    if page == "library":
        there = f"{LIBRARY}?technology={study.technology_class_id}"
    assert "Follow this technology class" not in anonymous.read(there)
    assert "Follow this technology class" in officer.read(there)
    at = {"slug": study.technology_class_id}
    response = officer.post(reverse("community:follow_technology", kwargs=at), {"next": there})
    assert response["Location"] == there
    assert "Stop following" in officer.read(there)


def test_words_that_are_no_path_lead_to_what_one_follows(study, officer):
    at = reverse("community:follow_technology", kwargs={"slug": study.technology_class_id})
    for word in ("home", "a\0b"):
        assert officer.post(at, {"next": word})["Location"] == reverse("community:preferences")


def test_queries_do_not_grow(study, officer):
    about(study, validated=True)
    few = queries(officer, study.get_absolute_url())
    for _ in range(3):
        about(study, validated=True)
    assert queries(officer, study.get_absolute_url()) == few
