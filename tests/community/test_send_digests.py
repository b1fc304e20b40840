"""Digests go once, to those who want them, whatever breaks on the way."""

import datetime
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from community import scheduling, sending
from community.models import Digest, DigestPreference, Follow
from community.periods import due_periods, period_named
from needs.models import Need
from procurement_portal.lib.workflow import MoveNotPossible
from tests import factories
from tests.community.conftest import LAST_THURSDAY
from tests.community.mail_servers import mail_server, no_mail_server

pytestmark = pytest.mark.django_db

WEEK = "2026-W47"
Status = Digest.Status


def send():
    call_command("send_digests")


def digest_of(user) -> Digest:
    return Digest.objects.get(user=user)


def test_a_digest_goes_once_however_often_it_is_sent(reader, news):
    send()
    send()
    (message,) = mail.outbox
    assert message.to == [reader.email]
    assert message.subject == "Camden needs: Telecare monitoring"
    digest = digest_of(reader)
    assert (digest.period, digest.status) == (WEEK, Status.SENT)
    assert [(i.kind, i.title, i.reason) for i in digest.items.all()] == [
        ("need", "Telecare monitoring", "You follow Telecare")
    ]
    assert [e.verb for e in digest.events.all()] == ["claim", "send"]


def test_nothing_new_is_not_sent_and_the_reason_is_kept(reader):
    send()
    assert mail.outbox == []
    digest = digest_of(reader)
    assert digest.status == Status.SKIPPED
    assert digest.events.get(verb="skip").reason == "Nothing was new for you"


def test_who_wants_none_gets_none(reader, news):
    DigestPreference.objects.create(user=reader, frequency="never")
    send()
    assert not Digest.objects.exists()


def test_who_stops_it_after_it_was_queued_gets_none(reader, news, monday):
    for period in due_periods(timezone.now()):
        scheduling.schedule(period)
    DigestPreference.objects.create(user=reader, frequency="never")
    sending.send_due()
    assert mail.outbox == []
    assert digest_of(reader).events.last().reason == "You had asked for no more of them"


def test_who_leaves_after_it_was_queued_gets_none(reader, news):
    scheduling.schedule(period_named(WEEK))
    reader.memberships.get().end(by=None)
    sending.send_due()
    assert (mail.outbox, digest_of(reader).status) == ([], Status.SKIPPED)


def test_what_is_withdrawn_after_it_was_queued_does_not_appear(reader, news):
    scheduling.schedule(period_named(WEEK))
    news.withdraw(by=None)
    sending.send_due()
    assert (mail.outbox, digest_of(reader).status) == ([], Status.SKIPPED)


def test_what_is_sealed_after_it_was_queued_does_not_appear(reader, news):
    scheduling.schedule(period_named(WEEK))
    Need.objects.filter(pk=news.pk).update(visibility="sealed")
    sending.send_due()
    assert mail.outbox == []


def test_a_worker_that_dies_after_claiming_leaves_it_to_the_next(reader, news, monday):
    scheduling.schedule(period_named(WEEK))
    (claimed,) = Digest.objects.claim(200)
    send()
    assert mail.outbox == []  # it is another worker's, for all anybody knows
    monday.tick(datetime.timedelta(minutes=11))
    send()
    assert mail.outbox == []  # freed, and put off a little
    monday.tick(datetime.timedelta(minutes=15))
    send()
    (message,) = mail.outbox
    assert message.message()["Message-ID"] == claimed.message_id
    assert digest_of(reader).attempts == 2


def test_a_slow_worker_cannot_record_what_another_has_begun_again(reader, news, monday):
    scheduling.schedule(period_named(WEEK))
    (slow,) = Digest.objects.claim(200)
    monday.tick(datetime.timedelta(minutes=11))
    assert not slow.is_held
    sending.recover_lapsed()
    monday.tick(datetime.timedelta(minutes=15))
    Digest.objects.claim(200)
    with pytest.raises(MoveNotPossible):
        slow.finish()
    assert digest_of(reader).status == Status.SENDING


def test_a_digest_that_kills_its_worker_is_given_up_after_five_times(reader, news, monday):
    scheduling.schedule(period_named(WEEK))
    for _ in range(5):
        assert len(Digest.objects.claim(200)) == 1
        monday.tick(datetime.timedelta(hours=2))
        sending.recover_lapsed()
        monday.tick(datetime.timedelta(hours=2))
    digest = digest_of(reader)
    assert digest.status == Status.FAILED
    assert digest.events.last().reason == "The worker stopped before it was sent"


def test_one_that_failed_is_tried_alone(reader, news, monday, camden):
    others = [factories.MembershipFactory(borough=camden) for _ in range(3)]
    for membership in others:
        membership.user.date_joined = LAST_THURSDAY
        membership.user.save()
    scheduling.schedule(period_named(WEEK))
    Digest.objects.filter(user=reader).update(failures=1)
    assert [len(Digest.objects.claim(200)) for _ in range(3)] == [3, 1, 0]


def test_a_mail_server_that_is_away_leaves_it_due(reader, news, monday, settings):
    no_mail_server(settings)
    with pytest.raises(CommandError, match="mail server is away: ConnectionRefusedError"):
        send()
    digest = digest_of(reader)
    assert (digest.status, digest.failures) == (Status.DUE, 0)
    assert digest.last_error == "ConnectionRefusedError"
    monday.tick(datetime.timedelta(minutes=6))
    with mail_server(settings) as server:
        send()
    assert len(server.mails) == 1
    digest.refresh_from_db()
    assert (digest.status, digest.last_error) == (Status.SENT, "")


def test_a_long_outage_gives_nothing_up(reader, news, monday, settings):
    no_mail_server(settings)
    for _ in range(8):
        with pytest.raises(CommandError):
            send()
        monday.tick(datetime.timedelta(hours=2))
    assert digest_of(reader).status == Status.DUE


def test_a_refused_address_does_not_hold_the_others_up(reader, news, monday, settings, brent):
    other = factories.UserFactory(date_joined=LAST_THURSDAY)
    factories.MembershipFactory(user=other, borough=brent)
    Follow.objects.create(user=other, capability=news.capability)
    with mail_server(settings, refuses=reader.email) as server:
        for _ in range(6):
            send()
            monday.tick(datetime.timedelta(hours=2))
    assert digest_of(other).status == Status.SENT
    assert len(server.mails) == 1
    refused = digest_of(reader)
    assert (refused.status, refused.failures) == (Status.FAILED, 5)
    assert refused.last_error == "SMTPRecipientsRefused"


def test_a_batch_goes_through_one_connection(reader, news, settings, brent):
    for _ in range(4):
        user = factories.UserFactory(date_joined=LAST_THURSDAY)
        factories.MembershipFactory(user=user, borough=brent)
        Follow.objects.create(user=user, capability=news.capability)
    with mail_server(settings) as server:
        send()
    assert (len(server.mails), server.connections) == (5, 1)
    sent = [message_from_bytes(m, policy=policy.default) for m in server.mails]
    assert len({m["Message-ID"] for m in sent}) == 5


def test_the_headers_let_a_mail_program_unsubscribe(reader, news):
    send()
    message = mail.outbox[0].message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http")
    assert "/account/digest/unsubscribe/" in message["List-Unsubscribe"]
    assert message["List-ID"].endswith("<digest.127.0.0.1>")
    assert message["Auto-Submitted"] == "auto-generated"


def test_text_and_html_say_the_same(reader, news):
    send()
    (message,) = mail.outbox
    html = message.alternatives[0].content
    for text in (message.body, html):
        assert "Hello Priya Shah" in text
        assert "Telecare monitoring" in text
        assert "Posted by Camden." in text
        assert news.get_absolute_url() in text
        assert "/account/digest" in text
        assert "every week" in text


def test_a_title_is_text_in_the_html_and_cannot_add_a_header(reader, news):
    Need.objects.filter(pk=news.pk).update(title="<b>New</b>\r\nBcc: all@example.org & “so”")
    send()
    (message,) = mail.outbox
    assert message.message()["Bcc"] is None
    assert "\n" not in message.subject
    html = message.alternatives[0].content
    assert "&lt;b&gt;New&lt;/b&gt;" in html
    assert "<b>New" not in html
    assert "<b>New</b>" in message.body
    assert "& “so”" in message.body


def test_changing_to_monthly_in_the_middle_sends_nothing_early(reader, news, monday):
    send()
    monday.tick(datetime.timedelta(hours=1))
    DigestPreference.objects.create(user=reader, frequency="monthly")
    send()
    assert Digest.objects.count() == 1


def test_a_digest_that_never_went_is_made_up_for_by_the_next(reader, news, monday, settings):
    no_mail_server(settings)
    with pytest.raises(CommandError):
        send()
    monday.tick(datetime.timedelta(days=7))
    with mail_server(settings) as server:
        send()
    assert len(server.mails) == 1
    assert b"Telecare monitoring" in server.mails[0]
    assert {d.period: d.status for d in Digest.objects.all()} == {
        WEEK: Status.FAILED,
        "2026-W48": Status.SENT,
    }


def test_what_was_sent_is_not_sent_again_the_next_week(reader, news, monday):
    send()
    monday.tick(datetime.timedelta(days=7))
    send()
    assert len(mail.outbox) == 1
    assert Digest.objects.get(period="2026-W48").status == Status.SKIPPED


def test_the_command_takes_one_person_and_one_period(reader, news, brent):
    other = factories.UserFactory(date_joined=LAST_THURSDAY)
    factories.MembershipFactory(user=other, borough=brent)
    call_command("send_digests", user=reader.email.upper(), period=WEEK)
    assert list(Digest.objects.values_list("user", "period")) == [(reader.pk, WEEK)]
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("send_digests", user="nobody@example.org")
    with pytest.raises(CommandError, match="A period is a week like 2026-W48"):
        call_command("send_digests", period="soon")
