import json
import re

from django.urls import reverse
from freezegun import freeze_time

from tests.factories import GuideFactory, GuideVersionFactory, TechniqueFactory, UserFactory
from tests.guidance.conftest import publish


def test_page_has_contents_roles_review_date_and_owner(anonymous, guide):
    guide.owner = UserFactory(name="Priya Shah")
    guide.save()
    page = anonymous.read(guide.get_absolute_url())
    assert '<a class="govuk-link" href="#section-why-it-matters">Why it matters</a>' in page
    assert 'id="section-why-it-matters"' in page
    assert "Procurement team" in page
    assert "Last reviewed" in page
    assert "Owner: Priya Shah" in page
    assert "First published" in page


def test_review_overdue_is_said(anonymous, guide):
    with freeze_time("2031-01-01 12:00"):
        assert "Its review was due by" in anonymous.read(guide.get_absolute_url())


def test_leads_to_the_pages_before_and_after_in_its_stage(anonymous, guide):
    after = publish(
        GuideVersionFactory(
            guide=GuideFactory(stage=guide.stage, position=9), published=True, title="Then this"
        )
    )
    page = anonymous.read(guide.get_absolute_url())
    assert after.get_absolute_url() in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page
    assert 'rel="prev"' in anonymous.read(after.get_absolute_url())


def test_names_techniques_of_the_same_stage(anonymous, guide):
    TechniqueFactory(name="Supplier day", stage=guide.stage)
    TechniqueFactory(name="Contract review", stage="management")
    page = anonymous.read(guide.get_absolute_url())
    assert "Supplier day" in page
    assert "Contract review" not in page


def test_unpublished_guide_looks_missing(officer, other_officer):
    draft = GuideVersionFactory()
    hidden = officer.get(draft.guide.get_absolute_url())
    missing = officer.get(reverse("guidance:guide", args=["never-written"]))
    assert hidden.status_code == missing.status_code == 404


def test_moderator_goes_on_to_the_text_of_an_unpublished_guide(moderator):
    draft = GuideVersionFactory()
    response = moderator.get(draft.guide.get_absolute_url())
    assert response.url == reverse("guidance:edit", args=[draft.guide.slug])


def test_only_moderators_are_offered_the_editor(anonymous, officer, moderator, guide):
    url = guide.get_absolute_url()
    assert "Change this page" in moderator.read(url)
    assert "Change this page" not in officer.read(url)
    assert "Change this page" not in anonymous.read(url)


def test_query_count(anonymous, guide, django_assert_num_queries):
    TechniqueFactory.create_batch(5, stage=guide.stage)
    with django_assert_num_queries(5):
        anonymous.read(guide.get_absolute_url())


def test_tells_search_engines_what_it_is(anonymous, guide):
    version = guide.published_version
    version.title = "Talk </script><script>alert(1)</script> & listen"
    version.save()
    page = anonymous.read(guide.get_absolute_url())
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    article, way = json.loads(data)["@graph"]
    assert article["headline"] == version.title
    assert article["articleSection"] == "Strategy"
    assert [step["name"] for step in way["itemListElement"]][:2] == ["Guidance", "Strategy"]
