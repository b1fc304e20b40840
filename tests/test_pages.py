"""Every page in real Chromium: wide and narrow, with and without scripts.

Asks of each: no axe violation and no undecided contrast, no sideways scroll at 320 pixels, no
console error, valid HTML with one h1, and that its stylesheet and its scripts really loaded.
"""

from itertools import groupby

import pytest
from django.urls import reverse

from tests.access_policy import POLICY
from tests.audiences import OK, Rule
from tests.browser import (
    AXE,
    SCRIPTED,
    LateScripts,
    Watched,
    axe_findings,
    html_faults,
    session_cookie,
    sideways,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whose eyes a page is seen with: the first of these that may open it.
EYES = ("moderator", "cio", "officer", "at_lead", "other_officer", "outsider", "anonymous")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
NO_RECORDS = Rule.kwargs


def _pages():
    """Room, eyes and route. Within a room those come first that need no record of their own: they
    are seen as they are while there is nothing to show."""
    for name, rule in POLICY.items():
        if rule.method == "GET" and rule.page:
            eyes = {next(who for who in EYES if rule.expects(who) == OK)}
            for who in eyes | ({"anonymous"} if rule.audience == "public" else set()):
                yield name.partition(":")[0] * (":" in name), who, rule.kwargs != NO_RECORDS, name


WALKS = {
    f"{room or 'portal'}-{who}": (who, [name for *_, name in pages])
    for (room, who), pages in groupby(sorted(_pages()), lambda page: page[:2])
}


@pytest.fixture(scope="session")
def tab(browser):
    """Narrow, watched, and kept for the whole run; axe is in every page before anything else."""
    context = browser.new_context(viewport=NARROW)
    context.add_init_script(AXE)
    page = context.new_page()
    yield LateScripts(page), Watched.on(page)
    context.close()


@pytest.mark.parametrize("walk", WALKS)
def test_pages_are_sound(walk, request, world, live_server, tab):
    who, names = WALKS[walk]
    visitor = request.getfixturevalue(who)
    context = tab[0].page.context
    context.clear_cookies()
    if visitor.user:
        context.add_cookies([session_cookie(visitor.client, live_server.url)])
    faults = []
    for name in names:
        url = live_server.url + reverse(name, kwargs=POLICY[name].kwargs(world))
        faults += [f"{name} {fault}" for fault in page_faults(*tab, url)]
    tab[0].page.goto(f"{live_server.url}/static/favicon.svg")  # asks for nothing any more
    assert not faults, "\n".join(faults)


def page_faults(late, watched, url):
    """Each with how the page was seen: narrow without scripts, then wide and narrow with them."""
    page = late.page
    watched.errors.clear()
    response = late.goto(url)
    found = [f"answered {response.status}"] if response.status != 200 else []
    found += ["without a stylesheet"] * (page.evaluate("document.styleSheets.length") == 0)
    found += ["runs scripts already"] * page.evaluate(SCRIPTED)
    found += html_faults(response.text()) + axe_findings(page) + sideways(page) + watched.errors
    yield from (f"at 320 pixels, no script: {fault}" for fault in found)
    watched.errors.clear()
    page.set_viewport_size(WIDE)
    late.let_in()
    found = ["its scripts did not run"] * (not page.evaluate(SCRIPTED))
    found += axe_findings(page) + sideways(page) + watched.errors
    yield from (f"at 1280 pixels: {fault}" for fault in found)
    page.set_viewport_size(NARROW)
    yield from (f"at 320 pixels: {fault}" for fault in sideways(page))
