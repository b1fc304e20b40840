"""Reading changes nothing, changing needs a token of ours, and other methods are refused."""

from functools import partial
from itertools import cycle

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access_policy import LIBRARY_PREFIXES, POLICY
from tests.visitors import sign_in
from tests.walking import Undo, addresses, allowed, changes, route_names

pytestmark = pytest.mark.django_db

# A mail program posts here with nothing but the link (RFC 8058, section 3.2).
OUR_TOKEN = "a" * 32
WITHOUT_TOKEN = {"community:unsubscribe"}


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


def test_reading_changes_nothing(world, visitors):
    """Ours by their heads, and as verbs; whoever may read ours does so in test_access.py."""
    walk = {}
    for name, url in addresses(world).items():
        reader = visitors[(allowed(name) or ["officer"])[-1]]
        method = "HEAD" if POLICY[name].method == "GET" else "GET"
        walk[name] = partial(reader.client.generic, method, url)
    for name, url in library_addresses().items():
        for who in ("anonymous", "outsider", "officer", "moderator"):
            walk[f"{name} by {who}"] = partial(visitors[who].get, url)
    found = changes(walk)
    assert not found, "\n".join(found)


def strict(visitor) -> Client:
    client = Client(enforce_csrf_checks=True)
    if visitor.user:
        sign_in(client, visitor.user, second_factor=True)
    return client


OTHERWISE = (
    {"data": {"csrfmiddlewaretoken": "b" * 32}},  # made up
    {"data": {"csrfmiddlewaretoken": OUR_TOKEN}, "headers": {"Origin": "https://evil.example"}},
    {"data": {"csrfmiddlewaretoken": OUR_TOKEN}, "headers": {"Origin": "null"}},
)


def test_no_change_without_our_token(world, visitors):
    """Every route without a token, and in one more of the ways it could be asked to do without."""
    clients = {who: strict(visitor) for who, visitor in visitors.items()}
    found, ways = [], cycle(OTHERWISE)
    for name, url in (addresses(world) | library_addresses()).items():
        client = clients[(allowed(name) or ["officer"])[-1] if name in POLICY else "officer"]
        for way in ({}, next(ways)):
            client.cookies["csrftoken"] = OUR_TOKEN
            with Undo():
                response = client.post(url, **way)
            refused = (
                response.status_code == 403 and b"The form could not be checked" in response.content
            )
            if refused == (name in WITHOUT_TOKEN):
                found.append(f"{name}, {way}: {response.status_code}")
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
