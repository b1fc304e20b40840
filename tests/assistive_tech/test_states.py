"""From draft to appraised: what is in the library at each step, and what follows what."""

import pytest
from django.urls import reverse

from procurement_portal.lib.workflow import MoveNotPossible
from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db
LIBRARY = reverse("assistive_tech:index")
LISTED = ("extracted", "appraised", "reconciled", "published", "due")


@pytest.mark.parametrize("status", LISTED)
def test_whoever_asks_reads_it_from_the_day_it_is_extracted(anonymous, status):
    study = CaseStudyFactory(title="Belt sensors", status=status)
    assert "Belt sensors" in anonymous.read(LIBRARY)
    assert study.get_status_display() in anonymous.read(study.get_absolute_url())


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_before_and_after_that_nobody_else_does(anonymous, status):
    study = CaseStudyFactory(title="Belt sensors", status=status)
    assert "Belt sensors" not in anonymous.read(LIBRARY)
    anonymous.read(study.get_absolute_url(), status=404)


def test_the_whole_way_and_round_again(draft):
    draft.submit(by=None)
    draft.accept(by=None)
    assert draft.published_at
    draft.appraise(by=None)
    draft.reconcile(by=None, confidence="moderate")
    draft.publish(by=None)
    draft.fall_due(by=None)
    assert draft.confidence == "moderate"
    draft.refresh(by=None)
    assert (draft.status, draft.confidence) == ("extracted", "")


def test_a_supplier_alone_is_never_reconciled_above_low():
    study = CaseStudyFactory(status="appraised", source_type="supplier_material")
    study.reconcile(by=None, confidence="high")
    study.refresh_from_db()
    assert study.confidence == "low"


def test_nothing_is_published_that_was_not_appraised(submitted):
    with pytest.raises(MoveNotPossible):
        submitted.publish(by=None)


def test_the_level_is_kept_with_the_record():
    study = CaseStudyFactory(design="before_after", baseline="yes")
    assert study.level == 2
    study.baseline = "no"
    study.save()
    study.refresh_from_db()
    assert study.level == 1
