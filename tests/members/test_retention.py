"""What is known about people is forgotten when its time is over."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from members import retention
from members.models import Membership, User
from tests.factories import MembershipFactory, UserFactory, days

pytestmark = pytest.mark.django_db


def ago(count):
    return timezone.now() - datetime.timedelta(days=count)


@pytest.mark.parametrize(
    ("fields", "verified", "goes"),
    [
        ({"date_joined": ago(2)}, False, True),
        ({"date_joined": ago(0)}, False, False),
        ({"date_joined": ago(2)}, True, False),
        ({"date_joined": ago(2), "last_login": ago(1)}, False, False),
        ({"date_joined": ago(2), "is_staff": True}, False, False),
    ],
    ids=["never confirmed", "typed just now", "confirmed", "signed in once", "staff"],
)
def test_accounts_nobody_confirmed_are_deleted(fields, verified, goes):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified)
    retention.keep()
    assert User.objects.filter(pk=user.pk).exists() is not goes


def test_a_contractors_membership_ends_on_its_last_day(camden):
    over = MembershipFactory(borough=camden, ends_on=days(-1))
    last_day = MembershipFactory(borough=camden, ends_on=days(0))
    assert over.user.active_memberships == []  # at once, even before the job
    assert last_day.user.active_memberships == [last_day]
    call_command("keep_retention")
    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, over.last_reason) == (Membership.Status.ENDED, retention.EXPIRED)
    assert last_day.status == Membership.Status.ACTIVE


def test_notes_are_emptied_a_year_after_the_decision(camden):
    old = MembershipFactory(borough=camden, note="Telecare", decided_at=ago(400))
    new = MembershipFactory(borough=camden, note="Telecare", decided_at=ago(300))
    assert retention.empty_old_notes() == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.note, new.note) == ("", "Telecare")
