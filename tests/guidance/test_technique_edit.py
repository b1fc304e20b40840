import pytest
from django.urls import reverse

from tests.factories import TechniqueFactory


@pytest.fixture
def technique(db):
    return TechniqueFactory(name="Supplier day", purpose="Meet many suppliers.")


@pytest.fixture
def typed(technique):
    return {
        "name": technique.name,
        "purpose": "Meet many, in the open.",
        "stage": "strategy",
        "what_it_is": "An open event.",
        "when_to_avoid": "Late",
        "days_low": "3",
        "days_high": "4.5",
        "weeks_low": "",
        "weeks_high": "",
        "typical_duration": "half a day",
        "supplier_effort": "medium",
        "small_suppliers": "good",
        "section_16_purposes": ["suppliers"],
        "tender_groups": ["core_technologies", "innovative_tools"],
        "levels": ["0", "2"],
        "market_known": ["some"],
        "strengths": "One message",
        "safeguards": "Publish the slides",
        "records": "Who came",
        "estimate_basis": "estimate",
        "when_to_use": "Early",
        "collaborative_use": "",
        "steps": "Publish a notice\n\n  Take questions  \n",
        "risks": "",
        "sources": "The Act | https://www.legislation.gov.uk/\nWeeknote 63",
        "started_from": "1",
    }


def url_of(technique):
    return reverse("guidance:technique_edit", args=[technique.slug])


def test_a_save_is_seen_at_once_and_kept_as_a_version(moderator, anonymous, technique, typed):
    moderator.post(url_of(technique), typed)
    assert "Meet many, in the open." in anonymous.read(technique.get_absolute_url())
    technique.refresh_from_db()
    assert technique.steps == ["Publish a notice", "Take questions"]
    assert technique.sources[1] == {"title": "Weeknote 63", "url": ""}
    assert technique.levels == [0, 2]
    assert technique.history.first().history_user == moderator.user


def test_the_history_names_choices_as_people_do(moderator, technique, typed):
    moderator.post(url_of(technique), typed)
    page = moderator.read(reverse("guidance:technique_history", args=[technique.slug]))
    assert "Core technologies" in page
    assert "2 Approach together" in page


def test_the_editor_shows_lists_one_a_line(moderator, technique, typed):
    moderator.post(url_of(technique), typed)
    page = moderator.read(url_of(technique))
    assert "Publish a notice\nTake questions" in page
    assert "The Act | https://www.legislation.gov.uk/\nWeeknote 63" in page


def test_the_later_of_two_saves_is_refused_and_shows_both(
    moderator, other_moderator, technique, typed
):
    moderator.post(url_of(technique), typed)
    response = other_moderator.post(url_of(technique), typed | {"purpose": "Mine instead"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Meet many, in the open." in page
    assert "Mine instead" in page
    technique.refresh_from_db()
    assert technique.purpose == "Meet many, in the open."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter name"),
        ({"sources": "The Act | javascript:alert(1)"}, "Line 1: the address after |"),
        ({"steps": "a" * 501}, "Line 1 must be 500 characters or less"),
        ({"steps": "a\n" * 41}, "Enter 40 lines or less"),
        ({"supplier_effort": "huge"}, "that answer is not on the list"),
        ({"levels": ["7"]}, "that answer is not on the list"),
        ({"what_it_is": ""}, "Enter what it is"),
        ({"days_low": "5"}, "The higher number must be the same as the lower one or more"),
        ({"days_low": "-1"}, "Enter 0 or more"),
        ({"days_high": "lots"}, "must be a number, like 12"),
        ({"weeks_high": "3"}, "Enter the lower number of weeks too, or leave both empty"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(moderator, technique, typed, change, message):
    page = moderator.post(url_of(technique), typed | change).content.decode()
    assert "There is a problem" in page
    assert message in page
    technique.refresh_from_db()
    assert technique.version == 1
