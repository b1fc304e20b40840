"""What a person kept goes to the borough's lead when they leave."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.digest import build_digests
from members import closing
from members.models import Membership
from needs.handing import hand_over_all, without_owner
from needs.models import HandOver
from tests.community.test_digest import this_week
from tests.factories import ContractFactory, MembershipFactory, NeedFactory, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(officer, camden):
    need = NeedFactory(borough=camden, owner=officer.user, published=True)
    return need, ContractFactory(borough=camden, owner=officer.user)


def ended(officer):
    Membership.objects.get(user=officer.user, borough__slug="camden").end(by=None)


def expired(officer):
    Membership.objects.filter(user=officer.user).update(ends_on=days(-1))


def closed(officer):
    closing.close(officer.user)


@pytest.mark.parametrize("leave", [ended, expired, closed])
def test_records_go_to_the_lead_with_their_history(leave, officer, lead, records):
    assert hand_over_all() == 0
    leave(officer)
    assert hand_over_all() == 2
    need, contract = records
    need.refresh_from_db()
    contract.refresh_from_db()
    assert (need.owner, contract.owner) == (lead.user, lead.user)
    event = need.events.get()
    assert (event.verb, event.by, event.to_status) == ("hand_over", None, "published")
    assert "left the borough" in contract.history.first().history_change_reason
    assert "Handed to the borough’s lead" in lead.read(need.get_absolute_url())
    assert hand_over_all() == 0
    assert HandOver.objects.count() == 1


def test_the_new_keeper_reads_it_in_the_digest_and_nobody_else(officer, lead, colleague, records):
    ended(officer)
    hand_over_all()
    contents = build_digests([lead.user, colleague.user], this_week())
    (item,) = contents[lead.user.pk].items
    assert item.title == "1 need and 1 contract of Camden are now yours"
    assert contents[colleague.user.pk].items == ()


def test_the_lead_of_longest_standing_comes_first_then_the_cio(officer, camden, records):
    cio = MembershipFactory(borough=camden, cio=True, asked_at=timezone.now().replace(year=2020))
    ended(officer)
    hand_over_all()
    records[0].refresh_from_db()
    assert records[0].owner == cio.user
    MembershipFactory(borough=camden, lead=True)
    old = MembershipFactory(borough=camden, lead=True, asked_at=timezone.now().replace(year=2021))
    cio.end(by=None)
    hand_over_all()
    records[0].refresh_from_db()
    assert records[0].owner == old.user


def test_without_a_lead_records_wait_without_an_owner(officer, moderator, camden, records):
    ended(officer)
    assert hand_over_all() == 0
    moderator.user.second_factor_used = True
    assert without_owner(moderator.user) == {camden.pk: 2}
    lead = MembershipFactory(borough=camden, lead=True)
    assert hand_over_all() == 2
    assert without_owner(moderator.user) == {}
    records[1].refresh_from_db()
    assert records[1].owner == lead.user


def test_a_notices_contract_is_nobodys_until_it_is_confirmed(lead, camden):
    ContractFactory(borough=camden, source="notice", owner=None)
    typed = ContractFactory(borough=camden, source="typed", owner=None)
    assert hand_over_all() == 1
    typed.refresh_from_db()
    assert typed.owner == lead.user


def test_ended_records_stay_as_they_are(officer, lead, camden):
    NeedFactory(borough=camden, owner=officer.user, withdrawn=True)
    ContractFactory(borough=camden, owner=officer.user, end=days(-3))
    ended(officer)
    assert hand_over_all() == 0


def test_a_person_of_two_boroughs_keeps_what_is_of_the_other(officer, lead, camden, brent):
    MembershipFactory(user=officer.user, borough=brent)
    kept = NeedFactory(borough=brent, owner=officer.user, published=True)
    ended(officer)
    hand_over_all()
    kept.refresh_from_db()
    assert kept.owner == officer.user


def test_command_does_what_the_clock_does(officer, lead, records, capsys):
    ended(officer)
    call_command("hand_over_records")
    assert "2 records handed over" in capsys.readouterr().out
