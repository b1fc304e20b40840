"""What watches the portal is answered whatever is away, and whatever cookies it sends."""

import pytest

from tests.outages import redis_away

pytestmark = pytest.mark.django_db


def test_a_live_process_asks_neither_database_nor_redis(officer, django_assert_num_queries):
    with redis_away(), django_assert_num_queries(0):
        answer = officer.get("/health/live")
    assert answer.json() == {"status": "live"}
    assert not answer.cookies


def test_a_ready_one_says_what_is_away(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert officer.get("/health/ready").json() == {"status": "ready"}
