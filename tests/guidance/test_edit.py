import pytest
from django.urls import reverse

from guidance.models import GuideVersion
from tests.factories import GuideVersionFactory


def url_of(guide):
    return reverse("guidance:edit", args=[guide.slug])


def test_the_editor_opens_with_the_published_text_and_an_empty_change_note(moderator, guide):
    page = moderator.read(url_of(guide))
    assert "A conversation." in page
    assert "First published" not in page
    assert "How to write it" in page


def test_preview_shows_the_page_and_saves_nothing(moderator, guide, texts):
    page = moderator.post(url_of(guide), texts | {"action": "preview"}).content.decode()
    assert '<p class="govuk-body">A frank conversation.</p>' in page
    assert "Nothing is saved yet" in page
    assert guide.versions.count() == 1


def test_saving_makes_the_next_version_and_readers_see_no_change(
    moderator, anonymous, guide, texts
):
    moderator.post(url_of(guide), texts)
    draft = guide.versions.get(number=2)
    assert draft.status == "draft"
    assert draft.author == moderator.user
    assert "frank" in draft.html
    assert "frank" not in anonymous.read(guide.get_absolute_url())


def test_what_word_leaves_in_a_text_is_put_right(moderator, guide, texts):
    moderator.post(url_of(guide), texts | {"body": "Ask:\r\n\r\n•\twho\u00a0buys\r\n•\twhen"})
    draft = guide.versions.get(number=2)
    assert draft.body == "Ask:\n\n- who buys\n- when"
    assert draft.html.count("<li>") == 2


def test_saving_again_changes_the_same_draft(moderator, guide, texts):
    moderator.post(url_of(guide), texts)
    moderator.post(url_of(guide), texts | {"title": "Third thoughts", "started_from": "1"})
    draft = guide.versions.get(number=2)
    assert (draft.title, draft.version) == ("Third thoughts", 2)


def test_the_later_of_two_saves_is_refused_and_shows_both_texts(
    moderator, other_moderator, guide, texts
):
    moderator.post(url_of(guide), texts)
    response = other_moderator.post(url_of(guide), texts | {"title": "Mine instead"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved first" in page
    assert str(moderator.user) in page
    assert "Talk to suppliers early" in page
    assert 'value="Mine instead"' in page
    assert guide.versions.get(number=2).title == "Talk to suppliers early"


def test_a_conflict_shows_both_texts_of_every_field(moderator, other_moderator, guide, texts):
    names = [name for name in texts if name not in ("action", "started_from")]
    moderator.post(url_of(guide), texts | {name: f"Theirs {name}" for name in names})
    mine = texts | {name: f"Mine {name}" for name in names}
    page = other_moderator.post(url_of(guide), mine).content.decode()
    for name in names:
        assert f"Theirs {name}" in page
        assert page.count(f"Mine {name}") >= 1


def test_after_a_conflict_the_form_can_be_saved(moderator, other_moderator, guide, texts):
    moderator.post(url_of(guide), texts)
    response = other_moderator.post(url_of(guide), texts | {"title": "Mine instead"})
    assert 'name="started_from" value="1"' in response.content.decode()
    other_moderator.post(url_of(guide), texts | {"title": "Both of ours", "started_from": "1"})
    assert guide.versions.get(number=2).title == "Both of ours"


def test_a_text_in_review_cannot_be_changed_and_nothing_typed_is_lost(moderator, guide, texts):
    GuideVersionFactory(guide=guide, number=2, in_review=True)
    response = moderator.post(url_of(guide), texts)
    assert response.status_code == 409
    assert "A frank conversation." in response.content.decode()
    assert moderator.get(url_of(guide)).status_code == 302


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Enter title"),
        ({"title": "a" * 121}, "Title must be 120 characters or less"),
        ({"change_note": ""}, "Enter what changed"),
        ({"body": "  \n"}, "Enter the text"),
        ({"body": "a" * 1_000_000}, "The text must be 30,000 characters or less"),
        ({"body": "> " * 900 + "x"}, "use fewer levels"),
        ({"body": "[x](javascript:alert(1))"}, "Links must start with https://"),
        ({"body": "[x](http://old.example/)"}, "Change “http://old.example/”"),
        ({"body": "nul\x00l"}, "Null characters are not allowed"),
        ({"started_from": "x"}, "must be a number"),
        ({"started_from": "-1"}, "0 or more"),
    ],
)
def test_bad_input_is_named_and_kept(moderator, guide, texts, change, message):
    response = moderator.post(url_of(guide), texts | change)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Error: " in page
    assert message in page
    assert "Fairly, and in time." in page
    assert GuideVersion.objects.count() == 1
