"""Actions on barriers: who, until when, how it goes, what came of it; and their owner's page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assistive_tech.models import BarrierAction
from tests import factories
from tests.assistive_tech.factories import BarrierActionFactory, BarrierFactory
from tests.factories import days
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
MINE = reverse("assistive_tech:my_barriers")


def url(action, name: str) -> str:
    return reverse(
        f"assistive_tech:{name}",
        kwargs={"reference": action.barrier.reference, "pk": action.pk},
    )


def due(day) -> dict:
    return {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}


@pytest.fixture
def owner(camden):
    """Somebody of Camden's whose name stands nowhere else, and the membership."""
    return factories.MembershipFactory(borough=camden, user__name="Ola Zyxowner")


def add(who, barrier, membership, **fields):
    place = reverse("assistive_tech:add_action", kwargs={"reference": barrier.reference})
    data = {"text": "Write a one-page agreement", "owner": membership.pk, **due(days(30))}
    return who.post(place, data | fields, follow=True)


def test_the_first_action_puts_it_in_action(at_lead, anonymous, camden, owner):
    barrier = BarrierFactory(borough=camden, prioritised=True)
    page = add(at_lead, barrier, owner).content.decode()
    assert "In action" in page
    assert "Camden: Ola Zyxowner" in page
    public = anonymous.read(barrier.get_absolute_url())
    assert "Write a one-page agreement" in public
    assert "Zyxowner" not in public


def test_no_action_before_a_priority(at_lead, camden, owner):
    barrier = BarrierFactory(borough=camden, validated=True)
    assert add(at_lead, barrier, owner).status_code == 409
    assert "LOTI sets a priority first" in at_lead.read(barrier.get_absolute_url())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"text": ""}, "Enter what is to be done", id="nothing to do"),
        pytest.param(due(days(-1)), "The due date must be today or later", id="past"),
        pytest.param(due(days(4000)), "within three years", id="far away"),
        pytest.param({"owner": "99999"}, "that answer is not on the list", id="nobody"),
    ],
)
def test_what_an_action_takes(fields, message, at_lead, camden, owner):
    barrier = BarrierFactory(borough=camden, prioritised=True)
    assert message in add(at_lead, barrier, owner, **fields).content.decode()
    assert not BarrierAction.objects.exists()


def test_a_borough_gives_actions_to_its_own_people_and_loti_to_all(
    at_lead, moderator, camden, brent
):
    barrier = BarrierFactory(borough=camden, shared_by=[brent], prioritised=True)
    theirs = factories.MembershipFactory(borough=brent)
    elsewhere = factories.MembershipFactory()
    add(at_lead, barrier, theirs)
    add(moderator, barrier, elsewhere)
    assert not BarrierAction.objects.exists()
    add(moderator, barrier, theirs)
    assert BarrierAction.objects.get().borough == brent


def test_progress_is_public_and_dated(anonymous, camden, owner):
    action = BarrierActionFactory(barrier__borough=camden, owner=owner.user)
    visitor(owner.user).post(url(action, "add_progress"), {"text": "Ten residents read it"})
    page = anonymous.read(action.barrier.get_absolute_url())
    assert "Ten residents read it" in page
    assert f"{timezone.localdate():%Y-%m-%d}" in page


def test_finished_with_what_came_of_it(at_lead, anonymous, camden):
    action = BarrierActionFactory(barrier__borough=camden)
    page = at_lead.post(url(action, "finish_action"), {"status": "done"}).content.decode()
    assert "Enter what came of it" in page
    at_lead.post(url(action, "finish_action"), {"status": "done", "outcome": "Signed by nine"})
    assert "Signed by nine" in anonymous.read(action.barrier.get_absolute_url())
    for late, data in (
        ("add_progress", {"text": "More"}),
        ("finish_action", {"status": "dropped", "outcome": "No"}),
    ):
        assert at_lead.post(url(action, late), data).status_code == 409


def test_given_to_somebody_else_and_its_passed_day_may_stay(at_lead, camden, owner):
    action = BarrierActionFactory(barrier__borough=camden, due_on=days(-3))
    assert f'value="{days(-3).day}"' in at_lead.read(url(action, "change_action"))
    data = {"text": action.text, "owner": owner.pk, **due(days(-3))}
    at_lead.post(url(action, "change_action"), data)
    action.refresh_from_db()
    assert action.owner == owner.user


def test_overdue_on_the_barrier_and_on_its_owners_page(officer, at_lead, camden):
    action = BarrierActionFactory(barrier__borough=camden, owner=officer.user, due_on=days(-1))
    assert "Overdue" in officer.read(MINE)
    assert "Overdue" in officer.read(action.barrier.get_absolute_url())
    action.drop(by=officer.user, outcome="The supplier went")
    assert "Overdue" not in officer.read(MINE)
    assert "You have none" in at_lead.read(MINE)


def test_only_its_owner_its_at_lead_and_loti_move_it(officer, colleague, camden):
    action = BarrierActionFactory(barrier__borough=camden, owner=officer.user)
    assert colleague.get(url(action, "add_progress")).status_code == 403
    officer.read(url(action, "add_progress"))
    officer.user.memberships.get().end(by=None)
    assert officer.get(url(action, "add_progress")).status_code == 403


def test_case_studies_are_searched_and_linked(at_lead, anonymous, camden):
    barrier = BarrierFactory(borough=camden, validated=True)
    study = factories.CaseStudyFactory(title="Tablets in Hackney")
    factories.CaseStudyFactory(title="Unlike")
    draft = factories.CaseStudyFactory(draft=True, borough=camden)
    place = reverse("assistive_tech:barrier_links", kwargs={"reference": barrier.reference})
    page = at_lead.read(place, data={"q": "tablets"})
    assert "Tablets in Hackney" in page
    assert "Unlike" not in page
    at_lead.post(f"{place}/link", {"study": study.slug})
    assert at_lead.post(f"{place}/link", {"study": draft.slug}).status_code == 404
    assert "Tablets in Hackney" in anonymous.read(barrier.get_absolute_url())
    at_lead.post(f"{place}/unlink", {"study": study.slug})
    assert "Tablets in Hackney" not in anonymous.read(barrier.get_absolute_url())


def test_those_of_its_technology_are_offered_first(at_lead, camden):
    barrier = BarrierFactory(borough=camden, validated=True)
    study = factories.CaseStudyFactory(title="Of its kind")
    other = factories.TechnologyClassFactory(slug="other", name="Other")
    factories.CaseStudyFactory(title="Of another", technology_class=other)
    barrier.technology_classes.add(study.technology_class)
    place = reverse("assistive_tech:barrier_links", kwargs={"reference": barrier.reference})
    page = at_lead.read(place)
    assert "Of its kind" in page
    assert "Of another" not in page
