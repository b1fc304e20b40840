"""Guessing is slow for one account, and nine in the morning is quick for a borough."""

import itertools
import time

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client

from members.middleware import SEEN, STARTED
from tests.factories import UserFactory
from tests.members.conftest import CONFIRM, LOGIN
from tests.members.reading import code_in, last_mail_to, words

pytestmark = pytest.mark.django_db

TOO_MANY = "You have tried too many times"
EVASIONS = [
    {},
    {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}"},
    {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}, 198.51.100.7"},
    {"HTTP_X_REAL_IP": "203.0.113.{n}"},
    {"HTTP_FORWARDED": "for=203.0.113.{n}"},
    {"REMOTE_ADDR": "203.0.113.{n}"},
]


def headers(evasion, n):
    return {name: value.format(n=n) for name, value in evasion.items()}


@pytest.mark.parametrize("evasion", EVASIONS, ids=lambda e: ", ".join(e) or "none")
def test_five_passwords_in_five_minutes_whatever_the_sender_says(evasion, worker):
    user = UserFactory(email="priya@camden.gov.uk")
    user.set_password("three quiet lanterns")
    user.save()
    spellings = itertools.cycle(
        ["priya@camden.gov.uk", "Priya@Camden.gov.uk", "PRIYA@camden.gov.UK"]
    )
    for n in range(5):
        data = {"login": next(spellings), "password": f"guess {n}"}
        assert TOO_MANY not in words(Client().post(LOGIN, data, **headers(evasion, n)))
    right = {"login": user.email, "password": "three quiet lanterns"}
    assert TOO_MANY in words(Client().post(LOGIN, right, **headers(evasion, 99)))


@pytest.mark.parametrize("evasion", EVASIONS, ids=lambda e: ", ".join(e) or "none")
def test_five_codes_in_five_minutes_however_many_are_sent(evasion, worker):
    """Three tries to a code, so a guesser asks for another: the address counts, not the code."""
    client = Client()
    client.post(LOGIN, {"login": "priya@camden.gov.uk"}, **headers(evasion, 0))
    for n in range(2):
        client.post(CONFIRM, {"code": "XXXX-XXXX"}, **headers(evasion, n))
    other = Client()
    other.post(LOGIN, {"login": "Priya@camden.gov.uk"}, **headers(evasion, 9))
    for n in range(2):
        other.post(CONFIRM, {"code": "XXXX-XXXX"}, **headers(evasion, n))
    third = Client()
    third.post(LOGIN, {"login": "priya@camden.gov.uk"}, **headers(evasion, 17))
    third.post(CONFIRM, {"code": "XXXX-XXXX"}, **headers(evasion, 18))
    right = code_in(last_mail_to("priya@camden.gov.uk"))
    assert TOO_MANY in words(third.post(CONFIRM, {"code": right}, **headers(evasion, 19)))


@pytest.mark.parametrize(
    "variants",
    [
        [
            "priya@camden.gov.uk",
            "prıya@camden.gov.uk",
            "prÍya@camden.gov.uk",
            "priya@camden.gov.uK",
        ],
    ],
    ids=["accents and look-alikes"],
)
def test_an_accent_neither_raises_the_limit_nor_reaches_the_account(variants, worker):
    for _ in range(2):
        for address in variants:
            Client().post(LOGIN, {"login": address})
    sent_to = {message.to[0] for message in mail.outbox}
    assert sent_to == {"priya@camden.gov.uk"}
    assert len(mail.outbox) <= 5


def test_one_address_gets_five_mails_in_five_minutes(worker):
    for _ in range(8):
        Client().post(LOGIN, {"login": "priya@camden.gov.uk"})
    assert len(mail.outbox) == 5


@pytest.mark.no_cover  # others run the same lines, and noting it would double its time
def test_two_hundred_officers_behind_one_address_sign_in(worker):
    """Nine in the morning: one office, one address on the network, within five minutes."""
    refused = 0
    for n in range(200):
        client = Client()
        address = f"officer{n}@camden.gov.uk"
        client.post(LOGIN, {"login": address})
        code = code_in(mail.outbox.pop())
        refused += client.post(CONFIRM, {"code": code}).status_code != 302
    assert refused == 0


def test_a_proxy_that_is_trusted_tells_people_apart(worker, settings, monkeypatch):
    """With one proxy in front, the address it saw counts and what a client adds does not."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/5m/ip"}

    def post(n, forwarded):
        data = {"login": f"person{n}@example.org"}
        return Client().post(LOGIN, data, HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert [post(n, f"10.0.0.{n}, 198.51.100.7") for n in range(3)] == [302, 302, 429]
    assert post(4, "10.0.0.1, 198.51.100.8") == 302


def test_too_many_says_how_long_to_wait(worker, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/5m/ip"}
    Client().post(LOGIN, {"login": "a@example.org"})
    answer = Client().post(LOGIN, {"login": "b@example.org"})
    assert answer.status_code == 429
    assert "Wait 5 minutes, then try again" in words(answer)


def shift(visitor, **seconds):
    session = visitor.client.session
    for name, age in seconds.items():
        session[{"started": STARTED, "seen": SEEN}[name]] = time.time() - age
    session.save()


HOUR = 3600


@pytest.mark.parametrize(
    ("started", "seen", "lasts"),
    [
        (HOUR, 60, True),
        (11 * HOUR, 2 * HOUR, True),
        (4 * HOUR, 3 * HOUR + 60, False),
        (12 * HOUR + 60, 60, False),
    ],
    ids=["in use", "late in the day", "idle three hours", "twelve hours old"],
)
def test_a_session_ends_when_idle_or_old(started, seen, lasts, officer):
    officer.get("/account")
    shift(officer, started=started, seen=seen)
    assert (officer.get("/account").status_code == 200) is lasts
    if not lasts:
        assert "You were signed out to keep your account safe" in words(officer.get(LOGIN))


def test_the_last_day_seen_is_noted_once_a_day(officer):
    officer.get("/account")
    officer.user.refresh_from_db()
    assert officer.user.last_seen_on is not None


def test_a_page_adds_no_question_to_note_that_it_was_seen(officer, django_assert_num_queries):
    officer.get("/accessibility")
    with django_assert_num_queries(2):  # session; person with memberships
        officer.get("/boroughs/nowhere-at-all-xyz/none")


def test_cookies_are_kept_from_scripts():
    assert configured.SESSION_COOKIE_HTTPONLY
    assert configured.SESSION_COOKIE_SAMESITE == "Lax"
