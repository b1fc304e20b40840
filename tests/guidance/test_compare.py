import pytest
from django.urls import reverse

from tests.factories import GuideVersionFactory
from tests.guidance.conftest import publish


@pytest.fixture
def url(guide):
    first = guide.published_version
    first.move("supersede", by=None)
    second = GuideVersionFactory(
        guide=guide,
        number=2,
        published=True,
        title=first.title,
        summary=first.summary,
        body=first.body.replace("conversation", "meeting"),
        responsible=first.responsible,
        accountable=first.accountable,
    )
    publish(second)
    return reverse("guidance:compare", args=[guide.slug])


def test_words_taken_out_and_put_in_are_marked(anonymous, url):
    page = anonymous.read(url)
    assert '<del><span class="govuk-visually-hidden">removed: </span>conversation.' in page
    assert '<ins><span class="govuk-visually-hidden">added: </span>meeting.' in page
    assert "From version 1 to version 2" in page


def test_parts_that_stayed_are_left_out_and_the_heading_is_kept(anonymous, url):
    page = anonymous.read(url)
    assert '<h3 class="govuk-heading-s">What it is</h3>' in page
    assert "Why it matters" not in page


def test_every_change_note_between_the_two_is_read(anonymous, guide, url):
    guide.versions.filter(number=2).update(change_note="Another word.")
    page = anonymous.read(url)
    assert "Version 2: Another word." in page
    assert "Version 1:" not in page


def test_the_older_comes_first_whatever_was_chosen(anonymous, url):
    assert "From version 1 to version 2" in anonymous.read(url, data={"older": 2, "newer": 1})


def test_two_that_say_the_same_say_so(anonymous, url):
    assert "These two versions say the same" in anonymous.read(url, data={"older": 2, "newer": 2})


@pytest.mark.parametrize("number", ["9", "x", "-1", ""])
def test_a_version_that_is_not_there_gets_a_message(anonymous, url, number):
    page = anonymous.read(url, data={"older": number, "newer": 1})
    assert "There is a problem" in page


def test_drafts_cannot_be_compared(anonymous, url, guide):
    GuideVersionFactory(guide=guide, number=3, body="Secret so far")
    page = anonymous.read(url, data={"older": 1, "newer": 3})
    assert "Secret so far" not in page
    assert "There is a problem" in page
