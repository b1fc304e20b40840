"""Every route, every kind of visitor: what they get is what the policy table says."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_policy import (
    FORBIDDEN,
    HIDDEN,
    LIBRARY_PREFIXES,
    OK,
    POLICY,
    SECOND_FACTOR,
    SIGN_IN,
    VISITORS,
)
from tests.world import World

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


@pytest.mark.parametrize("name", OURS)
def test_route_answers_as_the_table_says(name, request, world: World):
    rule = POLICY[name]
    answers, wanted = {}, {}
    for who in VISITORS:
        visitor = request.getfixturevalue(who)
        url = reverse(name, kwargs=rule.kwargs(world))
        response = visitor.client.generic(rule.method, url)
        assert response.status_code < 500, f"{name} as {who}: {response.status_code}"
        answers[who], wanted[who] = outcome(response), rule.expects(who)
    assert answers == wanted
