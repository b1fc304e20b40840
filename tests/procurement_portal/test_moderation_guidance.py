from django.urls import reverse

from guidance.models import Guide
from tests.counting import queries
from tests.factories import GuideFactory, GuideVersionFactory, days
from tests.guidance.conftest import publish

URL = reverse("moderation_guidance")


def overdue(title, age, owner=None, position=0):
    version = GuideVersionFactory(guide__owner=owner, published=True, title=title)
    guide = publish(version)
    Guide.objects.filter(pk=guide.pk).update(review_by=days(-age))
    return guide


def test_overdue_guides_wait_with_their_age_ones_own_first(moderator, other_moderator):
    overdue("Of another", 40, other_moderator.user)
    overdue("Of mine", 3, moderator.user)
    publish(GuideVersionFactory(published=True, title="In good time"))
    page = moderator.read(URL)
    assert page.index("Of mine") < page.index("Of another")
    assert "overdue for <b>40 days" in page
    assert "In good time" not in page
    assert "(2)" in page


def test_confirming_it_takes_it_off_the_list(moderator):
    guide = overdue("Of mine", 3, moderator.user)
    moderator.post(reverse("guidance:confirm", args=[guide.slug]))
    assert "Nothing to review" in moderator.read(URL)


def test_what_was_never_published_is_not_overdue(moderator):
    GuideFactory()
    assert "Nothing to review" in moderator.read(URL)


def test_queries_do_not_grow_with_the_list(moderator):
    overdue("First", 1)
    few = queries(moderator, URL)
    for number in range(6):
        overdue(f"Next {number}", 1)
    assert queries(moderator, URL) == few
