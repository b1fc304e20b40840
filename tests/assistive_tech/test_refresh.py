"""Two years on: the clock asks for another look, and both appraisals begin anew."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from freezegun import freeze_time

from assistive_tech.models import CaseStudy
from assistive_tech.tasks import fall_due_case_studies
from tests.assistive_tech.evidence_factories import two_appraisals
from tests.assistive_tech.test_appraise import url_of as appraise_url
from tests.assistive_tech.test_appraise import whole
from tests.factories import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraised():
    pair = two_appraisals()
    pair.settle(by=None, **pair.cautious())
    pair.publish(by=None)
    return CaseStudy.objects.get(pk=pair.study_id)


def test_it_falls_due_24_months_after_it_was_published_and_once(appraised, capsys):
    assert appraised.review_by == days(730)
    with freeze_time(days(730)):
        assert fall_due_case_studies() == 0
    with freeze_time(days(731)):
        assert [fall_due_case_studies(), fall_due_case_studies()] == [1, 0]
    appraised.refresh_from_db()
    assert appraised.status == "due"
    assert appraised.events.last().by is None
    call_command("fall_due_case_studies")


def test_read_again_it_is_appraised_anew_by_whoever_comes(moderator, appraised):
    appraised.fall_due(by=None)
    assert "Due for refresh" in moderator.read(reverse("moderation_appraisals"))
    moderator.post(reverse("assistive_tech:refresh", args=[appraised.slug]))
    appraised.refresh_from_db()
    assert (appraised.status, appraised.confidence) == ("extracted", "")
    moderator.post(appraise_url(appraised), whole())
    assert appraised.appraisals.filter(current=True).count() == 1
    assert appraised.appraisals.filter(current=False).count() == 2


def test_only_what_is_due_is_refreshed(moderator, officer, appraised):
    url = reverse("assistive_tech:refresh", args=[appraised.slug])
    assert moderator.post(url).status_code == 409
    assert officer.post(url).status_code == 403
