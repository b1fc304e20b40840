from tests.factories import GuideVersionFactory
from tests.guidance.factories import GuidePictureFactory


def test_a_picture_of_a_published_text_is_for_everybody(anonymous, guide):
    picture = GuidePictureFactory(guide=guide)
    version = guide.published_version
    version.body = picture.markdown
    version.save()
    response = anonymous.get(picture.get_absolute_url())
    assert response.content == picture.content
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_one_of_a_draft_is_not(anonymous, officer, moderator, guide):
    picture = GuidePictureFactory(guide=guide)
    GuideVersionFactory(guide=guide, number=2, body=picture.markdown)
    for visitor in (anonymous, officer):
        visitor.read(picture.get_absolute_url(), status=404)
    assert moderator.get(picture.get_absolute_url()).status_code == 200
