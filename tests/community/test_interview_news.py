"""Drafts made of interviews in the digest: told to those who may confirm them, until they do."""

import datetime

import pytest
from django.utils import timezone

from assistive_tech.models import CaseStudy
from community.digest import build_digests
from tests import factories
from tests.assistive_tech.evidence_factories import interview_draft
from tests.community.test_digest import this_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(camden):
    return factories.MembershipFactory(borough=camden, role="at_lead")


def to_confirm(user):
    items = build_digests([user], this_week())[user.pk].items
    return [item for item in items if item.kind == "confirm"]


def confirm(study, lead):
    study.interview.confirm(by=lead.user, version=study.version)


def test_a_draft_is_told_to_its_lead_until_it_is_confirmed(lead):
    study = interview_draft(lead)
    [item] = to_confirm(lead.user)
    assert (item.title, item.url) == ("Belts in 20 homes", study.get_absolute_url())
    assert item.reason == f"You lead assistive technology in {lead.borough.short_name}"
    assert "Confirm that it says what happened" in item.text
    confirm(study, lead)
    assert to_confirm(lead.user) == []
    study.refresh_from_db()
    study.save_edit(by=None, started_from=study.version, outcomes=[])
    assert [item.title for item in to_confirm(lead.user)] == ["Belts in 20 homes"]


def test_nobody_else_is_told(lead, officer, other_officer, moderator, brent):
    interview_draft(lead)
    elsewhere = factories.MembershipFactory(borough=brent, role="at_lead")
    gone = factories.MembershipFactory(borough=lead.borough, role="at_lead", ended=True)
    for each in (officer, other_officer, moderator, elsewhere, gone):
        assert to_confirm(each.user) == []


@pytest.mark.parametrize(("days_ago", "told"), [(2, True), (9, False), (15, True), (25, False)])
def test_what_waits_is_told_again_every_fortnight(lead, days_ago, told):
    study = interview_draft(lead)
    long_ago = timezone.now() - datetime.timedelta(days=days_ago)
    CaseStudy.history.filter(id=study.pk).update(history_date=long_ago)
    assert bool(to_confirm(lead.user)) is told


def test_several_are_one_line_and_what_was_withdrawn_is_none(lead):
    for title in ("Belts", "Lamps"):
        interview_draft(lead, title)
    [item] = to_confirm(lead.user)
    assert (item.title, item.url) == ("2 case studies to confirm", "/my-borough/case-studies")
    CaseStudy.objects.get(title="Lamps").withdraw(by=None, reason="Not ours")
    assert [item.title for item in to_confirm(lead.user)] == ["Belts"]
