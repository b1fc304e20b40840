"""A Monday at seven, when digests are due, with somebody to read one and something to read."""

import datetime

import pytest
from django.utils import timezone
from freezegun import freeze_time

from community.models import Follow
from tests import factories

MONDAY = "2026-11-23T07:00:00+00:00"
LAST_THURSDAY = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)


@pytest.fixture
def monday():
    with freeze_time(MONDAY, ignore=["select"]) as clock:
        yield clock


@pytest.fixture
def reader(monday, brent):
    """A member of Brent since long ago who follows a capability."""
    user = factories.UserFactory(
        name="Priya Shah", date_joined=timezone.now() - datetime.timedelta(days=400)
    )
    factories.MembershipFactory(user=user, borough=brent)
    Follow.objects.create(user=user, capability=factories.CapabilityFactory(name="Telecare"))
    return user


@pytest.fixture
def news(reader, camden):
    """Something in what the reader follows, posted in the week before."""
    return factories.NeedFactory(
        borough=camden,
        title="Telecare monitoring",
        capability=reader.follows.get().capability,
        published=True,
        published_at=LAST_THURSDAY,
    )
