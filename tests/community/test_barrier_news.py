"""Barriers and evidence in the digest: what moved, what is overdue, what somebody follows."""

import datetime

import pytest
from django.utils import timezone

from assistive_tech.models import Barrier, CaseStudy
from community.digest import build_digests
from tests import factories
from tests.assistive_tech.factories import (
    BarrierActionFactory,
    BarrierFactory,
    BarrierMergeFactory,
)
from tests.community.test_digest import this_week
from tests.factories import days

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(days=90)


def items(user, since=None):
    content = build_digests([user], this_week(), since)[user.pk]
    return [(str(item.kind), item.title, item.text) for item in content.items]


@pytest.fixture
def barrier(camden, brent):
    return BarrierFactory(borough=camden, shared_by=[brent], title="Long agreements")


@pytest.fixture
def falls(officer):
    """Followed by Camden's officer."""
    technology = factories.TechnologyClassFactory()
    officer.user.followed_technologies.create(technology_class=technology)
    return technology


def test_progress_and_moves_reach_the_boroughs_that_have_it(officer, other_officer, barrier):
    stranger = factories.MembershipFactory().user
    barrier.validate(by=None, reason="2 boroughs share it")
    told = ("barrier", "Long agreements", "Validated. 2 boroughs share it")
    assert items(officer.user) == items(other_officer.user) == [told]
    assert items(stranger) == []
    action = BarrierActionFactory(barrier=barrier)
    action.progress.create(text="Ten residents read it")
    told = ("barrier", "Long agreements", "Progress: Ten residents read it")
    assert items(officer.user) == [told]
    assert items(stranger) == []


def test_old_moves_and_small_ones_are_no_news(officer, barrier):
    barrier.join(factories.BoroughFactory(), by=None)
    barrier.events.all().update(at=LONG_AGO)
    barrier.events.create(verb="edit", from_status="validated", to_status="validated")
    assert items(officer.user) == []


def test_what_was_told_is_not_told_again(officer, barrier):
    barrier.validate(by=None)
    later = {officer.user.pk: timezone.now() + datetime.timedelta(seconds=1)}
    assert items(officer.user, later) == []


def test_a_merge_to_decide_reaches_the_borough_that_decides(officer, other_officer, barrier):
    BarrierMergeFactory(barrier=barrier, reason="Both are long.")
    [(kind, _, text)] = items(officer.user)
    assert kind == "barrier"
    assert text == "LOTI proposes to merge it into another; your borough decides. Both are long."
    assert items(other_officer.user) == []


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        pytest.param(0, False, id="due today"),
        pytest.param(-1, True, id="since yesterday"),
        pytest.param(-10, False, id="told last week"),
        pytest.param(-16, True, id="again after a fortnight"),
    ],
)
def test_an_overdue_action_reaches_its_owner(ahead, told, officer, colleague, camden):
    action = BarrierActionFactory(
        barrier__borough=camden, owner=officer.user, due_on=days(ahead), text="Write it"
    )
    Barrier.objects.get(pk=action.barrier_id).events.all().delete()
    assert [line[:2] for line in items(officer.user)] == ([("action", "Write it")] * told)
    assert items(colleague.user) == []
    action.finish(by=None, outcome="Written")
    assert items(officer.user) == []


def test_followed_evidence_comes_first_and_says_why(officer, other_officer, falls):
    other = factories.TechnologyClassFactory(slug="speakers", name="Speakers")
    now = timezone.now()
    factories.CaseStudyFactory(
        title="Falls", technology_class=falls, published_at=now - datetime.timedelta(days=1)
    )
    factories.CaseStudyFactory(title="Speakers", technology_class=other)
    content = build_digests([officer.user, other_officer.user], this_week())
    assert [(i.title, i.reason) for i in content[officer.user.pk].items] == [
        ("Falls", "You follow Falls detection"),
        ("Speakers", "New case study"),
    ]
    assert [i.title for i in content[other_officer.user.pk].items] == ["Speakers", "Falls"]


def test_an_appraisal_is_told_to_followers_alone(officer, other_officer, falls):
    study = factories.CaseStudyFactory(
        technology_class=falls, status=CaseStudy.Status.RECONCILED, published_at=LONG_AGO
    )
    study.publish(by=None)
    [(kind, title, text)] = items(officer.user)
    assert (kind, title) == ("case_study", study.title)
    assert text.startswith("Falls detection. Appraised twice")
    assert items(other_officer.user) == []
    study.withdraw(by=None, reason="Withdrawn by its author")
    assert items(officer.user) == []


def test_kinds_of_technology_are_followed_in_preferences(officer):
    falls = factories.TechnologyClassFactory()
    officer.post("/account/digest", {"frequency": "weekly", "add_technology": falls.pk})
    page = officer.read("/account/digest")
    assert "New and newly appraised case studies" in page
    gone = officer.post(f"/technologies/{falls.slug}/unfollow", follow=True).content.decode()
    assert "You no longer follow Falls detection" in gone
    assert "New and newly appraised case studies" not in gone
    for _ in range(2):
        officer.post(f"/technologies/{falls.slug}/follow", {"next": "//evil.example"})
    assert officer.user.followed_technologies.count() == 1
