"""A talk with a borough's lead: notes, a draft, and nothing in the library they did not confirm."""

import pytest
from django.urls import reverse

from assistive_tech.interview_guide import FIELDS, GUIDE
from assistive_tech.models import CaseStudy, Interview
from procurement_portal.lib.workflow import MoveNotPossible
from tests.assistive_tech.evidence_factories import InterviewFactory
from tests.factories import MembershipFactory, TechnologyClassFactory

LIST = reverse("assistive_tech:interviews")
NEW = reverse("assistive_tech:new_interview")
MINE = reverse("assistive_tech:mine")
DAY = {"held_on_day": "3", "held_on_month": "11", "held_on_year": "2026"}


@pytest.fixture
def interview(camden):
    notes = {
        "summary": "Belts helped",
        "need_addressed": "Falls",
        "intervention": "Belts in 20 homes",
        "evaluation_method": "Counted falls",
        "what_failed": "Charging",
    }
    return InterviewFactory(borough=camden, notes=notes)


@pytest.fixture
def told(interview):
    """Its draft, submitted."""
    kind = TechnologyClassFactory()
    study = interview.draft(by=None, title="Belts in Camden", technology_class=kind)
    study.submit(by=None)
    return study


def confirm(reader, study, seen=None):
    url = reverse("assistive_tech:confirm_draft", args=[study.slug])
    return reader.post(url, {"seen": seen or study.version}, follow=True)


def accept(moderator, study):
    url = reverse("assistive_tech:accept", args=[study.slug])
    return moderator.post(url, {"seen": study.version}, follow=True).content.decode()


def test_every_question_belongs_to_a_text_of_the_template():
    names = {field.name for field in CaseStudy._meta.get_fields()}
    assert set(FIELDS) <= names
    assert len(set(FIELDS)) == len(FIELDS)
    assert len(GUIDE) == 8


def test_whom_when_and_then_the_notes(moderator, camden):
    membership = MembershipFactory(borough=camden, role="at_lead")
    page = moderator.post(NEW, {"lead": membership.pk, **DAY}, follow=True).content.decode()
    assert "Who takes" not in page
    one = Interview.objects.get()
    assert (one.borough, one.lead, one.interviewer) == (camden, membership.user, moderator.user)
    page = moderator.post(
        one.get_absolute_url(), {"summary": "Belts helped"}, follow=True
    ).content.decode()
    assert "Notes saved" in page
    assert "Belts helped" in page
    assert "Camden" in moderator.read(LIST)


def test_only_a_lead_of_a_borough_is_interviewed(moderator, officer):
    member = officer.user.memberships.get()
    page = moderator.post(NEW, {"lead": member.pk, **DAY}).content.decode()
    assert "Select whom you talk to again" in page
    assert not Interview.objects.exists()


def test_an_answer_too_long_is_said_and_kept(moderator, interview):
    page = moderator.post(interview.get_absolute_url(), {"partners": "x" * 301}).content.decode()
    assert "An answer must be 300 characters or less" in page
    assert "x" * 301 in page


def test_the_questions_can_be_printed(moderator):
    page = moderator.read(reverse("assistive_tech:interview_guide"))
    assert all(question.text in page for _, questions in GUIDE for question in questions)


def test_notes_become_a_draft_of_the_borough(moderator, at_lead, interview):
    url = reverse("assistive_tech:draft_interview", args=[interview.reference])
    assert "Select kind of technology" in moderator.post(url, {"title": "x"}).content.decode()
    data = {"title": "Belts in Camden", "technology_class": TechnologyClassFactory().pk}
    moderator.post(url, data)
    study = CaseStudy.objects.get()
    assert (study.status, study.borough, study.source_type) == (
        "draft", interview.borough, "interview",
    )  # fmt: skip
    assert (study.what_failed, study.need_addressed) == ("Charging", "Falls")
    assert "Made from an interview" in at_lead.read(MINE)
    assert moderator.post(url, data).status_code == 409
    assert moderator.post(interview.get_absolute_url(), {"summary": "x"}).status_code == 409
    assert "Belts in Camden" in moderator.read(interview.get_absolute_url())


def test_it_is_not_accepted_before_the_lead_confirmed(moderator, at_lead, anonymous, told):
    assert "has to confirm it first" in accept(moderator, told)
    with pytest.raises(MoveNotPossible):
        told.accept(by=None)
    assert "Confirm that this is right" in at_lead.read(told.get_absolute_url())
    assert "Confirmed" in confirm(at_lead, told).content.decode()
    assert "Made from an interview" not in at_lead.read(MINE)
    accept(moderator, told)
    assert "Belts in Camden" in anonymous.read(told.get_absolute_url())


def test_what_was_changed_afterwards_is_confirmed_again(moderator, at_lead, told):
    confirm(at_lead, told)
    told.save_edit(by=None, started_from=told.version, outcomes=[])
    assert "has to confirm it first" in accept(moderator, told)
    assert "Made from an interview" in at_lead.read(MINE)


def test_what_was_not_read_is_not_confirmed(at_lead, told):
    assert "Read it again" in confirm(at_lead, told, seen="99").content.decode()
    assert not Interview.objects.get().confirmed_version


def test_nobody_confirms_for_the_borough(moderator, officer, other_officer, told):
    assert confirm(moderator, told).status_code == 403
    assert confirm(officer, told).status_code == 403
    assert confirm(other_officer, told).status_code == 404


def test_only_moderators_and_the_boroughs_leads_see_it(
    anonymous, at_lead, officer, other_officer, interview
):
    at_lead.user.second_factor_used = False
    assert Interview.objects.visible_to(at_lead.user).exists()
    for reader in (officer, other_officer):
        assert not Interview.objects.visible_to(reader.user).exists()
        assert reader.get(interview.get_absolute_url()).status_code == 403
    assert not Interview.objects.visible_to(anonymous.get("/").wsgi_request.user).exists()
