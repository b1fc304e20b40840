from django.urls import reverse

from tests.factories import GuideVersionFactory


def test_an_earlier_version_says_so_and_leads_to_the_current_one(anonymous, guide):
    GuideVersionFactory(guide=guide, number=2, status="superseded", body="## Old words\n\nOld.")
    page = anonymous.read(reverse("guidance:version", args=[guide.slug, 2]))
    assert "This is an earlier version" in page
    assert "Old words" in page
    assert guide.get_absolute_url() in page


def test_a_draft_looks_missing_to_all_but_moderators(anonymous, officer, guide):
    GuideVersionFactory(guide=guide, number=2)
    for visitor in (anonymous, officer):
        visitor.read(reverse("guidance:version", args=[guide.slug, 2]), status=404)


def test_html_typed_in_a_guide_is_shown_as_text(anonymous, guide):
    version = guide.published_version
    version.body = "<script>alert(1)</script>"
    version.save()
    page = anonymous.read(reverse("guidance:version", args=[guide.slug, 1]))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
