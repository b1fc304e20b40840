"""How pages are judged: counts for the team, and nothing of them for anybody else."""

import csv
import io

import pytest
from django.urls import reverse

from guidance.counts import page_counts
from guidance.models import PageAnswer
from tests.counting import queries
from tests.factories import GuideVersionFactory, TechniqueFactory, days
from tests.guidance.conftest import publish
from tests.guidance.factories import (
    FeedbackFactory,
    ResearchNoteFactory,
    TechniqueFeedbackFactory,
)

COUNTS = "/moderation/guidance/feedback"


def judge(guide, yes=0, no=0, words=""):
    for useful in [True] * yes + [False] * no:
        version = guide.published_version
        PageAnswer.objects.create(guide=guide, version=version, useful=useful, words=words)


@pytest.mark.parametrize(
    ("yes", "no", "percent"),
    [(0, 0, None), (4, 0, None), (5, 0, 100), (0, 5, 0), (2, 3, 40), (2, 4, 33), (4, 2, 67)],
)
def test_a_share_is_given_from_five_answers_on(moderator, guide, yes, no, percent):
    judge(guide, yes, no)
    FeedbackFactory.create_batch(2, version=guide.published_version)
    moderator.user.second_factor_used = True
    [row] = page_counts(moderator.user)
    assert (row.yes, row.no, row.percent, row.waiting) == (yes, no, percent, 2)


def test_late_comments_come_first(moderator, guide):
    late = publish(GuideVersionFactory(published=True, title="Zyxlate"))
    FeedbackFactory(version=late.published_version, due=days(-1))
    FeedbackFactory(version=guide.published_version)
    FeedbackFactory(version=guide.published_version).accept(by=None, reply="We will.")
    page = moderator.read(COUNTS)
    assert page.index("Zyxlate") < page.index("Talk to suppliers")
    rows = csv.reader(
        io.StringIO(moderator.get(f"{COUNTS}?format=csv").content.decode("utf-8-sig"))
    )
    counted = {row[0]: row[7:] for row in rows}
    assert counted["Zyxlate"] == ["1", "1", "0"]
    assert counted["Talk to suppliers"] == ["1", "0", "1"]


def test_words_and_comments_of_one_guide(moderator, guide):
    judge(guide, no=1, words="Zyxwords <b>here</b>")
    FeedbackFactory(version=guide.published_version, text="Zyxcomment")
    page = moderator.read(reverse("guidance:feedback_of_guide", args=[guide.slug]))
    assert "Zyxwords &lt;b&gt;here&lt;/b&gt;" in page
    assert "Zyxcomment" in page


def test_queries_do_not_grow_with_the_guides(moderator, guide):
    def more(count):
        for _ in range(count):
            judge(publish(GuideVersionFactory(published=True)), yes=1)
            TechniqueFeedbackFactory()
        return queries(moderator, COUNTS)

    assert more(2) == more(5)


def test_guides_and_techniques_stand_in_one_table(moderator, guide):
    technique = TechniqueFactory(name="Zyxpilot", slug="zyxpilot")
    edition = technique.history.get()
    for useful in (True, True, True, True, False):
        PageAnswer.objects.create(technique=technique, edition=edition, useful=useful, words="Zyx")
    TechniqueFeedbackFactory(technique=technique, due=days(-1))
    ResearchNoteFactory(who="Small supplier of pilots").techniques.add(technique)
    moderator.user.second_factor_used = True
    first, second = page_counts(moderator.user)
    assert (first.page, first.percent, first.waiting, first.late) == (technique, 80, 1, 1)
    assert (second.page, second.answers, second.waiting) == (guide, 0, 0)
    page = moderator.read(COUNTS)
    assert f'href="{first.url}">Zyxpilot</a>' in page
    told = moderator.read(first.url)
    for part in ("What it is", "Zyx", "Useful, version 1", "Small supplier of pilots"):
        assert part in told
