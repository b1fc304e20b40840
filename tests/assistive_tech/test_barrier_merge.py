"""Two barriers become one: proposed by LOTI, agreed by the borough that raised what goes."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assistive_tech.models import BarrierMerge
from procurement_portal.lib.workflow import MoveNotPossible
from tests import factories
from tests.assistive_tech.factories import (
    BarrierActionFactory,
    BarrierFactory,
    BarrierFileFactory,
    BarrierMergeFactory,
)

pytestmark = pytest.mark.django_db
REASON = {"reason": "Both are about the same agreement"}


def url(barrier, name: str) -> str:
    return reverse(f"assistive_tech:{name}", kwargs={"reference": barrier.reference})


@pytest.fixture
def going(camden):
    """Camden's, with a file, a case study and an action."""
    barrier = BarrierFactory(borough=camden, in_action=True, title="A long agreement")
    barrier.links.create(case_study=factories.CaseStudyFactory())
    BarrierFileFactory(barrier=barrier)
    BarrierActionFactory(barrier=barrier)
    return barrier


@pytest.fixture
def staying(brent):
    return BarrierFactory(borough=brent, title="Agreements nobody reads")


def test_proposed_and_agreed(moderator, at_lead, anonymous, going, staying, camden, brent):
    moderator.post(url(going, "propose_merge"), REASON | {"into": staying.reference})
    assert "LOTI proposes to merge this" in at_lead.read(url(going, "barrier"))
    assert "A merge waits for your borough" in at_lead.read(reverse("assistive_tech:my_barriers"))
    at_lead.post(url(going, "accept_merge"))
    response = anonymous.get(url(going, "barrier"))
    assert response["Location"] == staying.get_absolute_url()
    page = anonymous.read(staying.get_absolute_url())
    for text in ("2 boroughs have it", "Falls sensors", "open interface", "A long agreement"):
        assert text in page
    staying.refresh_from_db()
    assert (staying.files.count(), staying.status) == (1, "validated")
    assert going.title not in anonymous.read(reverse("assistive_tech:barriers"))


def test_what_both_have_stays_once(going, staying, camden):
    staying.sharing.create(borough=camden)
    staying.links.create(case_study=going.links.get().case_study)
    merge = BarrierMergeFactory(barrier=going, into=staying)
    merge.accept(by=None)
    assert (staying.sharing.count(), staying.links.count()) == (2, 1)


def test_actions_that_came_put_it_in_action_once_it_has_a_priority(going, staying):
    BarrierMergeFactory(barrier=going, into=staying).accept(by=None)
    staying.refresh_from_db()
    staying.prioritise(by=None, priority="high", reason="Three trials")
    assert staying.status == "in_action"
    other = BarrierFactory(prioritised=True)
    BarrierMergeFactory(barrier=staying, into=other).accept(by=None)
    other.refresh_from_db()
    going.refresh_from_db()
    assert (other.status, going.merged_into) == ("in_action", other)


def test_declined_with_a_reason(at_lead, moderator, going, staying):
    BarrierMergeFactory(barrier=going, into=staying)
    at_lead.post(url(going, "decline_merge"), {"reason": "Ours is about consent"})
    merge = BarrierMerge.objects.get()
    assert merge.status == "declined"
    assert merge.events.get().reason == "Ours is about consent"
    assert at_lead.post(url(going, "accept_merge")).status_code == 409
    assert at_lead.post(url(going, "decline_merge"), {"reason": "Again"}).status_code == 409


def test_consent_is_the_boroughs_that_raised_it(moderator, other_officer, going, staying):
    BarrierMergeFactory(barrier=going, into=staying)
    for who in (moderator, other_officer):
        assert who.post(url(going, "accept_merge")).status_code == 403
    going.refresh_from_db()
    assert going.status == "in_action"


def test_proposed_once_and_taken_back(moderator, going, staying):
    data = REASON | {"into": staying.reference}
    moderator.post(url(going, "propose_merge"), data)
    page = moderator.post(url(going, "propose_merge"), data).content.decode()
    assert "proposed already" in page
    moderator.post(url(going, "take_back_merge"))
    assert moderator.post(url(going, "take_back_merge")).status_code == 409
    assert BarrierMerge.objects.get().status == "taken_back"


def test_never_into_itself_and_only_while_open(moderator, going, staying):
    page = moderator.post(url(going, "propose_merge"), REASON | {"into": going.reference})
    assert "not on the list" in page.content.decode()
    ended = BarrierFactory(status="resolved")
    late = moderator.post(url(ended, "propose_merge"), REASON | {"into": staying.reference})
    assert late.status_code == 409
    staying.withdraw(by=None, reason="A mistake")
    with pytest.raises(MoveNotPossible):
        BarrierMergeFactory(barrier=going, into=staying).accept(by=None)


def test_undone_within_thirty_days(moderator, anonymous, going, staying):
    merge = BarrierMergeFactory(barrier=going, into=staying)
    merge.accept(by=None)
    assert "Undo the merge of" in moderator.read(staying.get_absolute_url())
    moderator.post(url(going, "undo_merge"), {"reason": "They differ after all"})
    page = anonymous.read(url(going, "barrier"))
    assert "In action" in page
    assert "open interface" in page
    assert (going.files.count(), staying.files.count(), staying.sharing.count()) == (1, 0, 1)
    assert moderator.post(url(going, "undo_merge"), {"reason": "Again"}).status_code == 409


def test_after_thirty_days_it_stays(moderator, going, staying):
    merge = BarrierMergeFactory(barrier=going, into=staying)
    merge.accept(by=None)
    long_ago = timezone.now() - datetime.timedelta(days=31)
    BarrierMerge.objects.update(decided_at=long_ago)
    assert moderator.post(url(going, "undo_merge"), {"reason": "Late"}).status_code == 409
