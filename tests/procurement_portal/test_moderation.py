"""The moderation queue and its log."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import User
from needs.models import NeedClaim
from procurement_portal.lib.working_days import add_working_days
from tests.counting import queries
from tests.factories import MembershipFactory, NeedFactory

pytestmark = pytest.mark.django_db

QUEUE = "/moderation"


def days_ago(count):
    return timezone.now() - datetime.timedelta(days=count)


def test_oldest_first_with_age_and_promise(moderator):
    NeedFactory(submitted=True, title="The newer one", submitted_at=days_ago(0))
    NeedFactory(submitted=True, title="The older one", submitted_at=days_ago(9))
    NeedFactory(published=True, title="Published already")
    page = moderator.read(QUEUE)
    assert page.index("The older one") < page.index("The newer one")
    assert "<b>9 days</b>" in page
    assert page.count("Late") == 1
    assert "Published already" not in page
    assert "(2)" in page


def test_sealed_need_is_reviewed_and_a_draft_is_not(moderator):
    NeedFactory(submitted=True, sealed=True, title="Sealed but submitted")
    NeedFactory(title="Still a draft")
    page = moderator.read(QUEUE)
    assert "Sealed but submitted" in page
    assert "Still a draft" not in page


def test_claims_and_own_needs_are_marked(moderator):
    need = NeedFactory(submitted=True)
    colleague = MembershipFactory(moderator=True, user__name="Robin Other").user
    NeedClaim.take(need, by=colleague)
    NeedFactory(submitted=True, owner=User.objects.get(pk=moderator.user.pk))
    page = moderator.read(QUEUE)
    assert "Claimed by Robin Other" in page
    assert "Yours: another moderator reviews it" in page


def test_empty_queue_says_how_long_the_last_one_took(moderator, officer, camden):
    assert "Nothing waiting." in moderator.read(QUEUE)
    need = NeedFactory(borough=camden)
    need.submit(by=officer.user)
    need.events.update(at=timezone.now() - datetime.timedelta(hours=5))
    need.publish(by=moderator.user)
    assert "had waited 5 hours" in moderator.read(QUEUE)


def test_log_says_who_when_and_why(moderator, officer, camden):
    need = NeedFactory(borough=camden, title="The one decided about")
    need.submit(by=officer.user)
    need.send_back(by=moderator.user, reason="Title: say more")
    page = moderator.read(reverse("moderation_log"))
    for text in ("The one decided about", str(moderator.user), "Title: say more", "Sent back"):
        assert text in page
    assert "Sent for review" not in page


def test_log_pages_by_key(moderator, officer, camden):
    for number in range(51):
        need = NeedFactory(borough=camden, title=f"Decided {number:02}")
        need.submit(by=officer.user)
        need.publish(by=moderator.user)
    first = moderator.read(reverse("moderation_log"))
    assert "Decided 00" not in first
    href = first.split('href="?before=')[1].split('"')[0]
    assert "Decided 00" in moderator.read(reverse("moderation_log") + f"?before={href}")
    assert "Decided 50" in moderator.read(reverse("moderation_log") + "?before=%00x")


def test_queries_do_not_grow_with_the_queue(moderator):
    def more(count):
        NeedFactory.create_batch(count, submitted=True)
        return queries(moderator, QUEUE)

    assert more(2) == more(18) <= 8


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-11-23", "2026-11-25"), ("2026-11-26", "2026-11-30"), ("2026-11-28", "2026-12-01")],
    ids=["Monday", "Thursday", "Saturday"],
)
def test_working_days_leave_out_the_weekend(start, due):
    day = datetime.date.fromisoformat(start)
    assert add_working_days(day, 2) == datetime.date.fromisoformat(due)
