"""Is this page useful? Everybody may say so, and nothing says who did."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from guidance import retention
from guidance.models import PageAnswer
from guidance.views import feedback
from procurement_portal.lib.limits import Limit
from tests.outages import redis_away


def url_of(guide):
    return reverse("guidance:useful", args=[guide.slug])


def say(reader, guide, useful="no", **data):
    return reader.post(url_of(guide), {"useful": useful, **data}, follow=True).content.decode()


def test_a_reader_answers_and_adds_words(anonymous, guide):
    assert "Is this page useful?" in anonymous.read(guide.get_absolute_url())
    response = anonymous.post(url_of(guide), {"useful": "no"})
    assert "is not useful" in anonymous.read(response.url)
    thanks = anonymous.post(response.url, {"words": "Too long <b>by half</b>."}, follow=True)
    assert "Thank you. We read every answer." in thanks.content.decode()
    answer = PageAnswer.objects.get()
    assert (answer.useful, answer.words) == (False, "Too long <b>by half</b>.")
    assert answer.version == guide.published_version


def test_nothing_says_who_answered():
    kept = {field.name for field in PageAnswer._meta.concrete_fields}
    about = {"guide", "version", "technique", "edition"}
    assert kept == {"id", "useful", "words", "at", "is_example"} | about


def test_words_are_added_once_and_within_the_hour(anonymous, guide):
    with freeze_time("2026-12-01 09:00"):
        url = anonymous.post(url_of(guide), {"useful": "yes"}).url
        anonymous.post(url, {"words": "First words"})
        anonymous.post(url, {"words": "Other words"})
        assert "Your words are kept too" in anonymous.read(url)
    with freeze_time("2026-12-01 10:30"):
        assert anonymous.get(url).status_code == 404
    assert PageAnswer.objects.get().words == "First words"


@pytest.mark.parametrize(
    ("words", "fault"), [("", "Enter what we should change"), ("x" * 301, "300 characters or less")]
)
def test_words_that_will_not_do_come_back_with_the_reason(anonymous, guide, words, fault):
    url = anonymous.post(url_of(guide), {"useful": "yes"}).url
    page = anonymous.post(url, {"words": words}).content.decode()
    assert fault in page
    assert words in page


def test_a_program_that_fills_every_box_is_thanked_and_forgotten(anonymous, guide):
    assert "Thank you" in say(anonymous, guide, website="https://spam.example")
    assert not PageAnswer.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_no_answer_is_no_answer(anonymous, guide, answer):
    assert "Press Yes or No" in say(anonymous, guide, answer)
    assert not PageAnswer.objects.exists()


def test_too_many_are_refused_in_words(anonymous, guide, monkeypatch):
    monkeypatch.setattr(feedback, "ANSWERS", Limit("test answers", most=2))
    pages = [say(anonymous, guide) for _ in range(3)]
    assert "too many from your network" not in pages[1]
    assert "too many from your network" in pages[2]
    assert PageAnswer.objects.count() == 2


def test_answers_are_kept_while_redis_is_away(anonymous, guide):
    with redis_away():
        assert "Thank you for telling us" in say(anonymous, guide, "yes")
    assert PageAnswer.objects.count() == 1


def test_made_up_addresses_lead_nowhere(anonymous, guide):
    assert anonymous.get(reverse("guidance:answer", args=["1:made:up"])).status_code == 404


def test_words_go_after_two_years(anonymous, guide):
    with freeze_time("2026-12-01"):
        anonymous.post(anonymous.post(url_of(guide), {"useful": "no"}).url, {"words": "Too long"})
    with freeze_time("2028-11-20"):
        assert retention.empty_words() == 0
    with freeze_time("2028-12-20"):
        assert retention.empty_words() == 1
    assert not PageAnswer.objects.get().useful
