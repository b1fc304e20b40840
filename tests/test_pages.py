"""Every page in real Chromium: wide and narrow, with and without scripts.

Asks of each: no axe violation and no undecided contrast, no sideways scroll at 320 pixels, no
console error, valid HTML with one h1, and that its stylesheet and its scripts really loaded.
"""

from itertools import groupby

import pytest
from django.urls import reverse

from tests.access_policy import POLICY
from tests.audiences import OK, Rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whose eyes a page is seen with: the first of these that may open it.
EYES = ("moderator", "cio", "officer", "at_lead", "other_officer", "outsider", "anonymous")
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


@pytest.mark.parametrize("walk", WALKS)
def test_pages_are_sound(walk, request, world, live_server, tab):
    who, names = WALKS[walk]
    tab.become(request.getfixturevalue(who).client, live_server.url)
    faults = []
    for name in names:
        url = live_server.url + reverse(name, kwargs=POLICY[name].kwargs(world))
        faults += [f"{name} {fault}" for fault in tab.faults(url)]
    tab.leave(live_server.url)
    assert not faults, "\n".join(faults)
