"""What example boroughs said to each other: there on the first day, marked, told once, and gone."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from members.models import User
from needs.models import (
    ConnectEvent,
    ConnectRequest,
    Conversation,
    ConversationInvite,
    Judgement,
)
from needs.tasks import keep_requests, sweep_conversations
from tests.needs.test_overlap_pages import read_text
from tests.visitors import Visitor, visitor
from tests.walking import Undo

SLUGS = ["brent", "camden", "city-of-london", "hammersmith-and-fulham", "harrow", "southwark"]
SAID = (Judgement, ConnectRequest, ConnectEvent, Conversation, ConversationInvite)


@pytest.fixture(autouse=True, scope="module")
def demo_mode(tmp_path_factory):
    with override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


def load(*options):
    call_command("load_demo", "--only-examples", *options, stdout=io.StringIO())


@pytest.fixture(scope="module")
def loaded(demo_mode, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), Undo():
        load("--boroughs", *SLUGS)
        yield


@pytest.fixture
def priya(loaded, db) -> Visitor:
    return visitor(User.objects.get(name="Priya Raman"))


def rows():
    return [list(model.objects.order_by("pk").values()) for model in SAID]


def test_an_officer_finds_each_page_with_something_on_it(priya):
    connections = read_text(priya.read("/my-borough/connections"))
    assert "Hammersmith and Fulham" in connections
    assert "Waiting for an answer" in connections
    assert "Contact centre telephony" in read_text(priya.read(reverse("needs:judged_pairs")))
    talks = read_text(priya.read("/overlap/conversations"))
    assert "Waiting for your borough’s answer" in talks
    assert "Example" in talks
    found = Conversation.objects.get(borough__slug="brent")
    assert "Harrow: Yes, let us talk" in read_text(priya.read(found.get_absolute_url()))


def test_requests_are_answered_and_unanswered_in_order(loaded, db):
    assert set(ConnectRequest.objects.values_list("status", flat=True)) == {
        "asked", "accepted", "refused",
    }  # fmt: skip
    for request in ConnectRequest.objects.with_records():
        moments = [request.need_b.published_at, request.asked_at]
        moments += [request.answered_at or timezone.now(), timezone.now()]
        assert moments == sorted(moments)
        assert request.expires_on >= timezone.localdate() or request.answered_at
    assert not ConnectRequest.objects.filter(need_b__is_example=False).exists()


def test_who_hides_a_need_is_not_told_by_an_open_request(priya):
    assert "Southwark" not in read_text(priya.read("/my-borough/connections"))


def test_nobody_is_written_to_about_what_never_happened(loaded, db):
    mail.outbox.clear()
    keep_requests()
    sweep_conversations()
    assert mail.outbox == []


def test_loading_twice_changes_nothing_and_removal_takes_it_away(loaded, db):
    before = rows()
    load("--boroughs", *SLUGS)
    assert rows() == before
    load("--remove")
    assert rows() == [[] for _ in SAID]
