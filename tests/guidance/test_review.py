from django.urls import reverse

from tests.factories import GuideVersionFactory


def url_of(version):
    return reverse("guidance:review", args=[version.guide.slug, version.number])


def test_one_screen_shows_what_changed_and_offers_both_ways_out(moderator, guide):
    version = GuideVersionFactory(
        guide=guide, number=2, in_review=True, title="Talk to suppliers", body="A meeting."
    )
    page = moderator.read(url_of(version))
    assert "What changed since version 1" in page
    assert "<ins>" in page
    assert ">Publish<" in page.replace("\n", "").replace("  ", "")
    assert "Send it back with a reason" in page


def test_the_author_is_told_who_can_publish(moderator, guide):
    version = GuideVersionFactory(guide=guide, number=2, in_review=True, author=moderator.user)
    page = moderator.read(url_of(version))
    assert "another moderator has to publish it" in page
    assert reverse("guidance:publish", args=[guide.slug, 2]) not in page


def test_a_finished_version_is_shown_as_readers_see_it(moderator, guide):
    response = moderator.get(url_of(guide.published_version))
    assert response.url == reverse("guidance:version", args=[guide.slug, 1])
