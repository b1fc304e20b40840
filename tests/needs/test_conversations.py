"""Joint conversations: asked once, answered, closed with an outcome, seen by those in them."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from needs import matching
from needs.models import Conversation, ConversationInvite
from needs.tasks import ask_borough, sweep_conversations, tell_asker
from tests.factories import (
    BoroughFactory,
    CapabilityFactory,
    ContractFactory,
    MembershipFactory,
    days,
)
from tests.needs.test_overlap_pages import read_text
from tests.visitors import visitor

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/overlap/telephony/talk"


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """Work that was given to the queue is done at once."""
    for task in (ask_borough, tell_asker):
        monkeypatch.setattr(task, "delay", task)


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Contact centre telephony")


@pytest.fixture
def shared(camden, brent, telephony):
    """Camden, Brent and Ealing have telephony; Ealing has nobody here yet."""
    ealing = BoroughFactory(slug="ealing", short_name="Ealing")
    for borough in (camden, brent, ealing):
        row = ContractFactory(borough=borough, capability=telephony, end=days(800))
        matching.rematch(row)
    return ealing


def answers(camden, **changed):
    day = days(10)
    return {
        "borough": camden.gss,
        "boroughs": ["brent", "ealing"],
        "message": "Shall we talk about telephony?",
        "answer_by_day": day.day,
        "answer_by_month": day.month,
        "answer_by_year": day.year,
        "step": "send",
    } | changed


@pytest.fixture
def asked(officer, camden, shared):
    officer.post(URL, answers(camden))
    return Conversation.objects.get()


def test_the_form_is_filled_with_whom_to_ask_and_what_is_known(officer, shared):
    page = officer.read(URL)
    assert page.count('type="checkbox"') == page.count(" checked") == 2
    assert "3 boroughs have Contact centre telephony: 3 contracts" in page
    assert "Shall we talk about doing this together?" in page


def test_it_is_shown_once_more_before_anything_is_sent(officer, camden, shared):
    page = read_text(officer.post(URL, answers(camden, step="preview")).content.decode())
    assert "Check your message before it is sent" in page
    assert "Brent, Ealing" in page
    assert not Conversation.objects.exists()
    assert not mail.outbox


def test_what_was_typed_comes_back_to_be_changed(officer, camden, shared):
    page = officer.post(URL, answers(camden, step="change", boroughs=["brent"])).content.decode()
    assert "Shall we talk about telephony?" in page
    assert page.count(" checked") == 1


def test_the_preview_sends_what_it_showed(officer, camden, shared):
    preview = officer.post(URL, answers(camden, step="preview", boroughs=["brent"]))
    page = preview.content.decode().split("<main")[1]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    typed = [(name, value) for name, value in hidden if name != "csrfmiddlewaretoken"]
    officer.post(URL, dict(typed) | {"step": "send"})
    sent = Conversation.objects.get()
    assert (sent.message, sent.answer_by) == ("Shall we talk about telephony?", days(10))
    assert [invite.borough.slug for invite in sent.invites.all()] == ["brent"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"boroughs": []}, "Select at least one borough to ask"),
        ({"message": ""}, "Enter your message"),
        ({"answer_by_year": "2020"}, "must be in the next 90 days"),
        ({"answer_by_month": "13"}, "must be a real date"),
        ({"boroughs": ["camden"]}, "Select at least one of the boroughs listed"),
    ],
    ids=["nobody", "no words", "past", "no date", "own borough"],
)
def test_bad_answers_come_back(officer, camden, shared, changed, message):
    page = officer.post(URL, answers(camden, **changed)).content.decode()
    assert message in page
    assert not Conversation.objects.exists()


def test_leads_and_cios_get_one_email_a_borough(officer, camden, brent, shared, lead):
    for role in ("lead", "cio", "officer"):
        MembershipFactory(borough=brent, role=role, user__email=f"{role}@brent.gov.uk")
    officer.post(URL, answers(camden))
    assert [message.to for message in mail.outbox] == [["cio@brent.gov.uk", "lead@brent.gov.uk"]]
    text = mail.outbox[0].body
    assert "Camden asks Brent to talk about Contact centre telephony" in text
    assert "Shall we talk about telephony?" in text
    for invite in ConversationInvite.objects.all():
        ask_borough(invite.pk)
    sweep_conversations()
    assert len(mail.outbox) == 1


def test_an_email_that_was_lost_is_sent_later(officer, camden, brent, shared):
    MembershipFactory(borough=brent, role="lead", user__email="lead@brent.gov.uk")
    officer.post(URL, answers(camden))
    mail.outbox.clear()
    ConversationInvite.objects.filter(borough=brent).update(asked_at=None)
    sweep_conversations()
    assert [message.to for message in mail.outbox] == [["lead@brent.gov.uk"]]


def test_sending_twice_asks_once(officer, camden, asked):
    page = officer.post(URL, answers(camden), follow=True)
    assert "is asking about Contact centre telephony already" in page.content.decode()
    assert Conversation.objects.count() == 1


def test_a_borough_answers_and_the_asker_is_told(officer, other_officer, asked):
    mail.outbox.clear()
    url = asked.get_absolute_url()
    assert "Brent’s answer" in other_officer.read(url)
    refused = other_officer.post(url, {"answer": "none"}).content.decode()
    assert "Select whether your borough wants to talk" in refused
    other_officer.post(url, {"answer": "yes", "note": "Ask for Sam"})
    assert mail.outbox[0].to == [officer.user.email]
    assert "Yes, let us talk" in mail.outbox[0].subject
    page = read_text(officer.read(url))
    assert "1 of 2 boroughs answered" in page
    assert "Ask for Sam" in page


def test_only_those_in_it_see_it(asked, other_officer, moderator, shared):
    stranger = visitor(MembershipFactory(borough=BoroughFactory()).user)
    url = asked.get_absolute_url()
    assert stranger.get(url).status_code == 404
    assert "Contact centre telephony" not in stranger.read(reverse("needs:conversations"))
    assert "Waiting for your borough" in other_officer.read(reverse("needs:conversations"))
    assert moderator.get(url).status_code == 200
    assert moderator.post(url, {"answer": "yes"}).status_code == 403


def test_it_is_closed_with_an_outcome_and_nobody_answers_afterwards(officer, other_officer, asked):
    close = reverse("needs:close_conversation", args=[asked.reference])
    assert other_officer.post(close).status_code == 403
    assert "Select how it ended" in officer.post(close, {"reason": "x"}).content.decode()
    officer.post(close, {"outcome": "together", "reason": "One framework from April"})
    page = read_text(other_officer.read(asked.get_absolute_url()))
    assert "How it ended: we go on together" in page
    assert "One framework from April" in page
    assert other_officer.post(asked.get_absolute_url(), {"answer": "yes"}).status_code == 409
    assert officer.post(close, {"outcome": "dropped", "reason": "y"}).status_code == 409


def test_a_sealed_record_makes_nobody_somebody_to_ask(officer, camden, brent, telephony):
    row = ContractFactory(borough=brent, capability=telephony, visibility="sealed", end=days(800))
    matching.rematch(row)
    page = officer.read(URL)
    assert "Nobody to ask yet" in page
    assert "Brent" not in page.split("<main")[1]


def test_the_category_page_leads_to_it_and_the_dashboard_asks(officer, camden, brent, shared):
    page = officer.read("/overlap/telephony")
    assert 'href="/overlap/telephony/talk"' in page
    officer.post(URL, answers(camden))
    assert "Camden: Contact centre telephony" in officer.read("/overlap/telephony")
    cio = visitor(MembershipFactory(borough=brent, role="cio").user)
    assert "1 borough waits for your answer" in cio.read("/dashboard")
    cio.post(Conversation.objects.get().get_absolute_url(), {"answer": "later"})
    assert "waits for your answer" not in cio.read("/dashboard")
