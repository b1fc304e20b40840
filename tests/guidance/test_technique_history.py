from django.urls import reverse

from tests.factories import TechniqueFactory


def test_each_save_shows_the_fields_it_changed(moderator):
    technique = TechniqueFactory(purpose="Meet suppliers.", risks=["Talk"])
    technique.save_edit(
        by=moderator.user, started_from=1, purpose="Meet many suppliers.", risks=["Talk", "Cost"]
    )
    page = moderator.read(reverse("guidance:technique_history", args=[technique.slug]))
    assert str(moderator.user) in page
    assert "Purpose" in page
    assert "added: </span>many" in page
    assert "Cost" in page
    assert "First recorded" in page
