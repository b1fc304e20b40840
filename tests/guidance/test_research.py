"""The research log: texts for the team, counts for everybody, names for nobody."""

import datetime

import pytest
from django.urls import reverse

from guidance.models import ResearchNote
from guidance.personal_words import personal_words
from tests.counting import queries
from tests.factories import ProblemStatementFactory, days
from tests.guidance.factories import ResearchNoteFactory

LOG, NEW = "/moderation/research", "/moderation/research/new"


@pytest.fixture
def problem(guide):
    problem = ProblemStatementFactory(text="We hear of it too late")
    problem.guides.add(guide)
    return problem


@pytest.fixture
def told(problem):
    return {
        "held_on_day": "3",
        "held_on_month": "3",
        "held_on_year": "2026",
        "kind": "supplier",
        "who": "Small supplier of telecare",
        "summary": "Zyxsaid that notices come too late.",
        "problems": [problem.pk],
    }


def test_a_conversation_is_noted_and_only_counted_for_others(
    moderator, officer, anonymous, problem, guide, told
):
    page = moderator.post(NEW, told, follow=True).content.decode()
    assert "Zyxsaid" in page
    assert ResearchNote.objects.get().by == moderator.user
    for reader in (officer, anonymous):
        for url in (guide.get_absolute_url(), reverse("guidance:index")):
            shown = reader.read(url)
            assert "Heard in 1 conversation, in March 2026" in shown
            assert "Zyxsaid" not in shown
            assert "telecare" not in shown


def test_how_often_and_when_last(anonymous, problem, guide):
    for day in ((2026, 1, 7), (2026, 3, 9), (2025, 12, 1)):
        ResearchNoteFactory(held_on=datetime.date(*day), problems=[problem])
    page = anonymous.read(guide.get_absolute_url())
    assert "Heard in 3 conversations, the latest in March 2026" in page


def test_a_name_is_warned_of_and_the_writer_may_go_on(moderator, told):
    told["summary"] = "Sarah Okafor said that notices come too late."
    page = moderator.post(NEW, told).content.decode()
    assert "This may name a person or say how to reach them: “Sarah Okafor”" in page
    assert told["summary"] in page
    assert not ResearchNote.objects.exists()
    moderator.post(NEW, told | {"checked": "on"})
    assert ResearchNote.objects.get().summary == told["summary"]


REFUSED = {
    "no problem": ({"problems": []}, "Select the problems that were spoken of"),
    "no day": ({"held_on_day": ""}, "The day must include a day"),
    "to come": ({"held_on_year": str(days(500).year)}, "The day must be today or in the past"),
    "nobody": ({"who": ""}, "Enter who it was with"),
}


@pytest.mark.parametrize(("data", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_said(moderator, told, data, fault):
    assert fault in moderator.post(NEW, told | data).content.decode()
    assert not ResearchNote.objects.exists()


def test_changed_and_deleted(moderator, problem, told):
    note = ResearchNoteFactory(problems=[problem])
    moderator.post(f"{LOG}/{note.pk}", told)
    note.refresh_from_db()
    assert note.summary.startswith("Zyxsaid")
    moderator.post(f"{LOG}/{note.pk}/delete")
    assert "No conversation is noted yet" in moderator.read(LOG)


def test_queries_do_not_grow_with_the_log(moderator, problem):
    def more(count):
        ResearchNoteFactory.create_batch(count, problems=[problem])
        return queries(moderator, LOG)

    assert more(2) == more(10)


PERSONAL = {
    "Sarah Okafor said so": ["Sarah Okafor"],
    "Ask Mr Smith or Cllr O’Brien": ["Mr Smith", "Cllr O’Brien"],
    "J. Smith and A. B. Jones": ["J. Smith", "A. B. Jones"],
    "write to ann.lee@supplier.example": ["ann.lee@supplier.example"],
    "ring 020 7946 0018 or +44 20 7946 0018": ["020 7946 0018", "+44 20 7946 0018"],
    "07700 900123, twice 07700 900123": ["07700 900123"],
}
PLAIN = (
    "Procurement lead of an outer borough",
    "They waited 12 weeks for a reply in March 2026",
    "Find a Tender and Contracts Finder differ; Camden Council asks twice",
    "It cost £120,000 in 2025, £0 before, under 012345 of the register",
    "The Procurement Act 2023, section 16. May we ask?",
)


@pytest.mark.parametrize(("text", "found"), PERSONAL.items(), ids=PERSONAL)
def test_words_that_name_or_reach_a_person(text, found):
    assert personal_words(text) == found


@pytest.mark.parametrize("text", PLAIN)
def test_words_that_name_nobody(text):
    assert personal_words(text) == []
