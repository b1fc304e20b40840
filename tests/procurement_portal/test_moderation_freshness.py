"""LOTI sees which boroughs need a nudge, and reminds them, not too often."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from members.models import Membership
from needs.models import ConfirmReminder
from needs.tasks import remind_borough
from tests.factories import ContractFactory, MembershipFactory, NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("moderation_freshness")


def remind(moderator, django_capture_on_commit_callbacks, slug="camden") -> str:
    with django_capture_on_commit_callbacks(execute=True):
        answer = moderator.post(reverse("remind_borough", args=[slug]), follow=True)
    return answer.content.decode()


def test_boroughs_with_most_to_confirm_come_first(moderator, url, camden, brent):
    ContractFactory(borough=brent)
    ContractFactory.create_batch(2, borough=camden, stale=True)
    text = moderator.read(url)
    assert text.index(">Camden</a>") < text.index(">Brent</a>")
    assert "1 of 2 boroughs share records confirmed in time: 1 of 3 records (33%)" in text
    assert "0 of 2 (0%)" in text


def test_a_reminder_goes_once_to_the_leads_and_is_logged(
    moderator, url, lead, officer, cio, camden, worker, django_capture_on_commit_callbacks
):
    ContractFactory(borough=camden, stale=True, title="Secret title")
    text = remind(moderator, django_capture_on_commit_callbacks)
    assert "The people who lead Camden are being reminded by email" in text
    assert {m.to[0] for m in mail.outbox} == {lead.user.email, cio.user.email}
    message = mail.outbox[0]
    assert message.subject == "1 of Camden’s records needs confirming"
    assert "/my-borough/contracts?borough=camden&stale=1" in message.body
    assert "Secret title" not in message.body
    text = moderator.read(url)
    assert "sent to 2 people" in text
    assert "Reminded. Again from" in text
    again = remind(moderator, django_capture_on_commit_callbacks)
    assert "Camden was reminded already" in again
    assert len(mail.outbox) == 2
    remind_borough(ConfirmReminder.objects.get().pk)
    assert len(mail.outbox) == 2


def test_after_the_pause_a_borough_can_be_reminded_again(
    moderator, lead, camden, worker, django_capture_on_commit_callbacks
):
    ContractFactory(borough=camden, stale=True)
    remind(moderator, django_capture_on_commit_callbacks)
    ConfirmReminder.objects.update(at=timezone.now() - datetime.timedelta(days=15))
    remind(moderator, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 2


def test_without_a_lead_everybody_of_the_borough_is_written_to(
    moderator, officer, camden, worker, django_capture_on_commit_callbacks
):
    NeedFactory(borough=camden, published=True, status="stale")
    MembershipFactory(borough=camden, ended=True)
    remind(moderator, django_capture_on_commit_callbacks)
    assert [m.to for m in mail.outbox] == [[officer.user.email]]


def test_nothing_to_confirm_sends_nothing(moderator, lead, camden):
    ContractFactory(borough=camden)
    text = moderator.post(reverse("remind_borough", args=["camden"]), follow=True)
    assert "Everything of Camden is confirmed" in text.content.decode()
    assert not ConfirmReminder.objects.exists()


def test_what_a_lost_task_left_is_sent_by_the_sweeper(moderator, lead, camden, capsys):
    ContractFactory(borough=camden, stale=True)
    moderator.post(reverse("remind_borough", args=["camden"]))
    assert mail.outbox == []
    ConfirmReminder.objects.update(at=timezone.now() - datetime.timedelta(minutes=10))
    for _ in range(2):
        call_command("remind_boroughs")
    assert len(mail.outbox) == 1
    assert "1 reminder sent" in capsys.readouterr().out


def test_records_without_an_owner_are_listed_by_borough(moderator, officer, url, camden):
    NeedFactory(borough=camden, owner=officer.user, published=True)
    assert "None: every record that its borough posted" in moderator.read(url)
    Membership.objects.get(user=officer.user).end(by=None)
    text = moderator.read(url)
    assert "Camden: 1 record</a>" in text
    assert reverse("members:moderation_borough", args=["camden"]) in text
