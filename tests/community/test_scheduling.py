"""When digests are due, and how the work is shared out."""

import datetime
import threading
from email import message_from_bytes

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from community import scheduling, sending, tasks
from community.models import Digest, DigestPreference, Follow
from community.periods import due_periods
from procurement_portal.lib import queue
from tests import factories
from tests.community.conftest import LAST_THURSDAY
from tests.community.mail_servers import mail_server

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
Status = Digest.Status


@pytest.mark.parametrize(
    ("at", "period"),
    [
        pytest.param("2026-03-30T06:00:00+00:00", "2026-W13", id="07:00 in summer time"),
        pytest.param("2026-10-26T07:00:00+00:00", "2026-W43", id="07:00 after summer time"),
    ],
)
def test_the_week_the_clocks_change_has_one_digest(at, period, brent):
    with freeze_time(at) as clock:
        user = factories.UserFactory(date_joined=timezone.now() - datetime.timedelta(days=30))
        factories.MembershipFactory(user=user, borough=brent)
        clock.tick(datetime.timedelta(minutes=-1))
        call_command("send_digests")
        before = set(Digest.objects.values_list("period", flat=True))
        clock.tick(datetime.timedelta(minutes=1))
        for _ in range(30):
            call_command("send_digests")
            clock.tick(datetime.timedelta(hours=5))
    after = list(Digest.objects.values_list("period", flat=True))
    assert period not in before
    assert after.count(period) == 1
    assert len(after) == len(before) + 1


def test_a_monthly_reader_gets_one_on_the_first(brent):
    with freeze_time("2027-01-31T12:00:00+00:00") as clock:
        user = factories.UserFactory(date_joined=timezone.now() - datetime.timedelta(days=90))
        factories.MembershipFactory(user=user, borough=brent)
        preference = DigestPreference.objects.create(user=user, frequency="monthly")
        DigestPreference.objects.filter(pk=preference.pk).update(
            changed_at=timezone.now() - datetime.timedelta(days=20)
        )
        for _ in range(8 * 32):
            scheduling.schedule(due_periods(timezone.now())[0])
            scheduling.schedule(due_periods(timezone.now())[1])
            clock.tick(datetime.timedelta(hours=3))
    assert sorted(Digest.objects.values_list("period", flat=True)) == ["2027-01", "2027-02"]


def test_the_task_starts_one_batch_for_every_two_hundred(
    reader, news, brent, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(tasks.send_digest_batch, "delay", lambda: started.append(1))
    monkeypatch.setattr(sending, "BATCH", 2)
    for _ in range(4):
        factories.MembershipFactory(borough=brent, user__date_joined=LAST_THURSDAY)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.send_digests()
    assert len(started) == 3
    tasks.send_digest_batch()
    assert len(mail.outbox) == 1


def test_a_long_queue_gets_nothing_more(reader, news, monkeypatch):
    monkeypatch.setattr(queue, "LONG", 0)
    tasks.send_digests()
    assert tasks.start_sending() == 0
    assert reader.digests.get().status == Status.DUE


def test_a_queue_that_cannot_be_asked_gets_nothing(monkeypatch):
    monkeypatch.setattr(queue.current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    assert queue.has_room(queue.LATER) is False


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_and_two_senders_at_once_send_one_mail_each(settings):
    """Real threads, each with its own connection; the mails are counted at a real server."""
    brent = factories.BoroughFactory()
    capability = factories.CapabilityFactory()
    for _ in range(12):
        user = factories.UserFactory(date_joined=timezone.now() - datetime.timedelta(days=90))
        factories.MembershipFactory(user=user, borough=brent)
        Follow.objects.create(user=user, capability=capability)
    week = due_periods(timezone.now())[0]
    factories.NeedFactory(
        borough=brent, capability=capability, published=True, published_at=week.starts + HOUR
    )
    together = threading.Barrier(4)

    def run():
        together.wait()
        scheduling.schedule(week)
        for _ in range(6):
            sending.send_due(limit=3)
        connection.close()

    with mail_server(settings) as server:
        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    addresses = [message_from_bytes(m)["To"] for m in server.mails]
    assert len(addresses) == len(set(addresses)) == 12
    assert Digest.objects.filter(status=Status.SENT).count() == 12
