from django.urls import reverse

from guidance.models import GuideReading
from tests.factories import GuideVersionFactory
from tests.guidance.conftest import publish


def url_of(guide, number=1):
    return reverse("guidance:read", args=[guide.slug, number])


def next_version(guide, number, note):
    guide.published_version.move("supersede", by=None)
    return publish(
        GuideVersionFactory(guide=guide, number=number, published=True, change_note=note)
    )


def test_opening_a_page_notes_nothing(officer, guide):
    officer.read(guide.get_absolute_url())
    assert not GuideReading.objects.exists()


def test_the_page_says_what_changed_since_it_was_read(officer, guide):
    officer.post(url_of(guide))
    guide = next_version(guide, 2, "Named the notice.")
    guide = next_version(guide, 3, "Shorter.")
    page = officer.read(guide.get_absolute_url())
    assert "Changed since you last read it (version 1," in page
    assert "Named the notice." in page
    assert "Shorter." in page
    assert f"{reverse('guidance:compare', args=[guide.slug])}?older=1&amp;newer=3" in page


def test_marked_as_read_the_banner_is_gone(officer, guide):
    officer.post(url_of(guide))
    next_version(guide, 2, "Named the notice.")
    page = officer.post(url_of(guide, 2), follow=True).content.decode()
    assert "Changed since you last read it" not in page
    assert "You marked this version as read on" in page
    assert GuideReading.objects.count() == 1


def test_an_earlier_version_never_replaces_a_later_one(officer, guide):
    next_version(guide, 2, "Named the notice.")
    officer.post(url_of(guide, 2))
    officer.post(url_of(guide, 1))
    assert officer.user.read_guides.get().version.number == 2


def test_drafts_cannot_be_read(moderator, guide):
    GuideVersionFactory(guide=guide, number=2)
    assert moderator.post(url_of(guide, 2)).status_code == 404
