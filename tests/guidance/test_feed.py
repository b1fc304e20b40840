from xml.etree import ElementTree

from django.urls import reverse

from tests.factories import GuideVersionFactory

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feed_has_each_published_version_with_its_change_note(anonymous, guide):
    GuideVersionFactory(guide=guide, number=2, title="Not yet", change_note="Secret so far")
    response = anonymous.get(reverse("guidance:feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Talk to suppliers"]
    assert "First published" in entries[0].findtext(f"{ATOM}summary")


def test_control_characters_do_not_break_the_feed(anonymous, guide):
    version = guide.published_version
    version.title = "Talk\x0b to suppliers"
    version.save()
    response = anonymous.get(reverse("guidance:feed"))
    assert "Talk to suppliers" in response.content.decode()
