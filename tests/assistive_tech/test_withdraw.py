from django.urls import reverse

from tests.factories import CaseStudyFactory


def url_of(study):
    return reverse("assistive_tech:withdraw", args=[study.slug])


def test_withdrawn_is_gone_for_all_but_its_borough(at_lead, officer, anonymous, camden):
    study = CaseStudyFactory(borough=camden, title="Speakers")
    at_lead.post(url_of(study), {"reason": "A figure was wrong."})
    anonymous.read(study.get_absolute_url(), status=404)
    assert "Withdrawn" in officer.read(study.get_absolute_url())


def test_an_officer_may_not(officer, camden):
    study = CaseStudyFactory(borough=camden)
    assert officer.post(url_of(study), {"reason": "x"}).status_code == 403


def test_it_needs_a_reason(at_lead, camden):
    study = CaseStudyFactory(borough=camden)
    assert "There is a problem" in at_lead.post(url_of(study)).content.decode()
    study.refresh_from_db()
    assert study.status == "extracted"
