"""A technique is judged and commented on like a guide, about the save that was read."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from freezegun import freeze_time

from guidance import retention
from guidance.models import Feedback, PageAnswer
from procurement_portal.lib.formatting import format_uk_date
from tests.counting import queries
from tests.factories import ProblemStatementFactory, TechniqueFactory, days
from tests.guidance.factories import (
    FeedbackFactory,
    ResearchNoteFactory,
    TechniqueFeedbackFactory,
)

TEXT = "Say how long it takes, please."


@pytest.fixture
def technique(db):
    return TechniqueFactory(
        name="Supplier day", slug="supplier-day", what_it_is="Many in a room.", steps=["Invite all"]
    )


def comment_url(technique, section="what-it-is", number=1):
    return reverse("guidance:technique_comment_on", args=[technique.slug, number, section])


def save(technique, **values):
    technique.save_edit(by=None, started_from=technique.version, **values)


def verb(name, comment):
    return reverse(f"guidance:{name}_comment", args=[comment.reference])


def test_a_reader_says_whether_it_is_useful_and_adds_words(anonymous, technique):
    page = anonymous.read(technique.get_absolute_url())
    useful = reverse("guidance:technique_useful", args=[technique.slug])
    assert f'action="{useful}"' in page
    save(technique, purpose="Meet many.")
    response = anonymous.post(useful, {"useful": "yes"})
    assert "“Supplier day” is useful" in anonymous.read(response.url)
    thanks = anonymous.post(response.url, {"words": "Short and clear"})
    assert thanks.url == technique.get_absolute_url()
    answer = PageAnswer.objects.get()
    assert (answer.page, answer.about.number, answer.words) == (technique, 2, "Short and clear")
    assert answer.version is None


def test_each_part_has_a_link_and_its_page_quotes_it_as_it_was(anonymous, technique):
    page = anonymous.read(technique.get_absolute_url())
    for section in ("what-it-is", "at-a-glance", "how-to-do-it", "sources", "page"):
        assert f'href="{comment_url(technique, section)}"' in page
    assert comment_url(technique, "strengths") not in page, "nobody filled it in"
    save(technique, what_it_is="Few in a room.")
    quoting = anonymous.read(comment_url(technique))
    assert "Many in a room." in quoting
    assert "Invite all" not in quoting
    assert "Few in a room." in anonymous.read(comment_url(technique, number=2))


@pytest.mark.parametrize(
    ("section", "number"), [("strengths", 1), ("nothing", 1), ("what-it-is", 2), ("what-it-is", 0)]
)
def test_no_comment_on_what_is_not_there(anonymous, technique, section, number):
    assert anonymous.get(comment_url(technique, section, number)).status_code == 404


def test_from_a_comment_to_the_save_that_dealt_with_it(
    worker, anonymous, moderator, technique, django_capture_on_commit_callbacks
):
    data = {"text": TEXT, "may_be_shown": "on", "email": "ann@supplier.example"}
    with django_capture_on_commit_callbacks(execute=True):
        sent = anonymous.post(comment_url(technique), data, follow=True).content.decode()
    comment = Feedback.objects.get()
    assert (comment.page, comment.about.number, comment.owner) == (technique, 1, None)
    assert f"<b>{format_uk_date(comment.due)}</b>" in sent
    assert "What it is, in “Supplier day”" in moderator.read("/moderation/comments")
    answer = {"decision": "accept", "reply": "We will say so.", "show": "on"}
    page = moderator.post(verb("answer", comment), answer, follow=True).content.decode()
    assert reverse("guidance:technique_edit", args=[technique.slug]) in page, "nothing saved since"
    save(technique, what_it_is="Half a day with many.")
    edition = technique.edition(2)
    assert f"Version 2: saved {format_uk_date(edition.published_at)}" in moderator.read(
        reverse("guidance:moderate_comment", args=[comment.reference])
    )
    with django_capture_on_commit_callbacks(execute=True):
        moderator.post(verb("finish", comment), {"version": edition.pk})
    for url in (technique.get_absolute_url(), comment.get_absolute_url()):
        read = anonymous.read(url)
        assert TEXT in read
        assert 'href="/guidance/techniques/supplier-day">version 2</a>' in read
    assert "Version 2 of the page\n" in mail.outbox[-1].body


def test_a_save_before_the_comment_or_of_another_technique_did_not_do_it(moderator, technique):
    save(technique, purpose="Meet many.")
    comment = TechniqueFeedbackFactory(technique=technique)
    comment.accept(by=None, reply="We will.")
    other = TechniqueFactory()
    save(other, purpose="Other")
    for edition in (technique.edition(1), technique.edition(2), other.edition(2)):
        page = moderator.post(verb("finish", comment), {"version": edition.pk})
        assert "There is a problem" in page.content.decode()
        with pytest.raises(ValueError, match="after the comment"):
            comment.finish(by=None, version=edition)


def test_the_database_wants_one_page_and_its_own_version(guide, technique):
    of_guide = FeedbackFactory(version=guide.published_version)
    of_technique = TechniqueFeedbackFactory(technique=technique)
    wrong = (
        (of_guide, {"technique": technique, "edition": of_technique.edition}),
        (of_guide, {"guide": None}),
        (of_technique, {"edition": None}),
        (of_technique, {"technique": None, "edition": None}),
        (of_technique, {"done_in": guide.published_version}),
    )
    for comment, values in wrong:
        with pytest.raises(IntegrityError, match="about_one_page"), transaction.atomic():
            Feedback.objects.filter(pk=comment.pk).update(**values)
    with pytest.raises(IntegrityError, match="page_answer_about_one_page"), transaction.atomic():
        PageAnswer.objects.create(useful=True)


def test_addresses_and_words_are_forgotten_in_time_here_too(technique):
    with freeze_time("2026-01-05"):
        closed = TechniqueFeedbackFactory(technique=technique, email="ann@supplier.example")
        closed.decline(by=None, reply="It says so already.")
        named = PageAnswer.naming(technique.edition(1))
        PageAnswer.objects.create(useful=True, words="Short", **named)
    with freeze_time("2028-01-20"):
        assert retention.keep() == {"addresses of writers": 1, "words with an answer": 1}


def test_a_conversation_may_bear_on_a_technique(moderator, technique):
    note = ResearchNoteFactory()
    form = moderator.read(f"/moderation/research/{note.pk}")
    assert "Supplier day" in form
    data = {"held_on_day": "3", "held_on_month": "3", "held_on_year": "2026", "kind": "supplier"}
    data |= {"who": "Small supplier", "summary": "Too late.", "techniques": [technique.pk]}
    data["problems"] = [ProblemStatementFactory().pk]
    moderator.post(f"/moderation/research/{note.pk}", data)
    told = reverse("guidance:feedback_of_technique", args=[technique.slug])
    assert "Small supplier" in moderator.read(told)


def test_queries_do_not_grow_with_comments_on_either_kind(moderator, officer, technique):
    def more(count):
        for _ in range(count):
            for make in (FeedbackFactory, TechniqueFeedbackFactory):
                comment = make(by=officer.user, due=days(-1))
                comment.accept(by=None, reply="We will.", show=True)
            mine = TechniqueFeedbackFactory(technique=technique, by=officer.user)
            mine.accept(by=None, reply="We will.", show=True)
            TechniqueFeedbackFactory()
        pages = [(moderator, "/moderation/comments"), (officer, technique.get_absolute_url())]
        pages += [(officer, "/account/comments")]
        return [queries(*page) for page in pages]

    assert more(1) == more(4)
