"""A moderator answers a comment; its writer reads it, and a version is cited."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from guidance.models import Feedback
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.workflow import MoveNotPossible
from tests.counting import queries
from tests.factories import GuideVersionFactory, UserFactory, days
from tests.guidance.factories import FeedbackFactory

QUEUE = "/moderation/comments"


@pytest.fixture
def comment(guide):
    return FeedbackFactory(version=guide.published_version, email="ann@supplier.example")


@pytest.fixture
def later(comment):
    """A version that was published after the comment."""
    comment.version.move("supersede", by=None)
    return GuideVersionFactory(guide=comment.guide, number=2, published=True)


def verb(name, comment):
    return reverse(f"guidance:{name}_comment", args=[comment.reference])


def act(moderator, name, comment, **data):
    page = moderator.post(verb(name, comment), data, follow=True).content.decode()
    comment.refresh_from_db()
    return page


def test_the_queue_shows_the_oldest_first_with_what_is_late(moderator):
    FeedbackFactory(section_title="Zyxsecond", owner=moderator.user)
    long_ago = timezone.now() - datetime.timedelta(days=9)
    FeedbackFactory(section_title="Zyxfirst", at=long_ago, due=days(-2))
    page = moderator.read(QUEUE)
    assert page.index("Zyxfirst") < page.index("Zyxsecond")
    assert "1 is late" in page
    assert f"to be acknowledged by {format_uk_date(days(-2))}" in page
    assert "<li>Yours</li>" in page


def test_queries_do_not_grow_with_the_queue(moderator):
    def more(count):
        FeedbackFactory.create_batch(count)
        return queries(moderator, QUEUE)

    assert more(2) == more(10)


def test_acknowledging_takes_it_on(moderator, comment):
    assert "Acknowledged" in act(moderator, "acknowledge", comment)
    assert (comment.status, comment.owner) == ("acknowledged", moderator.user)
    assert moderator.post(verb("acknowledge", comment)).status_code == 409


def test_given_to_another_moderator(moderator, other_moderator, officer, comment):
    act(moderator, "assign", comment, owner=other_moderator.user.pk)
    assert comment.owner == other_moderator.user
    assert "There is a problem" in act(moderator, "assign", comment, owner=officer.user.pk)
    assert comment.owner == other_moderator.user


def test_an_answer_to_a_new_comment_acknowledges_it_too(moderator, comment):
    act(moderator, "answer", comment, decision="accept", reply="We will.", show="on")
    assert (comment.status, comment.reply, comment.shown) == ("accepted", "We will.", True)
    assert [e.verb for e in comment.events.all()] == ["acknowledge", "accept"]


def test_declined_with_a_reason(moderator, anonymous, comment):
    act(moderator, "answer", comment, decision="decline", reply="The law asks for it.")
    assert comment.status == "declined"
    assert "The law asks for it." in anonymous.read(comment.get_absolute_url())


@pytest.mark.parametrize(
    ("data", "fault"),
    [({"reply": "Yes."}, "Select whether you accept it"), ({"decision": "accept"}, "Enter reply")],
    ids=["no decision", "no reply"],
)
def test_an_answer_says_yes_or_no_and_why(moderator, comment, data, fault):
    assert fault in act(moderator, "answer", comment, **data)
    assert comment.status == "new"


def test_what_its_writer_keeps_private_is_never_shown(moderator, guide):
    private = FeedbackFactory(version=guide.published_version, may_be_shown=False)
    act(moderator, "answer", private, decision="accept", reply="We will.", show="on")
    assert not private.shown
    assert moderator.post(verb("show", private)).status_code == 403
    with pytest.raises(ValueError, match="did not agree"):
        private.show(by=None)
    with pytest.raises(IntegrityError, match="feedback_shown_if_agreed"), transaction.atomic():
        Feedback.objects.filter(pk=private.pk).update(shown=True)


def test_shown_later_and_hidden_again(moderator, anonymous, comment):
    comment.accept(by=None, reply="We will.")
    url = comment.guide.get_absolute_url()
    act(moderator, "show", comment)
    assert comment.text in anonymous.read(url)
    act(moderator, "hide", comment)
    assert comment.text not in anonymous.read(url)


def test_done_in_a_version_published_after_it(moderator, comment, later):
    comment.accept(by=None, reply="We will.")
    assert "Version 2: First published" in moderator.read(
        reverse("guidance:moderate_comment", args=[comment.reference])
    )
    assert "Done in version 2" in act(moderator, "finish", comment, version=later.pk)
    assert (comment.status, comment.done_in) == ("done", later)


def test_a_version_before_the_comment_or_of_another_guide_did_not_do_it(moderator, comment, later):
    comment.accept(by=None, reply="We will.")
    others = GuideVersionFactory(published=True, published_at=timezone.now())
    draft = GuideVersionFactory(guide=comment.guide, number=3)
    for version in (comment.version, others, draft):
        assert "There is a problem" in act(moderator, "finish", comment, version=version.pk)
        with pytest.raises(ValueError, match="after the comment"):
            comment.finish(by=None, version=version)
    assert comment.status == "accepted"


STATES = {
    "new": [],
    "acknowledged": ["acknowledge"],
    "accepted": ["accept"],
    "declined": ["decline"],
    "done": ["accept", "finish"],
}
ALLOWED = {
    "new": {"acknowledge", "assign", "accept", "decline"},
    "acknowledged": {"assign", "accept", "decline"},
    "accepted": {"assign", "finish", "show", "hide"},
    "declined": {"show", "hide"},
    "done": {"show", "hide"},
}


def do(name, comment, later):
    person = UserFactory()
    options = {
        "accept": {"reply": "Yes."},
        "decline": {"reply": "No."},
        "finish": {"version": later},
        "assign": {"owner": person},
    }
    getattr(comment, name)(by=person, **options.get(name, {}))


@pytest.mark.parametrize("state", STATES)
def test_which_verb_is_possible_when(comment, later, state):
    possible = set()
    for name in ("acknowledge", "assign", "accept", "decline", "finish", "show", "hide"):
        with transaction.atomic():
            one = Feedback.objects.get(pk=comment.pk)
            for step in STATES[state]:
                do(step, one, later)
            assert one.status == state
            try:
                do(name, one, later)
                possible.add(name)
            except MoveNotPossible:
                pass
            transaction.set_rollback(True)
    assert possible == ALLOWED[state]


def test_the_database_wants_a_reply_and_a_version(comment):
    for status, name in (("declined", "with_reply"), ("done", "answered")):
        with pytest.raises(IntegrityError, match=f"feedback_.*{name}"), transaction.atomic():
            Feedback.objects.filter(pk=comment.pk).update(status=status)


def test_its_writer_is_told_of_each_step_once(
    worker, moderator, comment, later, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        act(moderator, "answer", comment, decision="accept", reply="We will say when.")
        act(moderator, "finish", comment, version=later.pk)
    call_command("tell_writers")
    assert [message.to for message in mail.outbox] == [["ann@supplier.example"]] * 2
    first, second = mail.outbox
    assert "We will say when." in first.body
    assert comment.get_absolute_url() in first.body
    assert "Version 2 of the page: First published" in second.body


def test_a_member_is_told_at_the_address_of_their_account(
    worker, moderator, officer, guide, django_capture_on_commit_callbacks
):
    mine = FeedbackFactory(version=guide.published_version, by=officer.user)
    with django_capture_on_commit_callbacks(execute=True):
        act(moderator, "acknowledge", mine)
    assert [m.to for m in mail.outbox] == [[officer.user.email]]
    assert "We read your comment" in mail.outbox[0].subject


def test_what_a_lost_task_left_is_sent_later(moderator, comment):
    with freeze_time("2026-12-01 10:00"):
        comment.accept(by=None, reply="We will.")
        call_command("tell_writers")
        assert not mail.outbox
    with freeze_time("2026-12-01 10:10"):
        call_command("tell_writers")
        call_command("tell_writers")
    assert [m.to for m in mail.outbox] == [["ann@supplier.example"]]


def test_nobody_is_written_to_without_an_address(comment):
    with freeze_time("2026-12-01 10:00"):
        comment.withdraw_consent()
        comment.accept(by=None, reply="We will.")
    with freeze_time("2026-12-01 10:10"):
        call_command("tell_writers")
    assert not mail.outbox
    assert not comment.events.untold().exists()
