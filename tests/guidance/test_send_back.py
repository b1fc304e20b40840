import pytest
from django.urls import reverse

from tests.factories import GuideVersionFactory


@pytest.fixture
def version(guide):
    return GuideVersionFactory(guide=guide, number=2, in_review=True)


def url_of(version):
    return reverse("guidance:send_back", args=[version.guide.slug, version.number])


def test_the_author_reads_the_reason(moderator, version):
    page = moderator.post(url_of(version), {"reason": "Name the regulation."}, follow=True)
    assert "Name the regulation." in page.content.decode()
    version.refresh_from_db()
    assert version.status == "draft"


@pytest.mark.parametrize("reason", ["", "a" * 2_001])
def test_without_a_reason_nothing_moves(moderator, version, reason):
    page = moderator.post(url_of(version), {"reason": reason}).content.decode()
    assert "There is a problem" in page
    version.refresh_from_db()
    assert version.status == "in_review"
