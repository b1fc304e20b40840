from django.urls import reverse

from tests.factories import MembershipFactory, UserFactory


def url_of(guide):
    return reverse("guidance:owner", args=[guide.slug])


def test_a_moderator_gives_a_guide_to_another_and_it_is_kept_who_did(
    moderator, other_moderator, anonymous, guide
):
    other = other_moderator.user
    page = moderator.post(url_of(guide), {"owner": other.pk}, follow=True).content.decode()
    assert f"Given to {other}" in page
    assert f"by {moderator.user}" in page
    assert f"Owner: {other}" in anonymous.read(guide.get_absolute_url())


def test_back_to_loti_as_a_whole(moderator, guide):
    guide.give_to(moderator.user, by=moderator.user)
    page = moderator.post(url_of(guide), {"owner": ""}, follow=True).content.decode()
    assert "Given to LOTI" in page
    guide.refresh_from_db()
    assert guide.owner is None


def test_the_same_owner_again_is_no_news(moderator, guide):
    for _ in range(2):
        moderator.post(url_of(guide), {"owner": moderator.user.pk})
    assert guide.owners.count() == 1


def test_only_moderators_can_own(moderator, officer, guide):
    former = MembershipFactory(moderator=True, ended=True).user
    for person in (officer.user, former, UserFactory()):
        page = moderator.post(url_of(guide), {"owner": person.pk}).content.decode()
        assert "There is a problem" in page
    assert not guide.owners.exists()
