"""Sending back: the author reads which answer, why, and what to do; then it comes again."""

import pytest
from django.urls import reverse

from needs import tasks
from needs.journey import ORDER
from needs.models import NeedEvent
from tests.factories import NeedFactory

pytestmark = pytest.mark.django_db


def url(need, verb="send_back"):
    return reverse(f"needs:{verb}", args=[need.reference])


@pytest.fixture
def submitted(camden, officer):
    need = NeedFactory(
        borough=camden,
        owner=officer.user,
        changed_by=officer.user,
        answered=list(ORDER),
        problem="We pay our supplier too much for a system that fails.",
    )
    need.submit(by=officer.user)
    return need


REASON = {"field": "problem", "template": "Remove supplier pricing", "words": "Leave “we pay” out."}


def test_author_reads_the_same_reason_everywhere(moderator, officer, submitted, mailoutbox):
    moderator.post(url(submitted), {"version": 1, **REASON})
    tasks.tell_author(NeedEvent.objects.get(verb="send_back").pk)
    places = [
        officer.read(submitted.get_absolute_url()),
        officer.read(url(submitted, "post_tasks")),
        officer.read(reverse("needs:post_step", args=[submitted.reference, "problem"])),
        mailoutbox[0].body,
    ]
    for text in places:
        assert "Why you need it: Remove the supplier’s prices" in text
        assert "Leave “we pay” out." in text
    assert "Sent back to you" in officer.read(reverse("needs:my_needs"))


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        (["field"], "Select which answer has to change"),
        (["template", "words"], "Enter what has to change, or choose one of the reasons"),
    ],
    ids=["no answer named", "no reason"],
)
def test_reason_and_answer_are_needed(moderator, submitted, left_out, message):
    data = {"version": 1, **REASON} | dict.fromkeys(left_out, "")
    page = moderator.post(url(submitted), data).content.decode()
    assert message in page
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_changed_answer_is_marked_when_it_comes_again(moderator, officer, submitted):
    moderator.post(url(submitted), {"version": 1, **REASON})
    answer = reverse("needs:post_step", args=[submitted.reference, "problem"])
    officer.post(answer, {"version": 1, "problem": "We have a system that fails every week."})
    officer.post(url(submitted, "submit"))
    page = moderator.read(url(submitted, "moderate"))
    assert "Reviewed last time" in page
    assert "every week." in page
    assert "<ins>" in page
    assert page.count("Reviewed last time") == 1


def test_sending_back_twice_comes_too_late(moderator, submitted):
    moderator.post(url(submitted), {"version": 1, **REASON})
    assert moderator.post(url(submitted), {"version": 1, **REASON}).status_code == 409


def test_officers_cannot_send_back(officer, submitted):
    assert officer.post(url(submitted), {"version": 1, **REASON}).status_code == 403
