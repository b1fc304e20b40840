"""Who raises barriers and for whom: officers for their borough, moderators for LOTI."""

import pytest
from django.urls import reverse

from assistive_tech.models import Barrier
from tests.assistive_tech.factories import BarrierFactory, BarrierMergeFactory

pytestmark = pytest.mark.django_db
RAISE = reverse("assistive_tech:raise_barrier")
SENT = {"title": "No test call at night", "text": "Staff cannot try an alarm", "kind": "workforce"}


def url(barrier, name: str) -> str:
    return reverse(f"assistive_tech:{name}", kwargs={"reference": barrier.reference})


@pytest.fixture
def lotis(moderator):
    assert "another moderator validates it" in moderator.read(RAISE)
    moderator.post(RAISE, SENT)
    return Barrier.objects.get()


def test_an_officer_raises_and_puts_right_what_they_raised(officer, colleague, at_lead, camden):
    officer.post(RAISE, SENT | {"borough": camden.gss})
    barrier = Barrier.objects.get()
    edit = url(barrier, "edit_barrier")
    for who, status in ((officer, 200), (at_lead, 200), (colleague, 403)):
        who.read(edit, status)
        who.read(url(barrier, "withdraw_barrier"), status)
    assert "Change the text" in officer.read(barrier.get_absolute_url())
    barrier.validate(by=None)
    assert "other boroughs rely on its text" in officer.read(edit, 403)


def test_any_officer_says_us_too_and_takes_it_back(other_officer, camden):
    barrier = BarrierFactory(borough=camden)
    assert "Us too: Brent" in other_officer.read(barrier.get_absolute_url())
    other_officer.post(url(barrier, "join_barrier"))
    barrier.refresh_from_db()
    assert (barrier.status, barrier.sharing.count()) == ("validated", 2)
    other_officer.post(url(barrier, "leave_barrier"))
    assert barrier.sharing.count() == 1
    other_officer.read(url(barrier, "resolve_barrier"), 403)


def test_who_left_the_borough_changes_it_no_more(officer, camden):
    barrier = BarrierFactory(borough=camden, raised_by=officer.user)
    membership = officer.user.memberships.get()
    membership.end(by=None)
    officer.read(url(barrier, "edit_barrier"), 404)


def test_a_moderator_raises_for_loti_and_another_validates(
    lotis, moderator, other_moderator, anonymous
):
    assert (lotis.borough, lotis.sharing.count()) == (None, 0)
    page = moderator.read(lotis.get_absolute_url())
    assert "LOTI raised it. No borough has said “us too” yet" in page
    assert "Raised by LOTI" in page
    assert moderator.post(url(lotis, "validate_barrier"), {"seen": 1}).status_code == 403
    other_moderator.post(url(lotis, "validate_barrier"), {"seen": 1})
    assert "Raised by LOTI" in anonymous.read(lotis.get_absolute_url())
    assert moderator.post(url(lotis, "join_barrier")).status_code == 403


def test_lotis_takes_two_boroughs(lotis, officer, other_officer, camden, brent):
    for who, status in ((officer, "raised"), (other_officer, "validated")):
        who.post(url(lotis, "join_barrier"))
        lotis.refresh_from_db()
        assert lotis.status == status


def test_lotis_is_merged_with_the_consent_of_another_moderator(
    lotis, moderator, other_moderator, at_lead
):
    into = BarrierFactory(validated=True)
    page = moderator.read(url(lotis, "propose_merge"))
    assert "LOTI raised it and another moderator decides" in page
    moderator.post(url(lotis, "propose_merge"), {"into": into.reference, "reason": "One thing"})
    assert "A moderator other than who proposed it" in moderator.read(lotis.get_absolute_url())
    for who in (moderator, at_lead):
        assert who.post(url(lotis, "accept_merge")).status_code == 403
    assert "Agree to the merge" in other_moderator.read(lotis.get_absolute_url())
    other_moderator.post(url(lotis, "accept_merge"))
    lotis.refresh_from_db()
    assert lotis.merged_into == into


def test_a_declined_merge_and_its_reason_stay_between_the_two(
    moderator, at_lead, other_officer, anonymous, camden
):
    merge = BarrierMergeFactory(barrier=BarrierFactory(borough=camden, validated=True))
    at_lead.post(url(merge.barrier, "decline_merge"), {"reason": "Ours is about consent"})
    for who in (moderator, at_lead):
        page = who.read(merge.barrier.get_absolute_url())
        assert f"Camden declined the merge into “{merge.into}”" in page
        assert "Ours is about consent" in page
    assert "What you can do" not in at_lead.read(merge.barrier.get_absolute_url())
    for who in (other_officer, anonymous):
        assert "Ours is about consent" not in who.read(merge.barrier.get_absolute_url())
