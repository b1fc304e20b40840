from django.urls import reverse


def url_of(guide, name="follow"):
    return reverse(f"guidance:{name}", args=[guide.slug])


def test_a_member_follows_and_stops(officer, guide):
    page = officer.post(url_of(guide), follow=True).content.decode()
    assert "Your digest tells you when it changes" in page
    assert "Stop following this page" in page
    assert "Talk to suppliers" in officer.read(reverse("community:preferences"))
    officer.post(url_of(guide, "unfollow"))
    assert not officer.user.followed_guides.exists()


def test_following_twice_is_following_once(officer, guide):
    for _ in range(2):
        officer.post(url_of(guide))
    assert officer.user.followed_guides.count() == 1


def test_strangers_are_not_offered_it(anonymous, outsider, guide):
    assert "Follow this page" not in anonymous.read(guide.get_absolute_url())
    assert outsider.post(url_of(guide)).status_code == 403
