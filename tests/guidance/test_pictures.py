import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guidance.models import GuidePicture
from tests.guidance.factories import GuidePictureFactory
from tests.procurement_portal.test_pictures import drawn


def url_of(guide):
    return reverse("guidance:pictures", args=[guide.slug])


def sent(data, name="plan.png", alternative="Two boroughs sign one contract"):
    return {"file": SimpleUploadedFile(name, data), "alternative": alternative}


def test_a_picture_is_kept_and_its_line_is_shown_to_copy(moderator, guide):
    page = moderator.post(url_of(guide), sent(drawn()), follow=True).content.decode()
    picture = guide.pictures.get()
    assert f"![Two boroughs sign one contract](/guidance/pictures/{picture.content_hash})" in page
    assert picture.by == moderator.user


def test_the_same_picture_again_gets_the_newer_words(moderator, guide):
    moderator.post(url_of(guide), sent(drawn()))
    moderator.post(url_of(guide), sent(drawn(), alternative="A plan"))
    assert guide.pictures.get().alternative == "A plan"


@pytest.mark.parametrize(
    ("data", "alternative", "message"),
    [
        (drawn(), " ", "Enter the alternative text"),
        (drawn(), "a" * 251, "must be 250 characters or less"),
        (b"<svg/>", "A plan", "must be a PNG, JPEG or WebP picture"),
        (b"", "A plan", "empty"),
        (b"0" * 2_200_000, "A plan", "must be 2 MB or less"),
    ],
    ids=["no words", "too many words", "SVG", "empty", "too large"],
)
def test_what_will_not_do_is_named(moderator, guide, data, alternative, message):
    page = moderator.post(url_of(guide), sent(data, alternative=alternative)).content.decode()
    assert "There is a problem" in page
    assert message in page
    assert alternative in page, "what was typed is kept"
    assert not GuidePicture.objects.exists()


def test_a_name_and_a_declared_type_prove_nothing(moderator, guide):
    data = {"alternative": "A plan"}
    data["file"] = SimpleUploadedFile("plan.png", b"<svg/>", content_type="image/png")
    assert "must be a PNG" in moderator.post(url_of(guide), data).content.decode()


def test_a_text_may_show_it(moderator, guide, texts):
    picture = GuidePictureFactory(guide=guide)
    url = reverse("guidance:edit", args=[guide.slug])
    moderator.post(url, texts | {"body": f"See.\n\n{picture.markdown}"})
    assert f'src="{picture.get_absolute_url()}"' in guide.versions.get(number=2).html


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"![](/guidance/pictures/{'a' * 64})", "The picture on line 3 needs words"),
        (f"![A plan](/guidance/pictures/{'a' * 64})", "There is no picture at /guidance"),
        ("![A plan](https://evil.example/a.png)", "The picture on line 3 must be one"),
    ],
)
def test_a_text_with_a_picture_that_will_not_do_is_refused(moderator, guide, texts, line, message):
    url = reverse("guidance:edit", args=[guide.slug])
    page = moderator.post(url, texts | {"body": f"See.\n\n{line}"}).content.decode()
    assert message in page
    assert guide.versions.count() == 1
