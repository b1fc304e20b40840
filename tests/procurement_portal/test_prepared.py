"""A question whose SQL is made once gives what its queryset gives, whoever asks, on any day."""

import datetime
from threading import Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from members.backends import MemberBackend
from members.models import Membership
from procurement_portal.lib.prepared import Prepared
from procurement_portal.lib.sessions import SessionStore
from tests.factories import MembershipFactory, UserFactory, days
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_borough():
    return Prepared(
        lambda pk: (
            Membership.objects.filter(borough=pk, role="officer")
            .select_related("user", "borough")
            .defer("borough__boundary")
        ),
        "no borough",
    )


def test_each_value_has_its_own_rows(of_borough, camden, brent, django_assert_num_queries):
    mine, _, theirs = (MembershipFactory(borough=b) for b in (camden, camden, brent))
    MembershipFactory(borough=brent, role="cio")
    with django_assert_num_queries(2):
        at_home, away = of_borough.about(camden.pk), of_borough.about(brent.pk)
        assert [m.borough.name for m in [*at_home, *away]] == [camden.name] * 2 + [brent.name]
        assert [m.user.email for m in away] == [theirs.user.email]
    assert at_home[0] == mine
    assert away[0].borough.get_deferred_fields() == {"boundary"}
    assert of_borough.about("nowhere") == []


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_over_its_own_connection(of_borough, camden):
    MembershipFactory(borough=camden)
    told = []

    def ask():
        told.extend([*of_borough.about(camden.pk), connection.connection])
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert told[0].borough == camden
    assert told[1] is not connection.connection


def test_whoever_has_a_last_day_is_a_member_until_it_is_over(camden):
    user = MembershipFactory(borough=camden, ends_on=days(1)).user
    read = MemberBackend().get_user
    assert [m.borough for m in read(user.pk).active_memberships] == [camden]
    with freeze_time(timezone.now() + datetime.timedelta(days=2)):
        assert read(user.pk).active_memberships == []
    assert len(read(user.pk).active_memberships) == 1


def test_nobody_without_an_account_that_may_be_used(camden):
    closed = UserFactory(is_active=False)
    MembershipFactory(user=closed, borough=camden)
    assert MemberBackend().get_user(closed.pk) is None
    assert MemberBackend().get_user(closed.pk + 1) is None


def test_a_session_lasts_until_it_is_over_and_its_key_is_not_used_again(camden):
    key = visitor(MembershipFactory(borough=camden).user).client.session.session_key
    assert SessionStore(key).load()["_auth_user_id"]
    Session.objects.update(expire_date=timezone.now())
    late = SessionStore(key)
    assert late.load() == {}
    assert late.session_key is None
