from django.urls import reverse

from tests.factories import days


def test_confirming_moves_the_review_date(moderator, guide):
    guide.review_by = days(-1)
    guide.save()
    page = moderator.post(reverse("guidance:confirm", args=[guide.slug]), follow=True)
    assert "The next review is due in 12 months" in page.content.decode()
    guide.refresh_from_db()
    assert guide.review_by == days(365)
    assert guide.confirmed_by == moderator.user
