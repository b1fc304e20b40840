from django.urls import reverse

from tests.factories import GuideVersionFactory


def test_submitting_hands_the_draft_to_another_moderator(moderator, guide):
    version = GuideVersionFactory(guide=guide, number=2, author=moderator.user)
    page = moderator.post(reverse("guidance:submit", args=[guide.slug, 2]), follow=True)
    assert "Another moderator reviews it" in page.content.decode()
    version.refresh_from_db()
    assert version.status == "in_review"


def test_submitting_twice_is_too_late_the_second_time(moderator, guide):
    GuideVersionFactory(guide=guide, number=2)
    url = reverse("guidance:submit", args=[guide.slug, 2])
    moderator.post(url)
    response = moderator.post(url)
    assert response.status_code == 409
    assert "in review" in response.content.decode()


def test_opening_the_address_changes_nothing(moderator, guide):
    GuideVersionFactory(guide=guide, number=2)
    assert moderator.get(reverse("guidance:submit", args=[guide.slug, 2])).status_code == 405
