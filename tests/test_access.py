"""Every route, every kind of visitor: what they get is what the policy table says."""

from contextlib import nullcontext

import pytest
from django.urls import reverse

from tests.access_policy import LIBRARY_PREFIXES, POLICY
from tests.audiences import FORBIDDEN, HIDDEN, OK, SECOND_FACTOR, SIGN_IN
from tests.test_headers import faults
from tests.walking import Undo, addresses, changes, route_names

pytestmark = pytest.mark.django_db


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


def answered(visitor, method: str, url: str):
    cookies = visitor.client.cookies.copy()
    response = visitor.client.generic(method, url)
    visitor.client.cookies = cookies
    assert response.status_code < 500, f"{url}: {response.status_code}"
    return response


def wrong_answers(visitors, name: str, url: str, undo) -> list[str]:
    """Where a route answers somebody otherwise than the table says, or without a header."""
    found = []
    for who, visitor in visitors.items():
        with undo():
            response = answered(visitor, POLICY[name].method, url)
        got = outcome(response)
        if got != POLICY[name].expects(who):
            found.append(f"{name} as {who}: {got}, not {POLICY[name].expects(who)}")
        found += [f"{fault}, as {who}" for fault in faults(response, name=name)]
    return found


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "portal")
def test_routes_answer_as_the_table_says(room, visitors, world):
    """With the headers that every answer has; and whoever reads changes nothing."""
    urls = addresses(world, [name for name in OURS if name.rpartition(":")[0] == room])
    read = {name: url for name, url in urls.items() if POLICY[name].method == "GET"}
    found = []
    for name in set(urls) - set(read):
        found += wrong_answers(visitors, name, urls[name], undo=Undo)
    walk = {
        name: lambda name=name, url=url: found.extend(
            wrong_answers(visitors, name, url, undo=nullcontext)
        )
        for name, url in read.items()
    }
    found += changes(walk)
    assert not found, "\n".join(found)
