import datetime

from django.utils import timezone

from guidance.moderation import waiting
from tests.factories import GuideVersionFactory


def test_what_waits_comes_oldest_first(moderator, rf):
    moderator.user.second_factor_used = True
    now = timezone.now()
    for age in (2, 5):
        version = GuideVersionFactory(in_review=True, title=f"Waiting {age} days")
        version.events.create(
            verb="submit",
            from_status="draft",
            to_status="in_review",
            at=now - datetime.timedelta(days=age),
        )
    GuideVersionFactory(title="Still a draft")
    items = waiting(moderator.user)
    assert [item["title"] for item in items] == ["Waiting 5 days", "Waiting 2 days"]
    assert items[0]["kind"] == "Guidance"
    assert "/moderation/guidance/" in items[0]["url"]


def test_nothing_waits_for_others(officer):
    GuideVersionFactory(in_review=True)
    assert waiting(officer.user) == []
