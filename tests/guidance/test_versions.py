from django.urls import reverse

from tests.factories import GuideVersionFactory, UserFactory


def test_versions_are_listed_with_what_changed(anonymous, officer, guide):
    GuideVersionFactory(
        guide=guide,
        number=2,
        status="superseded",
        change_note="Said more about notices",
        author=UserFactory(name="Priya Shah"),
    )
    GuideVersionFactory(guide=guide, number=3, change_note="Draft of mine")
    url = reverse("guidance:versions", args=[guide.slug])
    page = anonymous.read(url)
    assert "Said more about notices" in page
    assert "Draft of mine" not in page
    assert "Priya Shah" not in page, "names of people are for members"
    assert "Priya Shah" in officer.read(url)


def test_unknown_guide_is_missing(anonymous):
    anonymous.read(reverse("guidance:versions", args=["nothing"]), status=404)
