import pytest
from django.urls import reverse

from assistive_tech.models import CaseStudy

URL = reverse("assistive_tech:new")


def test_a_title_a_borough_and_a_kind_begin_a_draft_that_only_the_borough_sees(
    at_lead, anonymous, typed
):
    response = at_lead.post(URL, typed)
    study = CaseStudy.objects.get()
    assert response.url == reverse("assistive_tech:edit", args=[study.slug])
    assert (study.status, study.borough_id) == ("draft", "E09000007")
    anonymous.read(study.get_absolute_url(), status=404)


def test_nobody_writes_for_another_borough(at_lead, typed, brent):
    page = at_lead.post(URL, typed | {"borough": brent.gss}).content.decode()
    assert "There is a problem" in page
    assert not CaseStudy.objects.exists()


def test_an_officer_learns_who_can(officer):
    assert "assistive technology lead writes its case studies" in officer.read(URL, status=403)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Enter title"),
        ({"title": "a" * 201}, "Title must be 200 characters or less"),
        ({"technology_class": ""}, "Select the kind of technology"),
        ({"technology_class": "none"}, "the kind of technology"),
        ({"title": "nul\x00l"}, "Null characters are not allowed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_input_is_named(at_lead, typed, change, message):
    page = at_lead.post(URL, typed | change).content.decode()
    assert "<title>Error: " in page
    assert message in page
    assert not CaseStudy.objects.exists()
