"""Reading changes nothing, changing needs a token of ours, and other methods are refused."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from psycopg2 import sql

from tests.access_policy import LIBRARY_PREFIXES, POLICY
from tests.audiences import VISITORS
from tests.test_access import route_names
from tests.visitors import sign_in
from tests.walking import Undo, addresses, allowed

pytestmark = pytest.mark.django_db

# Where it is noted that somebody is signed in: a page more or less is not a change.
PASSING = {"django_session", "usersessions_usersession"}
# A mail program posts here with nothing but the link (RFC 8058, section 3.2).
OUR_TOKEN = "a" * 32
WITHOUT_TOKEN = {"community:unsubscribe"}


def state() -> dict[str, tuple]:
    """Rows and a fingerprint of every table."""
    tables = sorted(set(connection.introspection.table_names()) - PASSING)
    part = sql.SQL("select {}, count(*), md5(string_agg(r::text, ' ' order by r::text)) from {} r")
    parts = [part.format(sql.Literal(name), sql.Identifier(name)) for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" union all ").join(parts))
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}


def changed(before: dict, after: dict) -> list[str]:
    return [name for name, rows in after.items() if rows != before[name]]


def library_addresses() -> dict[str, str]:
    """Pages of the sign-in library and the admin that name no record."""
    found = {}
    for name in set(route_names()):
        if name.startswith(LIBRARY_PREFIXES):
            try:
                found[name] = reverse(name)
            except NoReverseMatch:
                continue
    return found


@pytest.fixture
def visitors(visitors):
    """Everybody, with the address they signed in with."""
    for visitor in visitors.values():
        if user := visitor.user:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return visitors


def readings(world):
    """Route, address and the visitors to read it as: who may, and one who may not."""
    for name, url in addresses(world).items():
        shut_out = [who for who in VISITORS if who not in allowed(name)][:1]
        yield name, url, [*allowed(name), *shut_out]
    for name, url in sorted(library_addresses().items()):
        yield name, url, ["anonymous", "outsider", "officer", "moderator"]


def test_reading_changes_nothing(world, visitors):
    found, walk = [], list(readings(world))
    before = state()
    for name, url, eyes in walk:
        with Undo():
            visitors[eyes[0]].client.head(url)
            for who in eyes:
                visitors[who].get(url)
            touched = changed(before, state())
        if touched or mail.outbox:
            found.append(f"{name}: {touched} {[message.subject for message in mail.outbox]}")
            mail.outbox.clear()
    assert not found, "\n".join(found)


def strict(visitor) -> Client:
    client = Client(enforce_csrf_checks=True)
    if visitor.user:
        sign_in(client, visitor.user, second_factor=True)
    return client


def test_no_change_without_our_token(world, visitors):
    found = []
    urls = addresses(world) | library_addresses()
    for name, url in urls.items():
        who = allowed(name)[-1] if name in POLICY and allowed(name) else "officer"
        client = strict(visitors[who])
        client.cookies["csrftoken"] = OUR_TOKEN
        token = {"csrfmiddlewaretoken": OUR_TOKEN}
        with Undo():
            tries = {
                "no token": client.post(url),
                "made-up token": client.post(url, {"csrfmiddlewaretoken": "b" * 32}),
                "foreign page": client.post(url, token, headers={"Origin": "https://evil.example"}),
                "no origin": client.post(url, token, headers={"Origin": "null"}),
            }
        for how, response in tries.items():
            refused = (
                response.status_code == 403 and b"The form could not be checked" in response.content
            )
            if refused == (name in WITHOUT_TOKEN):
                found.append(f"{name}, {how}: {response.status_code}")
    assert not found, "\n".join(found)


def test_verbs_are_not_links(world, visitors):
    urls = addresses(world)
    verbs = [name for name, rule in POLICY.items() if rule.method == "POST"]
    answers = {}
    for name in verbs:
        who = (allowed(name) or ["officer"])[-1]
        answers[name] = visitors[who].get(urls[name]).status_code
    assert answers == dict.fromkeys(verbs, 405)


def test_methods_no_page_uses(world, visitors):
    found = []
    for name, url in (addresses(world) | library_addresses()).items():
        who = allowed(name)[-1] if name in POLICY and allowed(name) else "officer"
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            with Undo():
                response = visitors[who].client.generic(method, url)
            if response.status_code != 405 or "Allow" not in response.headers:
                found.append(f"{name}: {method} answered {response.status_code}")
    assert not found, "\n".join(found)
