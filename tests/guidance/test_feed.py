from django.urls import reverse

from tests.factories import GuideVersionFactory


def test_feed_has_each_published_version_with_its_change_note(anonymous, guide):
    GuideVersionFactory(guide=guide, number=2, title="Not yet", change_note="Secret so far")
    response = anonymous.get(reverse("guidance:feed"))
    feed = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.count("<entry>") == 1
    assert "<title>Talk to suppliers</title>" in feed
    assert "First published" in feed
    assert "Secret so far" not in feed


def test_control_characters_do_not_break_the_feed(anonymous, guide):
    version = guide.published_version
    version.title = "Talk\x0b to suppliers"
    version.save()
    response = anonymous.get(reverse("guidance:feed"))
    assert "Talk to suppliers" in response.content.decode()
