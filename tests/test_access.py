"""Every route, every kind of visitor: what they get is what the policy table says."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_policy import LIBRARY_PREFIXES, POLICY
from tests.audiences import FORBIDDEN, HIDDEN, OK, SECOND_FACTOR, SIGN_IN
from tests.walking import Undo, addresses

pytestmark = pytest.mark.django_db


def route_names(resolver=None, prefix=""):
    """Names of all routes, with their namespaces; a route with no name is an error."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from route_names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


OURS = sorted({n for n in route_names() if not n.startswith(LIBRARY_PREFIXES)})


def test_every_route_is_in_the_policy_table():
    assert set(OURS) == set(POLICY)


def outcome(response) -> str:
    """What an answer means for access; 400, 405 and 409 mean that the door was open."""
    location = response.headers.get("Location", "")
    if response.status_code in (301, 302) and location.startswith("/sign-in/login/"):
        return SIGN_IN
    if response.status_code in (301, 302) and location.startswith(reverse("members:second_factor")):
        return SECOND_FACTOR
    return {403: FORBIDDEN, 404: HIDDEN}.get(response.status_code, OK)


ROOMS = sorted({name.rpartition(":")[0] for name in OURS})


def answers(visitor, method: str, url: str) -> str:
    """What the visitor gets, before that is forgotten."""
    cookies = visitor.client.cookies.copy()
    with Undo():
        response = visitor.client.generic(method, url)
    visitor.client.cookies = cookies
    assert response.status_code < 500, f"{url}: {response.status_code}"
    return outcome(response)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "portal")
def test_routes_answer_as_the_table_says(room, visitors, world):
    names = [name for name in OURS if name.rpartition(":")[0] == room]
    found = []
    for name, url in addresses(world, names).items():
        for who, visitor in visitors.items():
            got = answers(visitor, POLICY[name].method, url)
            if got != POLICY[name].expects(who):
                found.append(f"{name} as {who}: {got}, not {POLICY[name].expects(who)}")
    assert not found, "\n".join(found)
