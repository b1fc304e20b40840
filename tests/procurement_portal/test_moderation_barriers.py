"""Raised barriers in the moderation queue: read, and validated, on one screen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.assistive_tech.factories import BarrierFactory, BarrierMergeFactory
from tests.counting import queries

pytestmark = pytest.mark.django_db
URL = reverse("moderation_barriers")


def test_raised_ones_wait_with_their_age_and_whole_text(moderator, camden):
    assert "Nothing waiting" in moderator.read(URL)
    old = timezone.now() - datetime.timedelta(days=9)
    late = BarrierFactory(borough=camden, created_at=old, text="Nine pages, and nothing about us")
    fresh = BarrierFactory()
    validated = BarrierFactory(validated=True)
    page = moderator.read(URL)
    assert "Nine pages, and nothing about us" in page
    assert "Waiting for <b>9 days" in page
    assert "Late" in page
    assert page.index(late.title) < page.index(fresh.title)
    assert validated.title not in page
    assert "(2)" in page


def test_validated_from_the_queue_and_back_to_it(moderator, anonymous):
    barrier = BarrierFactory()
    at = reverse("assistive_tech:validate_barrier", kwargs={"reference": barrier.reference})
    page = moderator.post(at, {"seen": 1, "from": "queue"}, follow=True).content.decode()
    assert "Nothing waiting" in page
    anonymous.read(barrier.get_absolute_url())


def test_nobody_moderates_their_own(moderator, other_moderator):
    barrier = BarrierFactory(borough=None)
    barrier.events.create(verb="raise", from_status="", to_status="raised", by=moderator.user)
    page = moderator.read(URL)
    assert "Yours: another moderator validates it" in page
    assert "Validate<" not in page
    assert "Validate<" in other_moderator.read(URL)


def test_merges_of_lotis_wait_for_another_moderator(moderator, other_moderator):
    merge = BarrierMergeFactory(barrier=BarrierFactory(borough=None, validated=True))
    merge.events.create(verb="propose", from_status="", to_status="proposed", by=moderator.user)
    assert merge.barrier.title not in moderator.read(URL)
    assert merge.barrier.title in other_moderator.read(URL)


def test_queries_do_not_grow(moderator):
    BarrierFactory()
    few = queries(moderator, URL)
    for _ in range(5):
        BarrierFactory()
    assert queries(moderator, URL) == few
