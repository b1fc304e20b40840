"""How often, what is followed, what was sent, and what would be."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Digest, DigestItem, DigestPreference, Follow
from tests import factories

pytestmark = pytest.mark.django_db

PREFERENCES = "/account/digest"


def chosen(page: str) -> list[str]:
    radios = re.findall(r"<input[^>]*radio[^>]*>", page)
    return [re.search(r'value="(\w+)"', radio)[1] for radio in radios if "checked" in radio]


@pytest.mark.parametrize("frequency", ["weekly", "monthly", "never"])
def test_a_choice_is_saved_and_shown(frequency, officer):
    response = officer.post(PREFERENCES, {"frequency": frequency}, follow=True)
    assert "Your choice is saved" in response.content.decode()
    assert officer.user.digest_preference.frequency == frequency
    assert chosen(officer.read(PREFERENCES)) == [frequency]


def test_weekly_is_what_holds_before_a_choice(officer):
    assert chosen(officer.read(PREFERENCES)) == ["weekly"]
    assert not DigestPreference.objects.exists()


def test_no_choice_is_an_error_in_words(officer):
    page = officer.post(PREFERENCES, {"frequency": ""}).content.decode()
    assert "<title>Error: " in page
    assert "Select how often you want the digest" in page


def test_a_capability_is_followed_and_unfollowed(officer):
    telecare = factories.CapabilityFactory(name="Telecare")
    officer.post(PREFERENCES, {"frequency": "weekly", "add": telecare.pk})
    assert Follow.objects.filter(user=officer.user, capability=telecare).exists()
    assert "Telecare" in officer.read(PREFERENCES)
    page = officer.post(reverse("community:unfollow", args=["no"]))
    assert page.status_code == 404
    response = officer.post(reverse("community:unfollow", args=[telecare.slug]), follow=True)
    assert "You no longer follow Telecare" in response.content.decode()
    assert not Follow.objects.exists()


def test_following_twice_is_following(officer):
    telecare = factories.CapabilityFactory(name="Telecare")
    for _ in range(2):
        officer.post(reverse("community:follow", args=[telecare.slug]))
    assert Follow.objects.count() == 1


def test_follow_goes_back_to_the_page_it_was_pressed_on(officer):
    capability = factories.CapabilityFactory()
    url = reverse("community:follow", args=[capability.slug])
    assert officer.post(url, {"next": "/needs"}).url == "/needs"
    for away in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert officer.post(url, {"next": away}).url == capability.get_absolute_url()


def test_a_link_cannot_follow(officer):
    capability = factories.CapabilityFactory()
    assert officer.get(reverse("community:follow", args=[capability.slug])).status_code == 405


def test_who_waits_to_be_accepted_is_told_when_it_begins(pending_officer):
    assert "once a borough has accepted you" in pending_officer.read(PREFERENCES)
    assert "once a borough has accepted you" in pending_officer.read("/account/digests/next")


def test_the_ledger_says_what_was_sent_and_why_not(officer):
    sent = factories.DigestFactory(
        user=officer.user, period="2026-W46", status="sent", sent_at=timezone.now()
    )
    DigestItem.objects.create(
        digest=sent, kind="need", title="Telecare", url="/needs", reason="You follow Telecare"
    )
    skipped = factories.DigestFactory(user=officer.user)
    skipped.skip(reason="Nothing was new for you")
    page = officer.read("/account/digests")
    assert "You follow Telecare" in page
    assert "Not sent" in page
    assert "Nothing was new for you." in page


def test_nobody_reads_another_persons_ledger(officer, colleague):
    skipped = factories.DigestFactory(user=officer.user)
    skipped.skip(reason="Nothing was new for you")
    page = colleague.read("/account/digests")
    assert "Nothing was new" not in page
    assert "No digest has been due for you yet" in page


def test_the_ledger_asks_the_same_few_questions_however_long(
    officer, django_assert_max_num_queries
):
    for week in range(10, 50):
        ends = timezone.now() - datetime.timedelta(weeks=52 - week)
        digest = factories.DigestFactory(user=officer.user, period=f"2026-W{week}", period_to=ends)
        digest.skip(reason="Nothing was new for you")
    with django_assert_max_num_queries(12):
        page = officer.read("/account/digests")
    assert "?page=2" in page
    assert Digest.objects.count() == 40


def test_the_preview_says_what_would_be_sent(officer, brent):
    capability = factories.CapabilityFactory(name="Telecare")
    Follow.objects.create(user=officer.user, capability=capability)
    need = factories.NeedFactory(
        borough=brent,
        capability=capability,
        published=True,
        published_at=timezone.now() - datetime.timedelta(seconds=1),
    )
    page = officer.read("/account/digests/next")
    assert need.title in page
    assert "You follow Telecare" in page
    assert not Digest.objects.exists()


def test_the_preview_of_nothing_says_so(officer):
    assert "Nothing is new for you since your last digest" in officer.read("/account/digests/next")
