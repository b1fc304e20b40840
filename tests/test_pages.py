"""Every page in real Chromium: wide and narrow, with and without scripts.

Asks of each: no axe violation and no undecided contrast, no sideways scroll at 320 pixels, no
console error, valid HTML with one h1, and that its stylesheet really loaded.
"""

import re

import pytest
from django.urls import reverse

from tests.access_policy import POLICY
from tests.audiences import OK
from tests.browser import Watched, axe_findings, html_faults, session_cookie, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whose eyes a page is seen with: the first of these that may open it.
EYES = ("moderator", "cio", "officer", "at_lead", "other_officer", "outsider", "anonymous")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
SCRIPTS = re.compile(r"\.m?js(\?|$)")


def _pages():
    for name, rule in sorted(POLICY.items()):
        if rule.method == "GET" and rule.page:
            yield name, next(who for who in EYES if rule.expects(who) == OK)
            if rule.audience == "public":
                yield name, "anonymous"


PAGES = sorted(set(_pages()))


@pytest.fixture(scope="session")
def windows(browser):
    """One tab with scripts and one without, watched, and kept for the whole run."""
    scripted = browser.new_context(viewport=WIDE)
    plain = browser.new_context(viewport=NARROW)
    # axe needs a browser that can run it, so the page's own scripts are kept away instead.
    plain.route(SCRIPTS, lambda route: route.fulfill(body="", content_type="text/javascript"))
    yield {
        kind: Watched.on(context.new_page())
        for kind, context in (("scripted", scripted), ("narrow, no script", plain))
    }
    for context in (scripted, plain):
        context.close()


@pytest.mark.parametrize(("name", "who"), PAGES, ids=lambda part: part)
def test_page_is_sound(name, who, request, world, live_server, windows):
    visitor = request.getfixturevalue(who)
    url = live_server.url + reverse(name, kwargs=POLICY[name].kwargs(world))
    faults = []
    for kind, watched in windows.items():
        page = watched.page
        watched.errors.clear()
        page.context.clear_cookies()
        if visitor.user:
            page.context.add_cookies([session_cookie(visitor.client, live_server.url)])
        response = page.goto(url)
        found = [f"answered {response.status}"] if response.status != 200 else []
        if page.evaluate("document.styleSheets.length") == 0:
            found.append("the stylesheet did not load")
        found += axe_findings(page)
        if kind == "scripted":
            found += html_faults(response.text()) + sideways(page)
            page.set_viewport_size(NARROW)
        found += sideways(page) + watched.errors
        faults += [f"{kind}: {fault}" for fault in found]
        page.goto(f"{live_server.url}/static/favicon.svg")  # asks for nothing any more
        page.set_viewport_size(WIDE if kind == "scripted" else NARROW)
    assert not faults, "\n".join(faults)
