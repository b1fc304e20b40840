"""Example barriers: each state, a past in order, and gone without a trace."""

import datetime

import pytest
from django.utils import timezone

from assistive_tech.models import Barrier, BarrierAction
from assistive_tech.reference import CLASSES
from procurement_portal.demo.barriers import load_barriers
from procurement_portal.demo.people import load_people
from procurement_portal.demo.removal import remove_examples
from procurement_portal.demo.texts import read
from tests import factories
from tests.assistive_tech.factories import BarrierFactory

pytestmark = pytest.mark.django_db
SLUGS = ["camden", "brent", "hackney", "greenwich", "lambeth", "lewisham"]


@pytest.fixture
def loaded():
    for slug in SLUGS:
        factories.BoroughFactory(slug=slug, short_name=slug.capitalize())
    today = timezone.localdate()
    people = load_people(today, SLUGS)
    assert load_barriers(today, people) == 5
    assert load_barriers(today, people) == 0


def test_every_state_with_a_past_in_order(loaded):
    states = {"raised", "validated", "prioritised", "in_action", "resolved"}
    assert set(Barrier.objects.values_list("status", flat=True)) == states
    for barrier in Barrier.objects.all():
        moments = list(barrier.events.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()
    assert BarrierAction.objects.overdue().count() == 1
    yesterday = timezone.now() - datetime.timedelta(hours=20)
    assert not Barrier.objects.filter(created_at__gt=yesterday).exists()


def test_technologies_and_studies_are_known():
    """A slug that nothing has would be left out without a word."""
    slugs = {slug.replace("_", "-") for slug in CLASSES}
    for entry in read("barriers")["barrier"]:
        assert set(entry["technologies"]) <= slugs
        assert all(study.startswith("AT0") for study in entry["studies"])


def test_removed_without_what_is_real(loaded):
    real = BarrierFactory()
    remove_examples()
    assert list(Barrier.objects.all()) == [real]
    assert not Barrier.history.filter(is_example=True).exists()
