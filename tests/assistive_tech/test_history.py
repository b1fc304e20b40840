from django.urls import reverse

from tests.factories import CaseStudyFactory


def url_of(study):
    return reverse("assistive_tech:history", args=[study.slug])


def test_each_save_shows_the_fields_it_changed(at_lead, draft):
    draft.product = "Echo"
    draft.care_setting = "own_home"
    draft.save_edit(by=at_lead.user, started_from=draft.version, outcomes=[])
    page = at_lead.read(url_of(draft))
    assert str(at_lead.user) in page
    assert "added: </span>Echo" in page
    assert "Own home" in page, "a choice reads as its words"


def test_earlier_texts_are_not_for_the_public(other_officer, camden):
    study = CaseStudyFactory(borough=camden)
    assert "Only its borough" in other_officer.read(url_of(study), status=403)
