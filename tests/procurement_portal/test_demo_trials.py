"""Example trials: past their gates with everything that was asked, and gone without a trace."""

import pytest
from django.utils import timezone

from assistive_tech.models import BarrierTrial, CaseStudy, Trial, TrialMonth
from procurement_portal.demo.barriers import load_barriers
from procurement_portal.demo.people import load_people
from procurement_portal.demo.removal import remove_examples
from procurement_portal.demo.texts import read
from procurement_portal.demo.trials import load_trials
from tests import factories
from tests.assistive_tech.trial_factories import TrialFactory

pytestmark = pytest.mark.django_db
SLUGS = ["camden", "hackney", "greenwich", "brent", "lewisham"]


@pytest.fixture
def loaded():
    for slug in SLUGS:
        factories.BoroughFactory(slug=slug, short_name=slug.capitalize())
    for slug in ("telecare-alarm", "environmental-sensor"):
        factories.TechnologyClassFactory(slug=slug, name=slug)
    today = timezone.localdate()
    people = load_people(today, SLUGS)
    load_barriers(today, people)
    assert load_trials(today, people) == 2
    assert load_trials(today, people) == 0


def test_one_recruits_and_one_is_designed(loaded):
    assert set(Trial.objects.values_list("status", flat=True)) == {"recruiting", "designed"}
    trial = Trial.objects.get(status="recruiting")
    assert sum(place.recruited for place in trial.with_totals()) == 72
    assert trial.lacks("recruit") == []
    met = set(BarrierTrial.objects.values_list("trial__status", "barrier__status"))
    assert met == {("recruiting", "in_action"), ("designed", "prioritised")}
    assert TrialMonth.objects.filter(month__lt=trial.opened_at.date().replace(day=1)).count() == 0
    for each in Trial.objects.all():
        moments = list(
            each.events.exclude(verb="record_month").order_by("pk").values_list("at", flat=True)
        )
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()


def test_removed_with_what_was_drafted_from_them(loaded):
    real = TrialFactory()
    Trial.objects.filter(status="recruiting").update(status="analysing", findings="None")
    Trial.objects.get(status="analysing").report(by=None)
    assert CaseStudy.objects.get().is_example
    remove_examples()
    assert list(Trial.objects.all()) == [real]
    assert not CaseStudy.objects.exists()


def test_barriers_that_trials_met_are_known():
    """A key that nothing has would be left out without a word."""
    keys = {entry["key"] for entry in read("barriers")["barrier"]}
    for entry in read("trials")["trial"]:
        assert set(entry["barriers"]) <= keys
