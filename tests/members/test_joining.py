"""A borough from the exact domain of a verified address; asking where there is none."""

import pytest
from django.urls import reverse

from members import joining
from members.models import Membership, User
from tests.factories import BoroughDomainFactory, BoroughFactory, MembershipFactory, UserFactory
from tests.members.reading import code_in, last_mail_to, words
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

Status, Basis = Membership.Status, Membership.Basis
WAITING = "/account/waiting"


@pytest.fixture
def shared_domain(camden, brent):
    for borough in (camden, brent):
        BoroughDomainFactory(borough=borough, domain="shared.gov.uk")


def say_name(client):
    return client.post(reverse("members:edit_name"), {"name": "Priya Shah"})


def test_a_verified_address_of_a_borough_waits_for_its_lead(sign_in, camden_domain, camden, lead):
    client, answer = sign_in("priya@camden.gov.uk")
    assert answer.headers["Location"] == reverse("members:edit_name")
    assert say_name(client).headers["Location"] == WAITING
    membership = Membership.objects.get(user__email="priya@camden.gov.uk")
    assert (membership.borough, membership.status, membership.basis) == (
        camden,
        Status.PENDING,
        Basis.DOMAIN,
    )
    text = words(client.get(WAITING))
    assert "Camden’s lead decides, usually within 2 working days" in text
    assert "We will email you at priya@camden.gov.uk" in text


def test_a_borough_without_a_lead_says_that_loti_decides(sign_in, camden_domain):
    client, _ = sign_in("priya@camden.gov.uk")
    assert "Camden has no lead on the portal yet, so LOTI decides" in words(client.get(WAITING))


def test_an_address_that_was_only_typed_proves_nothing(camden_domain):
    user = UserFactory(email="priya@camden.gov.uk")
    assert joining.join_by_domain(user) is None
    assert not user.memberships.exists()


def test_who_waits_sees_nothing_of_members(pending_officer, world):
    assert pending_officer.get(world.need.get_absolute_url()).status_code == 404
    assert pending_officer.get("/my-borough/people").status_code == 403
    nav = words(pending_officer.get("/account/waiting"))
    assert "People" not in nav


def test_signing_in_again_asks_no_second_time(sign_in, camden_domain):
    client, _ = sign_in("priya@camden.gov.uk")
    membership = Membership.objects.get()
    membership.refuse(by=None, reason="Not known here")
    say_name(client)
    client.post(reverse("account_logout"))
    client, answer = sign_in("priya@camden.gov.uk")
    assert answer.headers["Location"] == WAITING
    assert Membership.objects.count() == 1
    assert "Not known here" in words(client.get(WAITING))


def test_a_shared_domain_lets_the_officer_choose(sign_in, shared_domain, brent):
    client, _ = sign_in("sam@shared.gov.uk")
    assert not Membership.objects.exists()
    assert say_name(client).headers["Location"] == reverse("members:choose_borough")
    page = words(client.get(reverse("members:choose_borough")))
    assert "Brent" in page
    assert "Camden" in page
    assert "Select the borough you work for" in words(
        client.post(reverse("members:choose_borough"), {})
    )
    client.post(reverse("members:choose_borough"), {"borough": brent.pk})
    membership = Membership.objects.get()
    assert (membership.borough, membership.status) == (brent, Status.PENDING)


def test_only_boroughs_of_the_domain_can_be_chosen(sign_in, shared_domain):
    other = BoroughFactory()
    client, _ = sign_in("sam@shared.gov.uk")
    answer = client.post(reverse("members:choose_borough"), {"borough": other.pk})
    assert answer.status_code == 200
    assert not Membership.objects.exists()


def test_an_unknown_domain_asks_to_join(sign_in, camden, worker, on_commit, lead):
    client, _ = sign_in("sam@consultants.example")
    assert say_name(client).headers["Location"] == reverse("members:ask_to_join")
    assert "@consultants.example" in words(client.get(reverse("members:ask_to_join")))
    empty = words(client.post(reverse("members:ask_to_join"), {}))
    assert "Select the borough you work with" in empty
    assert "Enter what you do for the borough, and who there can confirm it" in empty
    with on_commit():
        answer = client.post(
            reverse("members:ask_to_join"), {"borough": camden.pk, "note": "Telecare until March"}
        )
    assert answer.headers["Location"] == WAITING
    membership = Membership.objects.get(user__email="sam@consultants.example")
    assert (membership.basis, membership.note) == (Basis.ASKED, "Telecare until March")
    assert "Telecare until March" in last_mail_to(lead.user.email).body


def test_a_note_that_is_too_long_is_kept_and_said_so(outsider, camden):
    answer = outsider.post(
        reverse("members:ask_to_join"), {"borough": camden.pk, "note": "long " * 200}
    )
    assert "must be 500 characters or less" in words(answer)
    assert "long long long" in words(answer)


def test_asking_twice_makes_one_request(outsider, camden):
    for _ in range(2):
        outsider.post(reverse("members:ask_to_join"), {"borough": camden.pk, "note": "Here"})
    assert outsider.user.memberships.count() == 1
    assert "You already belong to this borough, or wait" in words(outsider.get(WAITING))


@pytest.mark.parametrize(
    "address",
    [
        "jane@it.camden.gov.uk",
        "jane@camden.gov.uk.evil.example",
        "jane@notcamden.gov.uk",
        "jane@camden-gov.uk",
        "jane@camden.gov.uk.",
        "camden.gov.uk@evil.example",
        '"jane@camden.gov.uk"@evil.example',
        "jane@cаmden.gov.uk",
        "jane@camden。gov。uk",
        "jane@xn--cmden-3ve.gov.uk",
    ],
)
def test_only_exactly_the_domain_counts(address, camden_domain):
    assert joining.boroughs_of(address) == []


def test_a_changed_address_drops_the_role_at_once(
    worker, on_commit, camden, camden_domain, sign_in
):
    membership = MembershipFactory(borough=camden, lead=True, user__email="priya@camden.gov.uk")
    client, _ = sign_in("priya@camden.gov.uk")
    assert client.get("/my-borough/people").status_code == 200
    answer = client.post(
        reverse("account_email"), {"email": "priya@home.example", "action_add": "1"}
    )
    page = client.get(answer.headers["Location"])
    assert "Confirm your email address" in words(page)
    assert client.get("/my-borough/people").status_code == 200  # not until it is confirmed
    code = code_in(last_mail_to("priya@home.example"))
    with on_commit():
        client.post(answer.headers["Location"], {"code": code})
    assert client.get("/my-borough/people").status_code == 403
    membership.refresh_from_db()
    assert membership.status == Status.ENDED
    assert membership.last_reason == joining.ADDRESS_CHANGED
    assert User.objects.get(pk=membership.user_id).email == "priya@home.example"
    assert "changed" in last_mail_to("priya@camden.gov.uk").subject


@pytest.mark.parametrize(
    ("new", "basis", "stays"),
    [
        ("priya.shah@camden.gov.uk", Basis.DOMAIN, True),
        ("priya.shah@camden.gov.uk", Basis.ASKED, True),
        ("priya@camdencouncil.gov.uk", Basis.DOMAIN, True),
        ("priya@camdencouncil.gov.uk", Basis.ASKED, False),
        ("priya@brent.gov.uk", Basis.DOMAIN, False),
    ],
)
def test_what_the_new_address_still_proves_stays(new, basis, stays, camden, camden_domain, brent):
    BoroughDomainFactory(borough=camden, domain="camdencouncil.gov.uk")
    BoroughDomainFactory(borough=brent, domain="brent.gov.uk")
    membership = MembershipFactory(borough=camden, basis=basis, user__email=new)
    joining.drop_what_rested_on(membership.user, "priya@camden.gov.uk")
    membership.refresh_from_db()
    assert (membership.status == Status.ACTIVE) is stays


def test_a_moderator_whose_address_changes_is_none_any_more():
    membership = MembershipFactory(moderator=True, user__email="mo@elsewhere.example")
    joining.drop_what_rested_on(membership.user, "mo@loti.example")
    membership.refresh_from_db()
    assert membership.status == Status.ENDED


def test_an_address_somebody_else_has_is_not_given_away(worker, sign_in):
    UserFactory(email="taken@example.org")
    client, _ = sign_in("priya@example.org")
    answer = client.post(
        reverse("account_email"), {"email": "taken@example.org", "action_add": "1"}
    )
    assert answer.status_code == 302  # as for a free address: the page does not tell
    assert "Confirm your email address" in words(client.get(answer.headers["Location"]))
    assert User.objects.filter(email="taken@example.org").count() == 1


def test_a_person_takes_back_a_request_or_leaves(camden, brent):
    pending = MembershipFactory(borough=camden, pending=True)
    person = visitor(pending.user)
    assert "Leave Camden" in words(person.get("/account"))
    person.post(reverse("members:leave", kwargs={"pk": pending.pk}))
    pending.refresh_from_db()
    assert pending.status == Status.ENDED
    assert "You no longer belong to Camden" in words(person.get("/account"))
    other = MembershipFactory(borough=brent)
    assert person.post(reverse("members:leave", kwargs={"pk": other.pk})).status_code == 404
