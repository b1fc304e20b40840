from django.urls import reverse

from tests.factories import CaseStudyFactory, GuideVersionFactory

URL = reverse("moderation_content")


def test_guidance_and_case_studies_wait_in_one_list_with_a_count(moderator):
    GuideVersionFactory(in_review=True, title="A page to read")
    CaseStudyFactory(status="submitted", title="A study to read")
    GuideVersionFactory(title="Not handed in")
    page = moderator.read(URL)
    assert "A page to read" in page
    assert "A study to read" in page
    assert "Not handed in" not in page
    assert "(2)" in page
    assert "Answer by" in page


def test_an_empty_queue_says_so(moderator):
    assert "Nothing waiting" in moderator.read(URL)
