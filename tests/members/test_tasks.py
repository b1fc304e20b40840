"""Mail about memberships: once, and not lost with a queue or a mail server."""

import datetime
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from members import tasks
from members.models import Membership
from tests.factories import MembershipFactory, UserFactory
from tests.members.reading import subjects_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(camden):
    return MembershipFactory(borough=camden, decided_at=timezone.now())


def test_a_task_that_runs_twice_sends_once(decided):
    tasks.tell(decided.pk)
    tasks.tell(decided.pk)
    assert len(mail.outbox) == 1


def test_a_refused_mail_server_leaves_it_to_be_sent_again(decided, monkeypatch):
    def refuse(self, messages):
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(SMTPServerDisconnected):
            tasks.tell(decided.pk)
    decided.refresh_from_db()
    assert decided.told == ""
    tasks.tell(decided.pk)
    assert len(mail.outbox) == 1


def test_the_sweeper_finds_what_a_lost_queue_left(decided, camden, worker):
    long_ago = timezone.now() - datetime.timedelta(days=30)
    MembershipFactory(borough=camden, decided_at=long_ago)
    MembershipFactory(borough=camden)  # made by a loader: nobody decided, nobody is told
    call_command("tell_untold")
    assert subjects_to(decided.user.email) == ["You now belong to Camden"]
    assert len(mail.outbox) == 1
    call_command("tell_untold")
    assert len(mail.outbox) == 1


def test_a_membership_that_is_gone_is_no_error():
    tasks.tell(12345)
    assert not mail.outbox


def test_nobody_is_written_to_at_a_closed_account(camden):
    membership = MembershipFactory(
        borough=camden, ended=True, decided_at=timezone.now(), user__is_active=False
    )
    tasks.tell(membership.pk)
    assert not mail.outbox


def test_a_moderator_is_made_on_the_server():
    user = UserFactory(email="mo@loti.example")
    call_command("add_moderator", "Mo@loti.example")
    call_command("add_moderator", "mo@loti.example")
    membership = user.memberships.get()
    assert (membership.role, membership.status) == (
        Membership.Role.MODERATOR,
        Membership.Status.ACTIVE,
    )
    with pytest.raises(CommandError, match="Nobody with the address"):
        call_command("add_moderator", "nobody@example.org")
