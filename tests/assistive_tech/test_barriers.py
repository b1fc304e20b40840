"""Barriers: raised, shared, validated, prioritised, acted on, ended; and who reads what when."""

import pytest
from django.urls import reverse

from assistive_tech.barrier_likeness import similar_barriers
from assistive_tech.models import Barrier
from procurement_portal.lib.workflow import MoveNotPossible
from tests import factories
from tests.assistive_tech.factories import BarrierActionFactory, BarrierFactory
from tests.counting import queries
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
LIST = reverse("assistive_tech:barriers")
RAISE = reverse("assistive_tech:raise_barrier")


def url(barrier, name: str, **kwargs) -> str:
    return reverse(f"assistive_tech:{name}", kwargs={"reference": barrier.reference, **kwargs})


@pytest.fixture
def brent_lead(brent):
    """Brent's AT lead."""
    return visitor(factories.MembershipFactory(borough=brent, role="at_lead").user)


@pytest.fixture
def typed(camden):
    return {
        "borough": camden.gss,
        "title": "Residents will not sign our agreement",
        "text": "It is nine pages long and says nothing about the end of the trial.",
        "kind": "agreements",
    }


def test_a_raised_barrier_is_read_by_members_alone(at_lead, other_officer, anonymous, typed):
    page = at_lead.post(RAISE, typed, follow=True).content.decode()
    assert "Residents will not sign our agreement" in page
    assert "1 borough has it" in page
    assert "Raised by Camden" in page
    barrier = Barrier.objects.get()
    other_officer.read(barrier.get_absolute_url())
    anonymous.read(barrier.get_absolute_url(), status=404)
    assert "Residents" in other_officer.read(LIST)
    assert "Residents" not in anonymous.read(LIST)


@pytest.mark.parametrize("name", ["title", "text", "kind"])
def test_what_it_takes_to_raise_one(name, at_lead, typed):
    page = at_lead.post(RAISE, typed | {name: ""}).content.decode()
    assert "There is a problem" in page
    assert not Barrier.objects.exists()


def test_nobody_raises_for_another_borough(at_lead, brent, typed):
    at_lead.post(RAISE, typed | {"borough": brent.gss})
    assert not Barrier.objects.exists()


def test_similar_ones_are_shown_before_raising(at_lead, brent, typed):
    BarrierFactory(borough=brent, title="The agreement that residents sign is long", text="x")
    BarrierFactory(borough=brent, title="No signal in basements", text="Cellular dead spots")
    page = at_lead.post(RAISE, typed).content.decode()
    assert "Is it one of these?" in page
    assert "The agreement that residents sign is long" in page
    assert "No signal in basements" not in page
    assert "nine pages long" in page
    assert Barrier.objects.count() == 2


def test_who_saw_the_similar_ones_may_still_raise(at_lead, brent, typed):
    other = BarrierFactory(borough=brent, title="The agreement that residents sign", text="x")
    at_lead.post(RAISE, typed | {"considered": other.reference})
    assert Barrier.objects.filter(title=typed["title"]).exists()


def test_no_words_are_like_nothing(at_lead):
    BarrierFactory()
    assert similar_barriers(at_lead.user, "the of and", "!! '' \\ ") == []


def test_a_second_borough_validates_it(brent_lead, at_lead, anonymous, camden):
    barrier = BarrierFactory(borough=camden)
    page = brent_lead.post(url(barrier, "join_barrier"), follow=True).content.decode()
    assert "Brent has it too. With two boroughs it is validated" in page
    public = anonymous.read(barrier.get_absolute_url())
    assert "2 boroughs have it" in public
    assert "2 boroughs share it" in public
    assert str(brent_lead.user) not in public
    assert "<b>2 boroughs</b>" in anonymous.read(LIST)


def test_us_too_twice_is_once_and_can_be_taken_back(brent_lead, camden):
    barrier = BarrierFactory(borough=camden, validated=True)
    for _ in range(2):
        brent_lead.post(url(barrier, "join_barrier"))
    assert barrier.sharing.count() == 2
    page = brent_lead.post(url(barrier, "leave_barrier"), follow=True).content.decode()
    assert "1 borough has it" in page
    assert "Brent took “us too” back" in page
    assert "Us too: Brent" in page


def test_who_raised_it_stays_in_it(at_lead, camden):
    barrier = BarrierFactory(borough=camden)
    assert at_lead.post(url(barrier, "leave_barrier")).status_code == 409
    assert barrier.sharing.count() == 1


def test_loti_validates_what_one_borough_raised(moderator, anonymous):
    barrier = BarrierFactory()
    moderator.post(url(barrier, "validate_barrier"), {"seen": 1})
    anonymous.read(barrier.get_absolute_url())


def test_loti_does_not_validate_a_text_it_has_not_read(moderator):
    barrier = BarrierFactory(version=2)
    page = moderator.post(url(barrier, "validate_barrier"), {"seen": 1}, follow=True)
    assert "The text changed after you opened it" in page.content.decode()
    barrier.refresh_from_db()
    assert barrier.status == "raised"


def test_who_changed_the_text_does_not_validate_it(moderator, other_moderator):
    barrier = BarrierFactory()
    edit(moderator, barrier, title="Another title")
    assert moderator.post(url(barrier, "validate_barrier"), {"seen": 2}).status_code == 403
    assert "another moderator has to validate it" in moderator.read(barrier.get_absolute_url())
    other_moderator.post(url(barrier, "validate_barrier"), {"seen": 2})
    barrier.refresh_from_db()
    assert barrier.status == "validated"


def edit(who, barrier, started_from=1, **texts):
    data = {"title": barrier.title, "text": barrier.text, "kind": barrier.kind}
    return who.post(
        url(barrier, "edit_barrier"), data | texts | {"started_from": started_from}, follow=True
    )


def test_a_stale_edit_shows_both_texts(at_lead, camden):
    barrier = BarrierFactory(borough=camden)
    edit(at_lead, barrier, title="First")
    response = edit(at_lead, barrier, title="Second")
    assert response.status_code == 409
    assert "Somebody else saved first" in response.content.decode()
    assert "Second" in edit(at_lead, barrier, started_from=2, title="Second").content.decode()


def test_a_validated_text_is_lotis_to_change(at_lead, camden):
    barrier = BarrierFactory(borough=camden, validated=True)
    assert "other boroughs rely on its text" in at_lead.read(url(barrier, "edit_barrier"), 403)


def test_a_priority_has_a_reason_everybody_reads(moderator, anonymous):
    barrier = BarrierFactory(validated=True)
    at = url(barrier, "prioritise_barrier")
    assert "There is a problem" in moderator.post(at, {"priority": "high"}).content.decode()
    moderator.post(at, {"priority": "high", "reason": "It stops three trials"})
    moderator.post(at, {"priority": "low", "reason": "The trials moved on"})
    page = anonymous.read(barrier.get_absolute_url())
    assert "Low priority" in page
    assert "High: It stops three trials" in page
    assert "Priority changed" in page


def test_ended_with_a_reason_and_opened_again(moderator, at_lead, anonymous, camden):
    barrier = BarrierFactory(borough=camden, in_action=True)
    at_lead.post(url(barrier, "resolve_barrier"), {"reason": "One page, read by ten residents"})
    assert "One page, read by ten residents" in anonymous.read(barrier.get_absolute_url())
    moderator.post(url(barrier, "reopen_barrier"), {"reason": "Six pages again"})
    barrier.refresh_from_db()
    assert (barrier.status, barrier.priority) == ("validated", "")
    moderator.post(url(barrier, "accept_barrier"), {"reason": "The law asks for it"})
    assert "Accepted: boroughs live with it" in anonymous.read(barrier.get_absolute_url())


def test_it_does_not_end_while_an_action_is_open(moderator):
    barrier = BarrierActionFactory().barrier
    page = moderator.post(url(barrier, "resolve_barrier"), {"reason": "Done"}).content.decode()
    assert "1 action is still open" in page
    barrier.refresh_from_db()
    assert barrier.status == "in_action"


def test_what_came_too_late_changes_nothing(moderator):
    barrier = BarrierFactory(validated=True)
    response = moderator.post(url(barrier, "resolve_barrier"), {"reason": "Done"})
    assert response.status_code == 409
    with pytest.raises(MoveNotPossible):
        Barrier.objects.get(pk=BarrierFactory(status="resolved").pk).join(barrier.borough, by=None)


def test_withdrawn_is_its_boroughs_own(at_lead, other_officer, anonymous, camden):
    barrier = BarrierFactory(borough=camden)
    at_lead.post(url(barrier, "withdraw_barrier"), {"reason": "Raised twice"})
    assert "Withdrawn" in at_lead.read(barrier.get_absolute_url())
    assert barrier.title in at_lead.read(reverse("assistive_tech:my_barriers"))
    other_officer.read(barrier.get_absolute_url(), status=404)
    assert barrier.title not in at_lead.read(LIST)


def test_filters(anonymous, camden, brent):
    sensors = factories.TechnologyClassFactory()
    shared = BarrierFactory(borough=camden, shared_by=[brent], validated=True, title="Shared")
    shared.technology_classes.add(sensors)
    BarrierFactory(borough=camden, in_action=True, kind="funding", title="Alone")
    for asked, found in (
        ({"kind": "funding"}, ["Alone"]),
        ({"status": "validated"}, ["Shared"]),
        ({"technology": sensors.pk}, ["Shared"]),
        ({"borough": "brent"}, ["Shared"]),
        ({"q": "alone"}, ["Alone"]),
        ({"borough": "camden"}, ["Shared", "Alone"]),
        ({"sort": "title"}, ["Alone", "Shared"]),
    ):
        assert titles(anonymous.read(LIST, data=asked)) == found, asked
    assert "<b>2 boroughs</b>" in anonymous.read(LIST, data={"borough": "brent"})


def titles(page: str) -> list[str]:
    places = {title: page.find(f">{title}</a>") for title in ("Shared", "Alone")}
    return sorted((t for t, place in places.items() if place > 0), key=places.get)


def test_the_same_rows_as_csv_and_feed(anonymous, camden, brent):
    BarrierFactory(borough=camden, shared_by=[brent], validated=True, title="=Shared")
    barrier = BarrierFactory(borough=camden, title="Only raised")
    barrier.events.create(verb="raise", from_status="", to_status="raised")
    moved = BarrierFactory(borough=camden, title="Moved")
    moved.validate(by=None)
    table = anonymous.read(reverse("assistive_tech:barriers_export"))
    assert "'=Shared" in table
    assert "Brent; Camden,2" in table
    assert "Only raised" not in table
    feed = anonymous.read(reverse("assistive_tech:barriers_feed"))
    assert moved.reference in feed
    assert "Only raised" not in feed


def test_a_list_costs_the_same_however_long(other_officer, camden, brent):
    for _ in range(2):
        BarrierFactory(borough=camden, shared_by=[brent], validated=True)
    few = queries(other_officer, LIST)
    for _ in range(10):
        BarrierFactory(borough=camden, shared_by=[brent], validated=True)
    assert queries(other_officer, LIST) == few
