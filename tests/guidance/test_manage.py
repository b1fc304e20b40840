from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import GuideVersionFactory, days

URL = reverse("guidance:manage")


def test_shows_what_is_published_and_being_written(moderator, guide):
    GuideVersionFactory(guide=guide, number=2, in_review=True)
    page = moderator.read(URL)
    assert "Talk to suppliers" in page
    assert "In review" in page
    assert "Version 1" in page


def test_a_review_that_is_overdue_is_named(moderator, guide):
    guide.review_by = days(-1)
    guide.save()
    assert "Overdue since" in moderator.read(URL)


def test_officers_learn_who_can(officer):
    assert "Only LOTI’s moderators" in officer.read(URL, status=403)


def test_queries_do_not_grow_with_the_guides(moderator, guide):
    moderator.read(URL)
    with CaptureQueriesContext(connection) as before:
        moderator.read(URL)
    for _ in range(10):
        GuideVersionFactory()
    with CaptureQueriesContext(connection) as after:
        moderator.read(URL)
    assert len(after) == len(before)
