"""Example feedback on real guidance: every state, in order, and gone without a trace."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.digest import build_digests
from guidance.models import Feedback, Guide, GuideVersion, PageAnswer, Technique
from guidance.reference import load_guides, load_techniques
from procurement_portal.demo.feedback import load_feedback
from procurement_portal.demo.people import load_people
from procurement_portal.demo.removal import remove_examples
from tests import factories
from tests.community.test_digest import this_week
from tests.guidance.factories import FeedbackFactory

pytestmark = pytest.mark.django_db
SLUG = "talk-to-suppliers-fairly"


@pytest.fixture
def people():
    load_guides()
    load_techniques()
    for slug in ("camden", "hackney"):
        factories.BoroughFactory(slug=slug, short_name=slug.capitalize())
    people = load_people(timezone.localdate(), ["camden", "hackney"])
    assert load_feedback(timezone.localdate(), people) == 5
    return people


def test_every_state_is_there_in_order_and_marked(people, anonymous):
    assert set(Feedback.objects.values_list("status", flat=True)) == {
        *("new", "acknowledged", "declined", "done")
    }
    assert Feedback.objects.overdue().count() == 1
    for comment in Feedback.objects.all():
        moments = [comment.at, *comment.events.order_by("pk").values_list("at", flat=True)]
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()
    done = Feedback.objects.get(status="done")
    assert done.version.published_at < done.at < done.done_in.published_at
    page = anonymous.read(done.page.get_absolute_url())
    assert "three over Christmas and in August" in page
    assert page.count("app-example") == 3, "the version, and two comments that are shown"
    call_command("tell_writers")
    assert not Feedback.objects.exclude(events__told_at=None).filter(email__gt="").exists()


def test_the_moderator_who_answers_is_told_what_is_overdue_first(people):
    moderator = people.moderators[0]
    items = build_digests([moderator], this_week())[moderator.pk].items
    [item] = [item for item in items if item.kind == "comment"]
    assert item.text.startswith("Overdue: “Write outcomes, not features”")


def test_a_second_load_adds_nothing_and_a_new_one_is_the_same(people):
    def everything():
        comments = Feedback.objects.order_by("reference")
        answers = PageAnswer.objects.order_by("at", "useful").values_list("useful", "words", "at")
        return [list(answers), list(comments.values_list("reference", "status", "owner__email"))]

    first = everything()
    assert load_feedback(timezone.localdate(), people) == 0
    assert everything() == first
    remove_examples()
    load_feedback(timezone.localdate(), load_people(timezone.localdate(), ["camden", "hackney"]))
    assert everything() == first


def test_removed_with_the_version_and_what_is_real_stays(people):
    guide = Guide.objects.get(slug=SLUG)
    reviewed = guide.review_by
    real = FeedbackFactory(version=guide.published_version, guide=guide)
    remove_examples()
    assert list(Feedback.objects.all()) == [real]
    assert not PageAnswer.objects.exists()
    guide.refresh_from_db()
    assert (guide.published_version.number, guide.review_by) == (1, reviewed)
    assert guide.published_version.status == GuideVersion.Status.PUBLISHED
    real.refresh_from_db()
    assert real.version == guide.published_version
    assert Technique.history.count() == Technique.objects.count()


def test_where_guidance_is_not_loaded_nobody_says_anything(db):
    people = load_people(timezone.localdate(), [])
    assert load_feedback(timezone.localdate(), people) == 0
