"""A few lines of guidance where people work, pinned to the version somebody chose."""

import pytest
from django.urls import reverse

from guidance.in_step import advice_for, shortened
from guidance.models import Guide, GuideInStep
from guidance.reference import load_guides, load_steps
from tests.factories import GuideVersionFactory, NeedFactory
from tests.guidance.conftest import publish

STEPS = reverse("guidance:steps")
ONE = reverse("guidance:step", args=["post-problem"])


@pytest.fixture
def pinned(guide):
    version = guide.published_version
    return GuideInStep.objects.create(step="post-problem", version=version, section="What it is")


def publish_anew(guide):
    guide.published_version.move("supersede", by=None)
    body = "## What it is\n\nA debate."
    return publish(GuideVersionFactory(guide=guide, number=2, published=True, body=body))


def test_a_step_of_posting_shows_the_section_and_leads_to_the_page(officer, camden, pinned):
    need = NeedFactory(borough=camden, owner=officer.user)
    page = officer.read(reverse("needs:post_step", args=[need.reference, "problem"]))
    assert "Guidance: Talk to suppliers" in page
    assert "A conversation." in page
    assert f'{pinned.version.guide.get_absolute_url()}#section-what-it-is"' in page
    other = officer.read(reverse("needs:post_step", args=[need.reference, "users"]))
    assert "A conversation." not in other


def test_the_words_stay_when_the_guide_changes_and_say_that_there_are_newer_ones(
    officer, camden, pinned
):
    publish_anew(pinned.version.guide)
    need = NeedFactory(borough=camden, owner=officer.user)
    page = officer.read(reverse("needs:post_step", args=[need.reference, "problem"]))
    assert "A conversation." in page
    assert "A debate." not in page
    assert "version 1, opens" in page
    assert "There is a newer version" in page


def test_dashboard_and_review_have_room_for_it(cio, moderator, guide):
    for step in ("dashboard", "moderate"):
        GuideInStep.objects.create(step=step, version=guide.published_version, section="What it is")
    need = NeedFactory(submitted=True)
    assert "A conversation." in cio.read(reverse("needs:dashboard"))
    assert "A conversation." in moderator.read(reverse("needs:moderate", args=[need.reference]))


def test_a_moderator_sees_what_is_behind_and_takes_the_newest(moderator, pinned):
    guide = publish_anew(pinned.version.guide)
    assert "1 screen shows an earlier version of its guide" in moderator.read(STEPS)
    assert "published anew since" in moderator.read(ONE)
    page = moderator.post(ONE, {"section": f"{guide.slug}/What it is"}, follow=True)
    assert "Saved what “Post a need: why you need it” shows." in page.content.decode()
    assert "earlier version" not in moderator.read(STEPS)
    assert "A debate." in moderator.read(ONE)


def test_nothing_can_be_shown_and_what_was_shown_stays_on_record(moderator, pinned):
    moderator.post(ONE, {"section": ""})
    assert advice_for(moderator.user, "post-problem") is None
    page = moderator.read(ONE)
    assert "Nothing shown" in page
    assert "“What it is” of Talk to suppliers, version 1" in page


def test_a_section_that_no_guide_has_is_refused_at_the_field(moderator, pinned):
    page = moderator.post(ONE, {"section": "no-guide/Nowhere"}).content.decode()
    assert "There is a problem" in page
    assert GuideInStep.objects.count() == 1


def test_what_comes_with_the_portal_stands_on_every_screen(anonymous, db):
    load_guides()
    load_steps()
    assert load_steps().new == 0
    shown = [advice_for(anonymous.user, step) for step in GuideInStep.Step.values]
    assert all(advice and len(advice.html) > 100 and not advice.newer for advice in shown)
    assert Guide.objects.count() >= 25


@pytest.mark.parametrize(
    ("text", "short", "is_cut"),
    [
        ("one two", "one two", False),
        ("- one two\n- three four", "- one two", True),
        ("one two three four five", "one two three four five", False),
        ("one\n\ntwo three four", "one", True),
        ("", "", False),
    ],
)
def test_a_section_is_cut_after_a_whole_line(text, short, is_cut):
    assert shortened(text, most=3) == (short, is_cut)
