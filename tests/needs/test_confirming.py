"""Confirming one, those ticked, or all that match; and taking it back for a day."""

import datetime
import re

import pytest
from django.utils import timezone

from needs.confirming import confirm_records, undo
from needs.models import Confirmation, Contract, Need
from procurement_portal.lib.workflow import MoveNotPossible
from tests.factories import ContractFactory, MembershipFactory, NeedFactory, days

pytestmark = pytest.mark.django_db

CONTRACTS, NEEDS = "/my-borough/contracts", "/my-borough/needs"


def stale_need(borough, **more):
    return NeedFactory(borough=borough, published=True, status="stale", review_by=days(-1), **more)


def undo_address(text: str) -> str:
    return re.search(r'action="(/my-borough/confirmations/[^"]+/undo)"', text)[1]


def test_ticked_needs_are_confirmed_and_can_be_put_back_as_they_were(officer, camden):
    one, other = stale_need(camden, title="Telecare"), stale_need(camden, title="Parking")
    text = officer.read(NEEDS)
    assert "Confirm that they are still true (2)" in text
    assert "may be out of date, not counted" in text
    officer.post(f"{NEEDS}/confirm", {"reference": one.reference})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, one.last_confirmed_on) == ("published", timezone.localdate())
    assert other.status == "stale"
    text = officer.read(NEEDS)
    assert "1 need is confirmed as of today" in text
    assert "You confirmed 1 need on" in text
    officer.post(undo_address(text), {"back": NEEDS})
    one.refresh_from_db()
    assert (one.status, one.review_by) == ("stale", days(-1))
    assert [e.verb for e in one.events.all()] == ["confirm", "unconfirm", "expire"]
    text = officer.read(NEEDS)
    assert "1 confirmation is taken back" in text
    assert "Undo this confirmation" not in text


def test_ticking_all_needs_no_script(officer, camden):
    for _ in range(3):
        stale_need(camden)
    assert " checked" not in officer.read(NEEDS)
    text = officer.read(f"{NEEDS}?tick=all")
    assert text.count(" checked") == 3
    assert "Untick all" in text
    for _ in range(2):
        ContractFactory(borough=camden)
    text = officer.read(f"{CONTRACTS}?sort=title")
    assert "Tick all 2 on this page" in text
    assert f"{CONTRACTS}?sort=title&amp;tick=page" in text
    assert officer.read(f"{CONTRACTS}?sort=title&tick=page").count(" checked") == 2


def test_needs_that_are_fresh_are_not_asked_about(officer, camden):
    NeedFactory(borough=camden, published=True, review_by=days(100))
    assert "Confirm that" not in officer.read(NEEDS)


@pytest.mark.parametrize("status", ["in_group", "procuring"])
def test_a_need_under_way_stays_where_it_is_when_it_is_confirmed(status, officer, camden):
    """Its dates count too, so they grow old too."""
    need = NeedFactory(borough=camden, published=True, status=status, review_by=days(-1))
    assert not Need.objects.live().exists()
    assert "may be out of date, not counted" in officer.read(need.get_absolute_url())
    officer.post(f"{need.get_absolute_url()}/confirm")
    need.refresh_from_db()
    assert (need.status, need.is_stale) == (status, False)
    assert Need.objects.live().get() == need


def test_an_ended_need_does_not_grow_stale(officer, camden):
    need = NeedFactory(
        borough=camden, published=True, status="closed", close_outcome="together",
        review_by=days(-400),
    )  # fmt: skip
    assert not need.is_stale
    assert "may be out of date" not in officer.read(need.get_absolute_url())
    assert officer.post(f"{need.get_absolute_url()}/confirm").status_code == 409


def test_all_that_match_the_filters_are_confirmed_after_being_asked(officer, camden, brent):
    for n in range(30):
        ContractFactory(borough=camden, title=f"Parking {n:02}", stale=True)
    other = ContractFactory(borough=camden, title="Housing", stale=True)
    ContractFactory(borough=brent, title="Parking of Brent", stale=True)
    text = officer.read(f"{CONTRACTS}?q=parking")
    assert "Confirm all 30 that match" in text
    url = f"{CONTRACTS}/confirm-all?q=parking"
    text = officer.read(url)
    assert "30 contracts of Camden are right as of today" in text
    assert "and 20 more" in text
    assert not Contract.objects.fresh().exists()
    officer.post(url, {"total": "30"})
    assert Contract.objects.fresh().count() == 30
    other.refresh_from_db()
    assert other.is_stale
    text = officer.read(CONTRACTS)
    assert "You confirmed 30 contracts on" in text
    officer.post(undo_address(text))
    assert not Contract.objects.fresh().exists()


def test_nothing_is_confirmed_when_the_list_changed_meanwhile(officer, camden):
    ContractFactory.create_batch(2, borough=camden, title="Parking", stale=True)
    answer = officer.post(f"{CONTRACTS}/confirm-all?q=parking", {"total": "1"})
    assert "The list changed while you read this" in answer.content.decode()
    assert not Contract.objects.fresh().exists()


@pytest.mark.parametrize("query", ["ends=nonsense", "capability=nonsense"])
def test_a_misused_filter_never_stands_for_every_contract(query, lead, camden):
    ContractFactory(borough=camden, stale=True)
    answer = lead.post(f"{CONTRACTS}/confirm-all?{query}")
    assert answer.status_code == 302
    assert not Contract.objects.fresh().exists()


def test_an_officer_cannot_confirm_the_whole_register_by_leaving_filters_out(officer, camden):
    ContractFactory(borough=camden, stale=True)
    assert officer.post(f"{CONTRACTS}/confirm-all?sort=title").status_code == 403
    assert not Contract.objects.fresh().exists()


def test_another_boroughs_needs_are_left_alone(other_officer, camden):
    need = stale_need(camden)
    other_officer.post(f"{NEEDS}/confirm", {"reference": need.reference})
    need.refresh_from_db()
    assert need.status == "stale"


def test_nobody_undoes_somebody_elses_confirmation(officer, colleague, camden):
    confirmation = confirm_records(by=officer.user, needs=Need.objects.filter(
        pk=stale_need(camden).pk))  # fmt: skip
    url = f"/my-borough/confirmations/{confirmation.reference}/undo"
    assert colleague.post(url).status_code == 404
    assert officer.post(url).status_code == 302
    assert officer.post(url).status_code == 409


def test_undo_ends_after_a_day(officer, camden):
    need = stale_need(camden)
    confirmation = confirm_records(by=officer.user, needs=Need.objects.filter(pk=need.pk))
    Confirmation.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    confirmation.refresh_from_db()
    assert "Undo this confirmation" not in officer.read(NEEDS)
    with pytest.raises(MoveNotPossible):
        undo(confirmation, by=officer.user)
    need.refresh_from_db()
    assert need.status == "published"


def test_undo_leaves_what_was_changed_or_confirmed_again_since(officer, colleague, camden):
    edited, again, plain = ContractFactory.create_batch(3, borough=camden, stale=True)
    first = confirm_records(by=officer.user, contracts=Contract.objects.all())
    Contract.objects.get(pk=edited.pk).choose_capability(None, by=colleague.user)
    confirm_records(by=colleague.user, contracts=Contract.objects.filter(pk=again.pk))
    assert undo(first, by=officer.user) == 1
    assert Contract.objects.unconfirmed().get() == plain
    reasons = [v.history_change_reason for v in plain.history.all()]
    assert reasons[:2] == ["Confirmation taken back", "Confirmed"]
    assert plain.history.first().history_user == officer.user


def test_confirming_many_costs_few_queries(officer, camden, django_assert_max_num_queries):
    ContractFactory.create_batch(60, borough=camden, stale=True)
    with django_assert_max_num_queries(15):
        confirm_records(by=officer.user, contracts=Contract.objects.all())


def test_a_person_of_two_boroughs_confirms_both_boroughs_needs(officer, camden, brent):
    MembershipFactory(user=officer.user, borough=brent)
    needs = [stale_need(camden), stale_need(brent)]
    officer.post(f"{NEEDS}/confirm", {"reference": [n.reference for n in needs]})
    assert Need.objects.live().count() == 2
