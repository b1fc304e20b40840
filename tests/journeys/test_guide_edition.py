"""A guide gets a new version: one writes, another publishes, and a follower hears of it once."""

import pytest

from tests.factories import GuideVersionFactory
from tests.guidance.conftest import publish


@pytest.fixture
def guide(transactional_db):
    return publish(
        GuideVersionFactory(
            published=True,
            title="Talk to suppliers",
            body="## What it is\n\nA conversation before a tender.",
        )
    )


def test_written_by_one_published_by_another_told_to_a_follower(
    browse, worker, guide, officer, moderator, other_moderator
):
    follower, writer, reviewer = browse(officer), browse(moderator), browse(other_moderator)
    follower.open(guide.get_absolute_url())
    follower.press("Mark as read")
    follower.press("Follow this page", exact=True)
    follower.reads("You follow “Talk to suppliers”")

    writer.open(guide.get_absolute_url())
    writer.follow("Change this page")
    writer.fill("Text", "## What it is\n\nA frank conversation before a tender.")
    writer.press("Save draft")
    writer.reads("Enter what changed")
    assert "frank" in writer.page.get_by_label("Text", exact=True).input_value()
    writer.fill("What changed", "Said how to speak.")
    writer.press("Save draft")
    writer.press("Submit for review")
    writer.reads("another moderator has to publish it")
    assert writer.page.get_by_role("button", name="Publish", exact=True).count() == 0

    reviewer.open("/moderation/content")
    reviewer.follow("Talk to suppliers")
    assert reviewer.page.locator(".app-diff ins").first.inner_text().endswith("frank ")
    reviewer.press("Publish", exact=True)
    reviewer.reads("Published “Talk to suppliers”")

    follower.open(guide.get_absolute_url())
    follower.reads("Changed since you last read it (version 1,")
    follower.reads("Said how to speak.")
    follower.follow("See what changed")
    assert follower.page.locator(".app-diff ins").first.inner_text().endswith("frank ")
    follower.open("/account/digests/next")
    assert follower.text.count("Talk to suppliers") == 1
    follower.reads("Version 2: Said how to speak.")
