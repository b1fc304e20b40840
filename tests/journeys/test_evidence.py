"""What a search found becomes evidence: a draft, two blind appraisals that differ, one result."""

import datetime

import pytest

from tests.factories import MembershipFactory, TechnologyClassFactory
from tests.visitors import visitor

TEN = (
    "The aim is clear",
    "The people who took part are described",
    "The same thing was measured before it began",
    "There was somebody to compare with",
    "Enough people took part for what is claimed",
    "The measure is a validated one",
    "At least 80% were followed to the end",
    "It is independent of the supplier",
    "The costs can be traced",
    "Harms and drawbacks are reported",
)
LONDON = (
    "The place is like London",
    "It is recent enough to count today",
    "What it connects by can still be had",
)
NEEDED = {
    "people": ("need_addressed", "Falls at night"),
    "intervention": ("intervention", "Belts in 20 homes"),
    "study": ("evaluation_method", "Falls counted before and after"),
    "results": ("what_failed", "Belts were forgotten on the charger"),
}
TITLE = "Belt sensors in Leeds"


@pytest.fixture
def third_moderator(transactional_db):
    return visitor(MembershipFactory(moderator=True).user, second_factor=True)


def choose(person, question: str, answer: str) -> None:
    group = person.page.get_by_role("group", name=question, exact=False).first
    group.get_by_label(answer, exact=True).check()


def score(person, level: int, unlike: dict[str, str]) -> None:
    person.open("/moderation/appraisals")
    person.follow(TITLE)
    person.page.get_by_label(f"Level {level}", exact=True).check()
    for question in (*TEN, *LONDON):
        choose(person, question, unlike.get(question, "Yes"))
    person.press("Hand in")
    person.reads("is handed in")


def find_and_extract(finder) -> None:
    """From the search to a draft that is submitted."""
    finder.open("/moderation/candidates")
    finder.follow("Add one")
    finder.fill("Title", TITLE)
    finder.fill("Link", "https://www.leeds.gov.uk/belts")
    finder.fill_date("Found on", datetime.date(2026, 11, 3))
    finder.press("Add", exact=True)
    finder.choose(TITLE)
    finder.press("Include", exact=True)
    finder.page.get_by_label("Kind of technology").select_option(label="Falls detection")
    finder.press("Extract")
    finder.reads("A draft is begun with its source")
    sections = finder.path
    for section, (name, text) in NEEDED.items():
        finder.open(f"{sections}/{section}")
        finder.page.locator(f"textarea[name={name}]").fill(text)
        finder.press("Save and come back later")
        finder.reads("Saved.")
    finder.open(sections.removesuffix("/edit"))
    finder.press("Submit for review")
    finder.reads("A LOTI moderator reviews it")


def test_from_a_search_to_a_published_appraisal(
    browse, moderator, other_moderator, third_moderator, anonymous
):
    TechnologyClassFactory()
    finder, first, second = browse(moderator), browse(other_moderator), browse(third_moderator)
    find_and_extract(finder)
    first.open("/moderation/content")
    first.follow(TITLE)
    first.press("Put it in the library")
    first.reads("not yet appraised")

    score(first, 2, {})
    score(second, 4, {TEN[0]: "Partly", TEN[9]: "Unclear"})
    second.open("/moderation/appraisals")
    second.follow(TITLE)
    second.reads("They differ by more than one level")
    second.reads("8 of 10 answers the same")
    choose(second, "Level", "Level 2")
    choose(second, TEN[0], "Yes")
    choose(second, TEN[9], "Unclear")
    second.press("Reconcile", exact=True)
    second.reads("Enter what you agreed")
    second.fill("What you agreed, and why", "One group only, so no cause is shown.")
    second.press("Reconcile", exact=True)
    second.reads("Another moderator publishes it")

    first.open("/moderation/appraisals")
    first.follow(TITLE)
    first.press("Publish as appraised")
    first.reads("counts as appraised")
    reader = browse(anonymous)
    reader.open(first.path)
    reader.reads("High, 18 of 20 points")
    reader.reads("One group only, so no cause is shown.")
    reader.reads("First moderator and Second moderator")
