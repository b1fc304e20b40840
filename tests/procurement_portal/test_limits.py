"""What needs no account is counted for a while, and never while Redis is away."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from freezegun import freeze_time

from procurement_portal.lib.limits import Limit, sender_of
from tests.factories import UserFactory
from tests.outages import redis_away

TWICE = Limit("tests", most=2)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def test_so_often_in_an_hour_and_again_in_the_next():
    with freeze_time("2026-12-01 09:10"):
        assert [TWICE.allows("ann") for _ in range(4)] == [True, True, False, False]
        assert TWICE.allows("bob")
    with freeze_time("2026-12-01 10:01"):
        assert TWICE.allows("ann")


def test_two_things_are_counted_apart():
    assert [TWICE.allows("ann") for _ in range(3)][-1] is False
    assert Limit("another", most=2).allows("ann")


def test_nobody_is_refused_while_redis_is_away():
    with redis_away():
        assert all(TWICE.allows("ann") for _ in range(5))


def test_no_address_is_kept():
    TWICE.allows("address 203.0.113.7")
    assert not any(b"203.0.113" in key for key in cache._cache.get_client().keys("*"))


def test_an_account_is_counted_by_itself_and_the_rest_by_their_address(db, rf):
    request = rf.post("/")
    request.user = AnonymousUser()
    assert sender_of(request) == "address 127.0.0.1"
    request.user = UserFactory()
    assert sender_of(request) == f"account {request.user.pk}"
