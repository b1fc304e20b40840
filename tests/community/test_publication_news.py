"""Guidance in the digest: what is new to everybody, changed to followers, due to owners."""

import datetime

import pytest
from django.utils import timezone

from community.digest import build_digests
from guidance.models import Guide, GuideFollow
from tests import factories
from tests.community.test_digest import this_week
from tests.factories import days
from tests.guidance.conftest import publish

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(days=90)


def lines(user):
    items = build_digests([user], this_week())[user.pk].items
    return [(str(item.kind), item.title, item.text) for item in items]


@pytest.fixture
def guide():
    """Published long ago; its second version came out just now."""
    first = factories.GuideVersionFactory(status="superseded", published_at=LONG_AGO)
    return publish(
        factories.GuideVersionFactory(
            guide=first.guide,
            number=2,
            published=True,
            title="Talk to suppliers",
            change_note="Named the notice.",
        )
    )


CHANGED = ("guidance", "Talk to suppliers", "Version 2: Named the notice.")


def test_a_new_version_is_one_line_for_its_followers_alone(officer, other_officer, guide):
    GuideFollow.objects.create(user=officer.user, guide=guide)
    assert lines(officer.user) == [CHANGED]
    assert lines(other_officer.user) == []


def test_new_and_changed_in_one_period_is_one_line(officer, other_officer, guide):
    GuideFollow.objects.create(user=officer.user, guide=guide)
    guide.versions.filter(number=1).update(published_at=timezone.now())
    assert lines(officer.user) == [CHANGED]
    assert [line[:2] for line in lines(other_officer.user)] == [("guidance", "Talk to suppliers")]


def test_drafts_and_what_is_to_be_published_are_never_told(officer, guide):
    GuideFollow.objects.create(user=officer.user, guide=guide)
    factories.GuideVersionFactory(guide=guide, number=3, scheduled=True, title="Not yet")
    assert lines(officer.user) == [CHANGED]


def test_the_author_is_told_only_when_following(moderator, guide):
    guide.versions.filter(number=2).update(author=moderator.user)
    assert lines(moderator.user) == []


@pytest.mark.parametrize(("due", "told"), [(14, True), (0, True), (15, False), (40, False)])
def test_the_owner_is_told_two_weeks_before_and_on_the_day(moderator, guide, due, told):
    Guide.objects.update(owner=moderator.user, review_by=days(due))
    assert bool(lines(moderator.user)) is told


def test_many_to_review_are_one_line(moderator, officer, guide):
    publish(factories.GuideVersionFactory(published=True, published_at=LONG_AGO))
    Guide.objects.update(owner=moderator.user, review_by=days(0))
    assert [line[:2] for line in lines(moderator.user)] == [("confirm", "2 guides to review")]
    assert lines(officer.user) == []


def test_who_is_no_moderator_any_more_is_not_asked(officer, guide):
    Guide.objects.update(owner=officer.user, review_by=days(0))
    assert lines(officer.user) == []
