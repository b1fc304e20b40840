from django.urls import reverse

from tests.factories import GuideVersionFactory
from tests.guidance.conftest import publish


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


def test_a_changed_page_leads_to_the_words_that_changed(anonymous, guide):
    guide.published_version.move("supersede", by=None)
    publish(GuideVersionFactory(guide=guide, number=2, published=True, change_note="Said when."))
    feed = anonymous.get(reverse("guidance:feed")).content.decode()
    compare = reverse("guidance:compare", args=[guide.slug])
    assert feed.count(f"{compare}?older=1&amp;newer=2") == 1


def test_is_not_sent_again_while_nothing_changed(anonymous, guide):
    url = reverse("guidance:feed")
    etag = anonymous.get(url)["ETag"]
    assert anonymous.client.get(url, headers={"If-None-Match": etag}).status_code == 304
