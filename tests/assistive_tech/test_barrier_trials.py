"""Barriers and trials: linked from the one, read on the other, raised from it."""

import pytest
from django.urls import reverse

from assistive_tech.models import Barrier
from tests.assistive_tech.factories import BarrierFactory, BarrierMergeFactory
from tests.assistive_tech.trial_factories import TrialFactory, trial_of
from tests.counting import queries

pytestmark = pytest.mark.django_db
RAISE = reverse("assistive_tech:raise_barrier")


def url(barrier, name: str) -> str:
    return reverse(f"assistive_tech:{name}", kwargs={"reference": barrier.reference})


def test_linked_read_on_both_pages_and_unlinked(at_lead, anonymous, camden):
    barrier = BarrierFactory(borough=camden, validated=True)
    trial = trial_of(camden, recruiting=True)
    assert "None is linked yet" in anonymous.read(trial.get_absolute_url())
    page = at_lead.post(url(barrier, "link_trial"), {"trial": trial.reference}, follow=True)
    assert f"Linked: {trial}" in page.content.decode()
    at_lead.post(url(barrier, "link_trial"), {"trial": trial.reference})
    assert barrier.trial_links.count() == 1
    assert trial.title in anonymous.read(barrier.get_absolute_url())
    assert barrier.title in anonymous.read(trial.get_absolute_url())
    at_lead.post(url(barrier, "unlink_trial"), {"trial": trial.reference})
    assert trial.title not in anonymous.read(barrier.get_absolute_url())


def test_each_reader_sees_the_link_as_far_as_both_may_be_read(officer, anonymous, camden):
    raised, public = BarrierFactory(borough=camden), BarrierFactory(validated=True)
    early, begun = trial_of(camden), trial_of(camden, recruiting=True)
    for barrier, trial in ((raised, begun), (public, early)):
        barrier.trial_links.create(trial=trial)
    assert raised.title in officer.read(begun.get_absolute_url())
    assert raised.title not in anonymous.read(begun.get_absolute_url())
    assert early.title in officer.read(public.get_absolute_url())
    assert early.title not in anonymous.read(public.get_absolute_url())


def test_trials_of_its_technology_are_offered_others_are_found(at_lead, camden):
    barrier = BarrierFactory(borough=camden)
    near, far = TrialFactory(), TrialFactory(title="Pill boxes that speak")
    barrier.technology_classes.add(near.technology_class)
    far.technology_class = type(far.technology_class).objects.create(slug="pills", name="Pills")
    far.save()
    page = at_lead.read(url(barrier, "barrier_trials"))
    assert near.title in page
    assert far.title not in page
    assert far.title in at_lead.read(url(barrier, "barrier_trials"), data={"q": "pill box"})
    assert "No other trial fits" in at_lead.read(url(barrier, "barrier_trials"), data={"q": "zyx"})


def test_who_does_not_share_it_links_nothing(officer, other_officer, camden):
    barrier, trial = BarrierFactory(borough=camden), trial_of(camden)
    for who in (officer, other_officer):
        response = who.post(url(barrier, "link_trial"), {"trial": trial.reference})
        assert response.status_code == 403


def test_what_is_withdrawn_takes_no_link(at_lead, camden):
    barrier, trial = BarrierFactory(borough=camden, status="withdrawn"), trial_of(camden)
    response = at_lead.post(url(barrier, "link_trial"), {"trial": trial.reference})
    assert response.status_code == 409


def test_raised_from_a_trial_with_the_link_made(officer, camden):
    trial = trial_of(camden)
    assert f"{RAISE}?trial={trial.reference}" in officer.read(trial.get_absolute_url())
    form = officer.read(RAISE, data={"trial": trial.reference})
    assert "they will be linked" in form
    assert f'value="{trial.technology_class_id}" id="id_technology_classes_0"' in form
    sent = {"borough": camden.gss, "title": "Nobody signs", "text": "Nine pages", "kind": "other"}
    officer.post(RAISE, sent | {"trial": trial.reference})
    assert Barrier.objects.get().trial_links.get().trial == trial
    assert "Nobody signs" in officer.read(trial.get_absolute_url())


def test_us_too_from_a_trial_links_what_is_there(other_officer, camden, brent):
    barrier = BarrierFactory(borough=camden, title="The agreement that residents sign")
    trial = trial_of(brent)
    sent = {"borough": brent.gss, "title": "Residents will not sign the agreement"}
    sent |= {"text": "It is long", "kind": "agreements", "trial": trial.reference}
    page = other_officer.post(RAISE, sent).content.decode()
    assert "Is it one of these?" in page
    assert f'name="trial" value="{trial.reference}"' in page
    other_officer.post(url(barrier, "join_barrier"), {"trial": trial.reference})
    assert barrier.trial_links.get().trial == trial


def test_a_trial_nobody_has_is_no_trial(officer, camden):
    sent = {"borough": camden.gss, "title": "Nobody signs", "text": "Nine pages", "kind": "other"}
    officer.post(RAISE, sent | {"trial": "TRL-ZZZZZZZ"})
    assert not Barrier.objects.get().trial_links.exists()


def test_links_go_along_in_a_merge_and_come_back(camden):
    gone, kept, trial = BarrierFactory(), BarrierFactory(validated=True), trial_of(camden)
    gone.trial_links.create(trial=trial)
    merge = BarrierMergeFactory(barrier=gone, into=kept)
    merge.accept(by=None)
    assert kept.trial_links.count() == 1
    merge.undo(by=None, reason="They differ")
    assert (gone.trial_links.count(), kept.trial_links.count()) == (1, 0)


def test_queries_of_the_choice_do_not_grow(at_lead, camden):
    barrier = BarrierFactory(borough=camden)
    few = queries(at_lead, url(barrier, "barrier_trials"))
    for _ in range(4):
        barrier.trial_links.create(trial=trial_of(camden))
        trial_of(camden)
    assert queries(at_lead, url(barrier, "barrier_trials")) == few
