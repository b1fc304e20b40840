"""The whole toolkit on one page."""

from django.urls import reverse

from tests.factories import GuideFactory, GuideVersionFactory
from tests.guidance.conftest import publish

URL = reverse("guidance:whole")


def test_every_published_guide_stands_whole_under_its_stage(anonymous, guide):
    GuideVersionFactory(title="Still a draft")
    page = anonymous.read(URL)
    assert "1 page of guidance" in page
    assert f'<h2 class="govuk-heading-l" id="guide-{guide.slug}">Talk to suppliers</h2>' in page
    assert "You learn." in page
    assert "Still a draft" not in page


def test_headings_and_links_of_two_guides_do_not_meet(anonymous, guide):
    text = "## Why it matters\n\nSee [below](#section-how).\n\n## How\n\n### First"
    other = publish(
        GuideVersionFactory(guide=GuideFactory(slug="other"), published=True, body=text)
    )
    page = anonymous.read(URL)
    assert f'<h3 id="{guide.slug}-section-why-it-matters"' in page
    assert f'<h3 id="{other.slug}-section-why-it-matters"' in page
    assert 'href="#other-section-how"' in page
    assert '<h4 id="other-section-first"' in page


def test_is_not_sent_again_while_nothing_changed(anonymous, guide):
    first = anonymous.get(URL)
    again = anonymous.client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = publish(GuideVersionFactory(guide=GuideFactory(slug="newer"), published=True))
    changed = anonymous.client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert other.slug in changed.content.decode()


def test_before_anything_is_published_it_says_so(anonymous, db):
    assert "No guidance has been published yet" in anonymous.read(URL)
