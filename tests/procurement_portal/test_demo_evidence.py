"""Example evidence: each state that moderators meet, marked, and gone without a trace."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assistive_tech.duplicates import Known
from assistive_tech.models import Appraisal, Candidate, CaseStudy, Interview
from assistive_tech.reference import load_technology_classes
from community.digest import build_digests
from procurement_portal.demo.evidence import load_evidence
from procurement_portal.demo.people import load_people
from procurement_portal.demo.removal import remove_examples
from tests import factories
from tests.assistive_tech.evidence_factories import CandidateFactory, InterviewFactory
from tests.community.test_digest import this_week

pytestmark = pytest.mark.django_db
SLUGS = ["camden", "brent", "lambeth"]


@pytest.fixture
def people():
    """Of three boroughs, after the examples were loaded."""
    for slug in SLUGS:
        factories.BoroughFactory(slug=slug, short_name=slug.capitalize())
    load_technology_classes()
    today = timezone.localdate()
    people = load_people(today, SLUGS)
    assert load_evidence(today, people) == 7
    assert load_evidence(today, people) == 0
    return people


def made():
    """What would be read of it, without what the database numbers."""
    studies = CaseStudy.objects.values("code", "slug", "status", "created_at", "published_at")
    candidates = Candidate.objects.values("reference", "status", "added_at")
    interviews = Interview.objects.values("reference", "status", "held_on", "case_study__code")
    return [list(rows) for rows in (studies, candidates, interviews)]


def test_candidates_in_every_state_and_one_that_may_be_another(people):
    states = ["candidate", "candidate", "excluded", "included"]
    assert sorted(Candidate.objects.values_list("status", flat=True)) == states
    assert Candidate.objects.get(status="excluded").in_words
    people.moderators[0].second_factor_used = True
    known = Known(people.moderators[0])
    alike = {one.title for one in Candidate.objects.all() if known.like_candidate(one)}
    assert len(alike) == 2
    assert all("Milltown" in title for title in alike)


def test_two_appraisals_differ_and_two_were_reconciled(people, moderator):
    apart, agreed = CaseStudy.objects.filter(status__in=("appraised", "reconciled"))
    if apart.status == "reconciled":
        apart, agreed = agreed, apart
    pair = apart.reconciliations.get()
    assert pair.difference.must_reconcile
    assert pair.settled_at is None
    settled = agreed.reconciliations.get()
    assert settled.settled_by == people.moderators[0]
    assert (agreed.confidence, agreed.level) == (settled.finding.confidence, settled.level)
    assert not any(apart.written_by(person) for person in people.moderators)
    assert Appraisal.objects.filter(status="handed_in").count() == 4
    assert "They differ by more than" in moderator.read(
        reverse("assistive_tech:reconcile", args=[apart.slug])
    )
    assert "The ten items of confidence" in moderator.read(agreed.get_absolute_url())


def test_a_lead_is_asked_to_confirm_an_interview(people):
    lead = people.one("camden", "at_lead")
    items = build_digests([lead], this_week())[lead.pk].items
    draft = Interview.objects.get().case_study
    assert draft.title in [item.title for item in items if item.kind == "confirm"]
    assert draft.is_example


def test_the_same_twice_and_removed_without_what_is_real(people):
    first, now = made(), timezone.now()
    assert not Candidate.objects.filter(added_at__gt=now).exists()
    real = [CandidateFactory(), InterviewFactory(lead=None), factories.CaseStudyFactory()]
    Interview.objects.exclude(pk=real[1].pk).update(status="confirmed", confirmed_version=1)
    remove_examples()
    left = [list(model.objects.all()) for model in (Candidate, Interview, CaseStudy)]
    assert left == [[each] for each in real]
    assert not CaseStudy.history.filter(is_example=True).exists()
    for each in real:
        each.delete()
    load_evidence(timezone.localdate(), load_people(timezone.localdate(), SLUGS))
    assert made() == first
