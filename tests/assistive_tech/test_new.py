import pytest
from django.urls import reverse

from assistive_tech.models import CaseStudy

URL = reverse("assistive_tech:new")


def test_the_at_lead_saves_a_draft_that_only_the_borough_sees(at_lead, anonymous, typed):
    response = at_lead.post(URL, typed)
    study = CaseStudy.objects.get()
    assert response.url == study.get_absolute_url()
    assert (study.status, study.cost_pence, study.borough_id) == ("draft", 12_500_00, "E09000007")
    assert study.barriers == ["Poor signal", "No plug"]
    assert [str(outcome) for outcome in study.outcomes.all()] == ["missed visits: 12 percent"]
    anonymous.read(study.get_absolute_url(), status=404)


def test_a_title_and_a_kind_are_enough_to_begin(at_lead, typed):
    few = ("started_from", "title", "borough", "technology_class", "evidence_level")
    management = {name: value for name, value in typed.items() if name.endswith("_FORMS")}
    at_lead.post(URL, {name: typed[name] for name in few} | management)
    assert CaseStudy.objects.count() == 1


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
        ({"began": "2026-13"}, "like 2024 or 2024-07"),
        ({"began": "soon"}, "like 2024 or 2024-07"),
        ({"ended": "2024"}, "must be after it began"),
        ({"cohort_size": "many"}, "must be a number"),
        ({"cohort_size": "99999999999"}, "2147483647 or less"),
        ({"cost_pence": "12.345"}, "The cost must be a number"),
        ({"cost_pence": "-5"}, "The cost must be £0 or more"),
        ({"need_addressed": "a" * 4_001}, "must be 4,000 characters or less"),
        ({"source_url": "javascript:alert(1)"}, "must be a web address"),
        ({"lessons": "a" * 501}, "Line 1 must be 500 characters or less"),
        ({"outcomes-1-value": "5"}, "Outcome 2: Enter what was measured"),
        ({"outcomes-TOTAL_FORMS": "x"}, "ManagementForm"),
        ({"title": "nul\x00l"}, "Null characters are not allowed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_input_is_named_and_kept(at_lead, typed, change, message):
    response = at_lead.post(URL, typed | change)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in page
    assert message in page
    assert "Ask first" in page or "lessons" in change
    assert not CaseStudy.objects.exists()
