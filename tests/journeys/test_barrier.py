"""A barrier: raised by one borough, shared by a second, acted on, resolved, read by everybody."""

import pytest

from tests.factories import MembershipFactory, days
from tests.visitors import visitor

TITLE = "Residents will not sign a nine-page agreement"


@pytest.fixture
def brent_at_lead(brent):
    return visitor(MembershipFactory(borough=brent, role="at_lead", user__name="Ruth C").user)


def write(here, title: str, text: str) -> None:
    here.open("/barriers")
    here.follow("Raise a barrier")
    here.fill("Title", title)
    here.fill("What gets in the way", text)
    here.page.get_by_label("Kind", exact=True).select_option("User agreements and consent")
    here.press("Continue")


def prioritise(loti, place: str) -> None:
    loti.open(place)
    loti.follow("Set the priority")
    loti.choose("High")
    loti.fill("Reason", "It stops three trials.")
    loti.press("Set the priority")
    loti.reads("High priority")


def act(here, place: str) -> None:
    here.open(place)
    here.press("Add an action")
    here.fill("What is to be done", "Write a one-page agreement")
    here.page.get_by_label("Who does it").select_option("Ruth C, Brent")
    here.fill_date("Due date", days(30))
    here.press("Add an action")
    here.reads("In action")
    here.follow("Add progress")
    here.fill("How it goes", "Ten residents have read a draft.")
    here.press("Add progress")
    here.reads("Progress added")


def finish(here) -> None:
    here.follow("Finish it")
    here.choose("It is done")
    here.fill("What came of it", "Nine of ten signed.")
    here.press("Finish an action")
    here.reads("Saved.")


def resolve(here, place: str) -> None:
    here.open(place)
    here.follow("Resolve it")
    here.fill("Reason", "A one-page agreement that people sign.")
    here.press("Resolve")
    here.reads("Resolved.")


def test_two_boroughs_then_an_action_then_resolved(browse, at_lead, brent_at_lead, moderator):
    first, second, reader = browse(at_lead), browse(brent_at_lead), browse()
    write(first, TITLE, "Nine pages, and nothing about the end of the trial.")
    first.reads("Raised. When a second borough says “us too”")
    place = first.path
    reader.open("/barriers")
    reader.reads_nothing_of(TITLE)

    write(second, "Our agreement is nine pages", "Residents will not sign the agreement.")
    second.reads("Is it one of these?")
    second.press("Us too")
    second.reads("With two boroughs it is validated")
    reader.open(place)
    reader.reads("2 boroughs have it")

    prioritise(browse(moderator), place)
    act(second, place)
    reader.open(place)
    reader.reads("Ten residents have read a draft.")
    first.open("/account/digests/next")
    first.reads("Progress: Ten residents have read a draft.")

    finish(second)
    resolve(first, place)
    reader.open("/barriers?status=resolved")
    reader.follow(TITLE)
    for text in ("Nine of ten signed.", "A one-page agreement that people sign."):
        reader.reads(text)
    reader.reads_nothing_of("Ruth C", str(at_lead.user))
