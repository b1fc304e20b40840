"""Comments that wait, in the digest of those who answer for them."""

import datetime

import pytest
from django.utils import timezone

from community.digest import build_digests
from guidance.models import Feedback
from procurement_portal.lib.formatting import format_uk_date
from tests import factories
from tests.community.test_digest import this_week
from tests.factories import days
from tests.guidance.conftest import publish
from tests.guidance.factories import FeedbackFactory, TechniqueFeedbackFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(days=90)


def items(user, since=None):
    found = build_digests([user], this_week(), since)[user.pk].items
    return [item for item in found if item.kind == "comment"]


@pytest.fixture
def version(moderator):
    """Of a guide that the moderator owns."""
    version = factories.GuideVersionFactory(published=True, title="Talk to suppliers")
    publish(version).give_to(moderator.user, by=None)
    return version


def test_all_that_waits_is_one_line_with_what_is_overdue_first(moderator, other_moderator, version):
    FeedbackFactory(version=version, due=days(3)).assign(moderator.user, by=None)
    pilot = factories.TechniqueFactory(name="Pilot")
    TechniqueFeedbackFactory(technique=pilot, due=days(-1), owner=moderator.user)
    FeedbackFactory(version=version, owner=other_moderator.user)
    FeedbackFactory(version=version, owner=moderator.user).accept(by=None, reply="We will.")
    [item] = items(moderator.user)
    assert item.title == "2 comments wait for your answer"
    assert item.text == (
        f"Overdue: “Pilot”. The first was to be acknowledged by {format_uk_date(days(-1))}. "
        "Waiting too: “Talk to suppliers”."
    )
    assert (item.url, item.headline) == ("/moderation/comments", f"{item.title}, 1 overdue")
    [single] = items(other_moderator.user)
    assert single.title == "1 comment waits for your answer"
    assert single.text == "On: “Talk to suppliers”."
    assert single.url.startswith("/moderation/comments/CMT-")


def test_what_is_nobodys_yet_reaches_the_owner_of_the_guide(moderator, other_moderator, version):
    FeedbackFactory(version=version)
    TechniqueFeedbackFactory()
    assert [item.title for item in items(moderator.user)] == ["1 comment waits for your answer"]
    assert items(other_moderator.user) == []


@pytest.mark.parametrize(
    ("status", "ahead", "told"),
    [
        pytest.param("new", 5, False, id="told when it came"),
        pytest.param("new", -1, True, id="overdue since yesterday"),
        pytest.param("new", -10, False, id="told last week"),
        pytest.param("new", -16, True, id="again after a fortnight"),
        pytest.param("acknowledged", -1, False, id="acknowledged in time"),
    ],
)
def test_when_an_old_one_is_news_again(moderator, version, status, ahead, told):
    FeedbackFactory(version=version, at=LONG_AGO, due=days(ahead))
    Feedback.objects.update(status=status)
    assert bool(items(moderator.user)) is told


def test_what_was_told_is_not_told_again(moderator, version):
    FeedbackFactory(version=version)
    later = {moderator.user.pk: timezone.now() + datetime.timedelta(seconds=1)}
    assert items(moderator.user, later) == []


def test_who_is_no_moderator_any_more_is_not_asked(officer, version):
    version.guide.give_to(officer.user, by=None)
    FeedbackFactory(version=version, owner=officer.user)
    assert items(officer.user) == []


def test_many_pages_are_counted(moderator):
    for number in range(5):
        version = factories.GuideVersionFactory(published=True, title=f"Page {number}")
        FeedbackFactory.create_batch(2, version=version, owner=moderator.user)
        publish(version)
    [item] = items(moderator.user)
    assert item.text == "On: “Page 0”, “Page 1”, “Page 2” and 2 more pages."
