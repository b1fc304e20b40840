"""A supplier comments without an account, and sees the answer and the version that cites it."""

import re

import pytest

from tests.factories import GuideVersionFactory
from tests.guidance.conftest import publish

ADDRESS = "ann@supplier.example"


@pytest.fixture
def guide(transactional_db):
    body = "## What it is\n\nA conversation before a tender.\n\n## How to do it\n\nAsk early."
    return publish(GuideVersionFactory(published=True, title="Talk to suppliers", body=body))


def publish_a_change(writer, reviewer, guide):
    """The page says what was asked for, in version 2."""
    writer.open(guide.get_absolute_url())
    writer.follow("Change this page")
    writer.fill("Text", "## How to do it\n\nAsk early: give suppliers three weeks to answer.")
    writer.fill("What changed", "Said how long suppliers have.")
    writer.press("Save draft")
    writer.press("Submit for review")
    reviewer.open("/moderation/content")
    reviewer.follow("Talk to suppliers")
    reviewer.press("Publish", exact=True)
    reviewer.reads("Published “Talk to suppliers”")


def test_a_comment_without_an_account_is_answered_and_cited(
    browse, worker, guide, moderator, other_moderator, mail_to
):
    supplier, writer, reviewer = browse(), browse(moderator), browse(other_moderator)
    supplier.open(guide.get_absolute_url())
    comment_on = re.compile("Comment on this section.*How to do it")
    supplier.page.get_by_role("link", name=comment_on).click()
    supplier.reads("Ask early.")
    supplier.press("Send your comment")
    supplier.reads("Enter your comment")
    supplier.fill("Your comment", "How many weeks do suppliers get to answer?")
    supplier.fill("Email address for the reply (optional)", ADDRESS)
    supplier.choose("You may show my comment with your reply on this page, without my name")
    supplier.press("Send your comment")
    supplier.reads("We acknowledge it by")
    mine = supplier.path
    assert mine in mail_to(ADDRESS, "where to read the reply").get_body(("plain",)).get_content()

    writer.open("/moderation/comments")
    writer.follow("How to do it, in “Talk to suppliers”")
    writer.reads("How many weeks do suppliers get to answer?")
    writer.choose("Accept")
    writer.fill("Reply", "Three weeks at least. We will say so.")
    writer.choose("Show the comment and this reply on the page")
    writer.press("Send the answer")
    writer.reads("No version was published after this comment yet")
    supplier.open(mine)
    supplier.reads("Three weeks at least. We will say so.")

    publish_a_change(writer, reviewer, guide)
    reviewer.open("/moderation/comments")
    reviewer.follow("How to do it, in “Talk to suppliers”")
    reviewer.page.get_by_label("Version that dealt with it").select_option(index=1)
    reviewer.press("Mark as done")
    reviewer.reads("Done in version 2")

    supplier.open(mine)
    supplier.reads("Done in version 2")
    supplier.follow("version 2", exact=True)
    supplier.reads("give suppliers three weeks to answer")
    message = mail_to(ADDRESS, "dealt with").get_body(("plain",)).get_content()
    assert "Said how long suppliers have." in message
    supplier.open(guide.get_absolute_url())
    supplier.reads("What readers asked and what we did")
    supplier.reads("How many weeks do suppliers get to answer?")
    supplier.reads_nothing_of(ADDRESS)
