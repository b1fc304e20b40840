"""A reader comments on a section, and sees what became of it."""

import pytest
from django.core import mail
from django.urls import reverse
from freezegun import freeze_time

from guidance import retention
from guidance.models import Feedback
from guidance.views import feedback as views
from procurement_portal.lib.limits import Limit
from tests.factories import GuideVersionFactory, UserFactory
from tests.guidance.conftest import publish
from tests.guidance.factories import FeedbackFactory
from tests.outages import redis_away

SECTION = "section-why-it-matters"
TEXT = "Say how long it takes, please."


def url_of(guide, section=SECTION, number=1):
    return reverse("guidance:comment_on", args=[guide.slug, number, section])


def send(reader, guide, **data):
    return reader.post(url_of(guide), {"text": TEXT, **data}, follow=True).content.decode()


def test_each_section_has_a_link_and_its_page_quotes_it(anonymous, guide):
    page = anonymous.read(guide.get_absolute_url())
    for section in ("section-what-it-is", SECTION, "who-does-what", "page"):
        assert f'href="{url_of(guide, section)}"' in page
    quoting = anonymous.read(url_of(guide))
    assert "You learn." in quoting
    assert "A conversation." not in quoting


def test_a_supplier_writes_without_an_account_and_sees_when_to_expect_what(anonymous, guide):
    with freeze_time("2026-12-23 12:00"):
        page = send(anonymous, guide, may_be_shown="on")
    assert "We acknowledge it by <b>4 January 2027</b>" in page
    assert TEXT in page
    assert "Keep the address of this page" in page
    comment = Feedback.objects.get()
    assert (comment.by, comment.section_title, comment.version) == (
        None, "Why it matters", guide.published_version,
    )  # fmt: skip
    assert comment.get_absolute_url() in page


def test_who_owns_the_guide_answers_for_it(anonymous, guide):
    guide.owner = UserFactory()
    guide.save()
    send(anonymous, guide)
    assert Feedback.objects.get().owner == guide.owner


def test_a_member_is_known_and_finds_their_comments(officer, other_officer, guide):
    assert "Email address" not in officer.read(url_of(guide))
    send(officer, guide, email="other@example.org")
    comment = Feedback.objects.get()
    assert (comment.by, comment.email) == (officer.user, "")
    mine = reverse("guidance:my_comments")
    assert "Why it matters, in “Talk to suppliers”" in officer.read(mine)
    assert "You have not commented" in other_officer.read(mine)
    assert mine in officer.read(reverse("members:account"))


def test_what_was_typed_is_shown_as_typed(anonymous, guide):
    hostile = "<script>zyx()</script> says a lot"
    page = send(anonymous, guide, text=hostile)
    assert "<script>zyx" not in page
    assert "&lt;script&gt;zyx()&lt;/script&gt; says a lot" in page


REFUSED = {
    "nothing": ({"text": ""}, "Enter your comment"),
    "a word": ({"text": "Great"}, "Write a sentence"),
    "too long": ({"text": "word " * 500}, "2000 characters or less"),
    "links": ({"text": "See https://a.b http://c.d www.e.f www.g.h now"}, "3 links or less"),
    "no address": ({"email": "ann"}, "Enter an email address in the correct format"),
}


@pytest.mark.parametrize(("data", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_will_not_do_comes_back_with_the_reason(anonymous, guide, data, fault):
    page = send(anonymous, guide, **data)
    assert fault in page
    assert data.get("text", TEXT).strip() in page
    assert not Feedback.objects.exists()


def test_a_program_that_fills_every_box_is_thanked_and_forgotten(anonymous, guide):
    assert "Thank you" in send(anonymous, guide, website="https://spam.example")
    assert not Feedback.objects.exists()


def test_too_many_are_refused_and_nothing_typed_is_lost(anonymous, officer, guide, monkeypatch):
    monkeypatch.setattr(views, "COMMENTS", Limit("test comments", most=1))
    send(anonymous, guide)
    page = send(anonymous, guide, text="Another thought of mine.")
    assert "too many from your network" in page
    assert "Another thought of mine." in page
    send(officer, guide)
    assert Feedback.objects.count() == 2


def test_comments_are_kept_while_redis_is_away(
    anonymous, guide, django_capture_on_commit_callbacks
):
    with redis_away(), django_capture_on_commit_callbacks(execute=True):
        assert "Sent. Thank you" in send(anonymous, guide, email="ann@supplier.example")


@pytest.mark.parametrize(
    ("section", "number"), [("section-nothing", 1), (SECTION, 2), (SECTION, 99)]
)
def test_no_comment_on_what_is_not_there(anonymous, guide, section, number):
    GuideVersionFactory(guide=guide, number=2)
    assert anonymous.get(url_of(guide, section, number)).status_code == 404


def test_an_address_that_was_made_up_leads_nowhere(anonymous, guide):
    comment = FeedbackFactory()
    token = comment.get_absolute_url().rpartition("/")[2]
    for wrong in (comment.key, comment.reference, token[:-1] + "x"):
        assert anonymous.get(reverse("guidance:comment", args=[wrong])).status_code == 404


def test_late_is_said(anonymous):
    with freeze_time("2026-12-01"):
        comment = FeedbackFactory()
    with freeze_time("2027-01-01"):
        assert "and are late" in anonymous.read(comment.get_absolute_url())


def test_consent_and_address_are_taken_back(anonymous, guide):
    comment = FeedbackFactory(version=guide.published_version, email="ann@supplier.example")
    comment.accept(by=None, reply="We will.", show=True)
    assert comment.text in anonymous.read(guide.get_absolute_url())
    token = comment.get_absolute_url().rpartition("/")[2]
    anonymous.post(reverse("guidance:withdraw_comment", args=[token]))
    assert comment.text not in anonymous.read(guide.get_absolute_url())
    comment.refresh_from_db()
    assert (comment.email, comment.may_be_shown) == ("", False)


def test_the_address_of_a_writer_is_forgotten_in_time(db):
    with freeze_time("2026-01-05"):
        waiting = FeedbackFactory(email="a@supplier.example")
        closed = FeedbackFactory(email="b@supplier.example")
        closed.decline(by=None, reply="It says so already.")
    for day, left in (("2026-04-01", 2), ("2026-04-10", 1), ("2027-01-20", 0)):
        with freeze_time(day):
            retention.keep()
        assert Feedback.objects.exclude(email="").count() == left, day
    assert {waiting.text, closed.text} == {c.text for c in Feedback.objects.all()}


def test_shown_on_the_page_only_if_its_writer_agreed_and_a_moderator_showed_it(anonymous, guide):
    version = guide.published_version
    choices = {"both": (True, True), "writer": (True, False), "moderator": (False, True)}
    for name, (agreed, show) in choices.items():
        comment = FeedbackFactory(version=version, text=f"Zyx{name}", may_be_shown=agreed)
        comment.decline(by=None, reply="No.", show=show)
    page = anonymous.read(guide.get_absolute_url())
    assert "What readers asked and what we did" in page
    assert [name for name in choices if f"Zyx{name}" in page] == ["both"]


def test_one_done_cites_its_version(anonymous, guide):
    comment = FeedbackFactory(version=guide.published_version)
    comment.accept(by=None, reply="We will.", show=True)
    guide.published_version.move("supersede", by=None)
    after = GuideVersionFactory(guide=guide, number=2, published=True)
    publish(after)
    comment.finish(by=None, version=after)
    for url in (guide.get_absolute_url(), comment.get_absolute_url()):
        assert f'href="{after.get_absolute_url()}">version 2</a>' in anonymous.read(url)


def test_mail_goes_to_who_gave_an_address_and_holds_nothing_they_typed(
    worker, anonymous, guide, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(anonymous, guide, email="ann@supplier.example")
    [message] = mail.outbox
    assert message.to == ["ann@supplier.example"]
    assert Feedback.objects.get().get_absolute_url() in message.body
    assert TEXT not in message.body


def test_no_more_than_so_many_mails_to_one_address(
    worker, anonymous, guide, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(views, "MAILS", Limit("test mails", most=2))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            send(anonymous, guide, email="ann@supplier.example")
    assert len(mail.outbox) == 2
    assert Feedback.objects.count() == 3
