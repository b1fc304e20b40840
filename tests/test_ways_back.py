"""Whatever a page or a form is told of a way back: nobody is led to another site."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from tests.noting import EVERY, noted
from tests.page_forms import Form, read
from tests.sending import forms, get, leaves, send
from tests.test_hostile_inputs import query_of

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "https:evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "\x01//evil.example",
    "//evil.example@testserver/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example",
    "javascript:zyx()//",
    "java\nscript:zyx()",
    "data:text/html,zyx",
    "/my-borough/contracts?\r\nLocation: //evil.example",
    "@evil.example",
    ".evil.example",
)
WAYS_BACK = ("next", "back", "return", "url", "redirect", "redirect_to", "after", "instead")


def leads_away(response, url: str) -> list[str]:
    """Where an answer or a link on it would take a browser, when that is another site."""
    if leaves(response):
        return [f"went to {response['Location']}"]
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    reader = read(response.content.decode(), url)
    targets = [*reader.links, *(form.action for form in reader.forms)]
    return [f"links to {target}" for target in targets if "evil" in _host(target)]


def _host(target: str) -> str:
    said = "".join(c for c in target if c > " ").replace("\\", "/")
    return urlsplit(urljoin("http://testserver/", said)).netloc


def places_told(visitor, url: str, filled: dict | None) -> tuple[str, ...]:
    """Where a form is told to go: everywhere if it goes where it is told, and nowhere if it
    does not ask. A page (`filled` is None) is told everywhere."""
    if filled is None or {"next", "back"} & set(filled):
        return ELSEWHERE
    back = dict.fromkeys(WAYS_BACK, "/help?obeyed")
    told = Form(f"{url}?" + "&".join(query_of(*pair) for pair in back.items()), "post")
    with noted() as asked:
        response = send(visitor, told, filled | back, follow=False)
    if "obeyed" in response.headers.get("Location", ""):
        return ELSEWHERE
    return ELSEWHERE[:2] if asked & {*WAYS_BACK, EVERY} else ()


def test_no_way_back_leads_to_another_site(world, visitors):
    every = list(forms(world, visitors))
    ways = [(name, visitor, form.action, form.filled()) for name, visitor, form in every]
    ways += [("follow", visitors["officer"], reverse("needs:my_contracts"), None)]
    ways += [("login", visitors["anonymous"], reverse("account_login"), None)]
    ways += [("login", visitors["officer"], reverse("account_login"), None)]
    ways += [("second factor", visitors["moderator"], reverse("members:second_factor"), None)]
    ways += [("again", visitors["officer"], reverse("account_reauthenticate"), None)]
    found = []
    for name, visitor, url, filled in ways:
        path = url.split("?")[0]
        for where in places_told(visitor, path, filled):
            back = dict.fromkeys(WAYS_BACK, where)
            address = f"{path}?" + "&".join(query_of(*pair) for pair in back.items())
            if filled is None:
                response = get(visitor, address)
            else:
                response = send(visitor, Form(address, "post"), filled | back, follow=False)
            found += [f"{name}, {where!r}: {away}" for away in leads_away(response, url)]
    assert not found, "\n".join(found)
