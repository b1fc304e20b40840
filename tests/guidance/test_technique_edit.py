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
        "effort": "medium",
        "typical_duration": "half a day",
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
    assert technique.history.first().history_user == moderator.user


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
        ({"effort": "huge"}, "that answer is not on the list"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(moderator, technique, typed, change, message):
    page = moderator.post(url_of(technique), typed | change).content.decode()
    assert "There is a problem" in page
    assert message in page
    technique.refresh_from_db()
    assert technique.version == 1
