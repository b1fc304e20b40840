import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from guidance.models import GuideVersion
from tests.factories import GuideVersionFactory, UserFactory


@pytest.fixture
def version(guide):
    return GuideVersionFactory(
        guide=guide, number=2, in_review=True, title="Talk to suppliers early"
    )


def url_of(version):
    return reverse("guidance:publish", args=[version.guide.slug, version.number])


def test_another_moderator_publishes_and_the_version_before_is_superseded(
    moderator, anonymous, guide, version
):
    moderator.post(url_of(version), {"seen": version.version})
    assert "Talk to suppliers early" in anonymous.read(guide.get_absolute_url())
    assert GuideVersion.objects.get(guide=guide, number=1).status == "superseded"
    version.refresh_from_db()
    assert version.published_by == moderator.user
    guide.refresh_from_db()
    assert not guide.is_stale


def test_the_author_cannot_and_learns_who_can(moderator, guide, version):
    GuideVersion.objects.filter(pk=version.pk).update(author=moderator.user)
    response = moderator.post(url_of(version), {"seen": version.version})
    assert response.status_code == 403
    assert "Any other LOTI moderator can" in response.content.decode()
    guide.refresh_from_db()
    assert guide.published_version.number == 1


@pytest.mark.parametrize("verb", ["edit", "submit"])
def test_nor_can_somebody_who_changed_or_submitted_it(moderator, version, verb):
    version.events.create(verb=verb, from_status="draft", to_status="draft", by=moderator.user)
    assert moderator.post(url_of(version), {"seen": version.version}).status_code == 403


def test_nor_through_the_verb_itself(version):
    editor = UserFactory()
    version.note_edit(editor)
    for verb in (version.publish, lambda by: version.schedule(by=by, publish_at=timezone.now())):
        with pytest.raises(PermissionDenied, match="somebody else has to publish it"):
            verb(by=editor)
    version.refresh_from_db()
    assert version.status == "in_review"


def test_a_text_that_changed_since_it_was_read_is_not_published(moderator, guide, version):
    page = moderator.post(url_of(version), {"seen": version.version + 1}, follow=True)
    assert "The text changed after you opened it" in page.content.decode()
    guide.refresh_from_db()
    assert guide.published_version.number == 1


def test_publishing_twice_leaves_it_published(moderator, guide, version):
    moderator.post(url_of(version), {"seen": version.version})
    response = moderator.post(url_of(version), {"seen": version.version})
    assert response.status_code == 409
    assert "It is now <strong>published</strong>" in response.content.decode()
    version.refresh_from_db()
    assert version.status == "published"


def test_the_database_refuses_an_author_who_publishes(guide, version):
    person = UserFactory()
    with pytest.raises(IntegrityError, match="guide_published_by_another"), transaction.atomic():
        GuideVersion.objects.filter(pk=version.pk).update(author=person, published_by=person)
