"""Publishing: what the moderator reads is what is published, and the author is told."""

import smtplib

import pytest
from django.urls import reverse

from needs import matching, tasks
from needs.models import NeedClaim, NeedEvent
from tests.factories import MembershipFactory, NeedFactory
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


def url(need, verb="moderate"):
    return reverse(f"needs:{verb}", args=[need.reference])


@pytest.fixture
def submitted(camden, officer):
    need = NeedFactory(borough=camden, owner=officer.user, changed_by=officer.user)
    need.submit(by=officer.user)
    return need


def test_one_screen_has_the_need_its_checks_and_its_age(moderator, submitted, officer):
    submitted.problem = "Ask for Dr Brown on 020 7946 0991. WE NEED THIS AND WE NEED IT NOW PLEASE"
    submitted.save()
    page = moderator.read(url(submitted))
    assert officer.user.name in page
    assert "less than an hour" in page
    assert "Remove “Dr Brown”" in page
    assert "020 7946 0991" in page
    assert "Missing: Select who can see this need" in page
    assert "nobody has reviewed this need before" in page


def test_similar_needs_are_on_the_screen(moderator, submitted, brent):
    other = NeedFactory(
        borough=brent, published=True, title=submitted.title, capability=submitted.capability
    )
    matching.rematch(other)
    matching.rematch(submitted)
    assert other.get_absolute_url() in moderator.read(url(submitted))


def test_published_need_is_seen_and_its_author_told(
    moderator, other_officer, officer, submitted, mailoutbox
):
    other_officer.read(submitted.get_absolute_url(), status=404)
    moderator.post(url(submitted, "publish"), {"version": submitted.version})
    other_officer.read(submitted.get_absolute_url())
    event = NeedEvent.objects.get(verb="publish")
    for _ in range(2):
        tasks.tell_author(event.pk)
    (mail,) = mailoutbox
    assert mail.to == [officer.user.email]
    assert submitted.title in mail.subject
    assert submitted.get_absolute_url() in mail.body


def test_refused_mail_stays_due(moderator, submitted, mailoutbox, monkeypatch):
    submitted.publish(by=moderator.user)
    event = NeedEvent.objects.get(verb="publish")

    def refuse(event):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr("needs.tasks.decisions.send_decision", refuse)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            tasks.tell_author(event.pk)
    assert list(NeedEvent.objects.untold()) == [event]
    tasks.tell_author(event.pk)
    assert len(mailoutbox) == 1


def test_version_that_was_not_read_is_not_published(moderator, officer, submitted):
    read = submitted.version
    submitted.send_back(by=moderator.user, reason="Title: say more")
    edited = reverse("needs:post_step", args=[submitted.reference, "title"])
    officer.post(edited, {"version": read, "title": "Something quite different"})
    submitted.refresh_from_db()
    submitted.submit(by=officer.user)
    assert moderator.post(url(submitted, "publish"), {"version": read}).status_code == 409
    assert moderator.post(url(submitted, "publish"), {}).status_code == 409
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_second_moderator_comes_too_late(moderator, submitted):
    other = visitor(MembershipFactory(moderator=True).user, second_factor=True)
    moderator.post(url(submitted, "publish"), {"version": submitted.version})
    response = other.post(url(submitted, "publish"), {"version": submitted.version})
    assert response.status_code == 409
    assert moderator.user.name in response.content.decode()


@pytest.mark.parametrize("part", ["owner", "submitted_by", "an earlier version"])
def test_nobody_publishes_their_own(moderator, submitted, part):
    other = MembershipFactory(moderator=True, user__name="Robin Other").user
    if part == "an earlier version":
        submitted._history_user = moderator.user
    else:
        setattr(submitted, part, moderator.user)
    submitted.save()
    for verb in ("publish", "send_back", "claim"):
        response = moderator.post(url(submitted, verb), {"version": submitted.version})
        assert response.status_code == 403
        assert other.name in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_claim_is_the_first_ones(moderator, submitted):
    other = visitor(MembershipFactory(moderator=True).user, second_factor=True)
    moderator.post(url(submitted, "claim"))
    page = other.post(url(submitted, "claim"), follow=True).content.decode()
    assert f"{moderator.user} claimed this need first" in page
    assert NeedClaim.objects.get().by == moderator.user
    moderator.post(url(submitted, "unclaim"))
    assert not NeedClaim.objects.exists()


def test_next_one_is_offered_after_a_decision(moderator, submitted, brent):
    following = NeedFactory(borough=brent, submitted=True, title="The next in line")
    page = moderator.post(
        url(submitted, "publish"), {"version": submitted.version}, follow=True
    ).content.decode()
    assert f"Published: {submitted.title}" in page
    assert url(following) in page


def test_edits_after_publication_are_read_and_ticked_off(moderator, officer, submitted):
    submitted.publish(by=moderator.user)
    edited = reverse("needs:edit_step", args=[submitted.reference, "problem"])
    officer.post(edited, {"version": 1, "problem": "The new words after publication."})
    queue = moderator.read(reverse("moderation") + "?kind=changed")
    assert submitted.title in queue
    page = moderator.read(url(submitted))
    assert "The current system is out of support." in page
    assert "new words after publication." in page
    moderator.post(url(submitted, "review"), {"version": 2})
    moderator.read(reverse("moderation"))  # says what was done, once
    assert submitted.title not in moderator.read(reverse("moderation") + "?kind=changed")
    submitted.refresh_from_db()
    assert (submitted.status, submitted.reviewed_version) == ("published", 2)
