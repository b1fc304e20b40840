import pytest
from django.urls import reverse

from tests.factories import GuideFactory, GuideVersionFactory, ProblemStatementFactory
from tests.guidance.conftest import publish

URL = reverse("guidance:index")


def test_guides_stand_under_their_stages_and_problems_lead_to_them(anonymous, guide):
    problem = ProblemStatementFactory(text="We fear suppliers.", user_group="Procurement teams")
    problem.guides.add(guide)
    page = anonymous.read(URL)
    assert "Strategy" in page
    assert "Talk to suppliers" in page
    assert "We fear suppliers." in page
    assert "Procurement teams" in page
    assert page.count(guide.get_absolute_url()) == 2


def test_what_is_not_published_is_not_listed(anonymous, guide):
    GuideVersionFactory(title="Still a draft")
    assert "Still a draft" not in anonymous.read(URL)


def test_search_finds_words_of_the_text(anonymous, guide):
    page = anonymous.read(URL, data={"q": "conversations"})
    assert "Results for “conversations”" in page
    assert "Talk to suppliers" in page
    assert "1 page" in page


def test_search_that_finds_nothing_says_what_to_do(anonymous, guide):
    page = anonymous.read(URL, data={"q": "zeppelin"})
    assert "No guidance has these words" in page
    assert "See all guidance" in page


def test_search_shows_where_the_words_stand(anonymous, guide):
    publish(
        GuideVersionFactory(
            title="Contracts", published=True, body="## Why\n\nA < B & suppliers of *data* win."
        )
    )
    page = anonymous.read(URL, data={"q": "supplier"})
    assert "Why A &lt; B &amp; <mark>suppliers</mark> of data win." in page


def test_marks_are_ours_alone(anonymous, guide):
    body = "A <mark>conversation</mark> \ue000here\ue001 <b>now</b>."
    publish(GuideVersionFactory(title="Marks", published=True, body=body))
    page = anonymous.read(URL, data={"q": "conversation"})
    assert "&lt;mark&gt;<mark>conversation</mark>&lt;/mark&gt;" in page
    assert page.count("<mark>") == page.count("</mark>")


def test_a_misspelt_word_leads_to_the_word_that_was_meant(anonymous, guide):
    page = anonymous.read(URL, data={"q": "supliers"})
    assert f'Did you mean <a class="govuk-link" href="{URL}?q=suppliers">suppliers</a>?' in page


@pytest.mark.parametrize("words", ["'\"&|!:*(", "a" * 100, "-", "\u202e"])
def test_odd_words_are_only_words(anonymous, guide, words):
    anonymous.read(URL, data={"q": words})


@pytest.mark.parametrize("words", ["a" * 101, "nul\x00l"])
def test_words_that_cannot_be_searched_get_a_message(anonymous, words):
    assert "There is a problem" in anonymous.read(URL, data={"q": words})


def test_queries_do_not_grow_with_the_guides(anonymous, guide, django_assert_num_queries):
    for number in range(12):
        other = publish(
            GuideVersionFactory(guide=GuideFactory(stage="design", position=number), published=True)
        )
        ProblemStatementFactory().guides.add(other)
    with django_assert_num_queries(4):
        anonymous.read(URL)
