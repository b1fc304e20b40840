"""Signing in by a code sent by e-mail; the first time makes the account."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.factories import MembershipFactory, UserFactory
from tests.members.conftest import CONFIRM, LOGIN
from tests.members.reading import code_in, last_mail_to, subjects_to, words

pytestmark = pytest.mark.django_db


def test_a_code_signs_a_member_in(sign_in, camden):
    user = MembershipFactory(borough=camden, user__email="priya@camden.gov.uk").user
    client, answer = sign_in("priya@camden.gov.uk")
    assert answer.headers["Location"] == reverse("needs:dashboard")
    assert user.display_name in words(client.get(reverse("account_logout")))


def test_where_the_person_was_going_is_kept(sign_in, camden):
    MembershipFactory(borough=camden, user__email="priya@camden.gov.uk")
    _, answer = sign_in("priya@camden.gov.uk", next_url="/boroughs/camden")
    assert answer.headers["Location"] == "/boroughs/camden"


def test_a_foreign_address_to_go_to_is_not_followed(sign_in, camden):
    MembershipFactory(borough=camden, user__email="priya@camden.gov.uk")
    _, answer = sign_in("priya@camden.gov.uk", next_url="https://evil.example/")
    assert answer.headers["Location"] == reverse("needs:dashboard")


def test_a_moderator_goes_to_what_waits(sign_in, moderator):
    moderator.user.authenticator_set.all().delete()
    _, answer = sign_in(moderator.user.email)
    assert answer.headers["Location"] == reverse("moderation")


def test_capitals_in_the_address_do_not_matter(sign_in, camden):
    MembershipFactory(borough=camden, user__email="priya@camden.gov.uk")
    _, answer = sign_in("Priya@Camden.GOV.UK")
    assert answer.headers["Location"] == reverse("needs:dashboard")
    assert User.objects.count() == 1


def test_a_new_address_makes_an_account_with_the_same_code(sign_in):
    client, answer = sign_in("new@example.org")
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert answer.headers["Location"] == reverse("members:edit_name")
    assert client.get(reverse("members:account")).status_code == 200


def test_signing_in_gives_the_session_a_new_id(worker, camden):
    MembershipFactory(borough=camden, user__email="priya@camden.gov.uk")
    client = Client()
    client.post(LOGIN, {"login": "priya@camden.gov.uk"})
    before = client.session.session_key
    client.post(CONFIRM, {"code": code_in(last_mail_to("priya@camden.gov.uk"))})
    assert client.session.session_key != before


def test_known_and_new_addresses_get_the_same_answer(worker):
    UserFactory(email="known@example.org")
    UserFactory(email="shut@example.org", is_active=False)
    answers = {}
    for address in ("known@example.org", "newnew@example.org", "shut@example.org"):
        client = Client()
        answer = client.post(LOGIN, {"login": address})
        page = client.get(answer.headers["Location"])
        said = words(page).replace(address, "ADDRESS")
        answers[address] = (answer.status_code, answer.headers["Location"], said)
    assert len(set(answers.values())) == 1
    assert subjects_to("known@example.org")[0].startswith("Your code")
    assert subjects_to("newnew@example.org")[0].startswith("Your code")
    assert subjects_to("shut@example.org") == ["No account for this email address"]


def test_no_code_signs_in_to_an_account_that_was_shut(worker):
    UserFactory(email="shut@example.org", is_active=False)
    client = Client()
    client.post(LOGIN, {"login": "shut@example.org"})
    answer = client.post(CONFIRM, {"code": ""})
    assert answer.status_code == 200
    answer = client.post(CONFIRM, {"code": "BCDF-GHJK"})
    assert "wrong or has expired" in words(answer)


def test_a_wrong_code_says_what_to_do(worker):
    client = Client()
    client.post(LOGIN, {"login": "new@example.org"})
    page = client.post(CONFIRM, {"code": "XXXX-XXXX"})
    assert "That code is wrong or has expired. Check it, or send a new code" in words(page)
    assert "<title>Error: Check your email" in page.content.decode()


def test_a_code_works_once_only_and_only_where_it_was_asked_for(worker):
    client, other = Client(), Client()
    client.post(LOGIN, {"login": "new@example.org"})
    code = code_in(last_mail_to("new@example.org"))
    assert other.post(CONFIRM, {"code": code}).headers["Location"] == LOGIN.replace(
        "login/", "login/code/"
    )
    client.post(CONFIRM, {"code": code})
    client.post(reverse("account_logout"))
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert not client.session.get("_auth_user_id")


def test_a_new_code_can_be_asked_for(worker):
    client = Client()
    client.post(LOGIN, {"login": "new@example.org"})
    first = code_in(last_mail_to("new@example.org"))
    client.post(CONFIRM, {"action": "resend"})
    second = code_in(last_mail_to("new@example.org"))
    assert first != second
    assert client.post(CONFIRM, {"code": second}).status_code == 302


@pytest.mark.parametrize("address", ["", "no-address", "josé@camden.gov.uk", "jane@camden.gоv.uk"])
def test_what_is_no_plain_address_is_refused(worker, address):
    page = Client().post(LOGIN, {"login": address})
    assert page.status_code == 200
    assert "Enter" in words(page)
    assert not mail.outbox
    assert not User.objects.exists()


def test_a_password_is_optional_and_works_when_set(sign_in, camden):
    user = MembershipFactory(borough=camden, user__email="priya@camden.gov.uk").user
    client, _ = sign_in(user.email)
    page = words(client.get(reverse("account_set_password")))
    assert "You do not need one" in page
    new = "three quiet lanterns"
    client.post(reverse("account_set_password"), {"password1": new, "password2": new})
    assert "A password was set for your account" in subjects_to(user.email)

    other = Client()
    wrong = other.post(LOGIN, {"login": user.email, "password": "something else"})
    assert "The email address or the password is wrong" in words(wrong)
    right = other.post(LOGIN, {"login": user.email, "password": new})
    assert right.headers["Location"] == reverse("needs:dashboard")


def test_a_forgotten_password_is_replaced_by_a_code(worker):
    user = UserFactory(email="priya@camden.gov.uk")
    user.set_password("three quiet lanterns")
    user.save()
    client = Client()
    assert client.get(reverse("account_reset_password")).status_code == 200
    answer = client.post(reverse("account_reset_password"), {"email": user.email})
    confirm = answer.headers["Location"]
    assert "Check your email" in words(client.get(confirm))
    answer = client.post(confirm, {"code": code_in(last_mail_to(user.email))})
    new = "four loud lanterns now"
    page = client.get(answer.headers["Location"])
    assert "Choose a new password" in words(page)
    client.post(answer.headers["Location"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.parametrize("name", ["account_signup", "account_request_login_code"])
def test_other_doors_of_the_library_lead_to_the_one_page(name):
    assert Client().get(reverse(name)).headers["Location"] == LOGIN


def test_signing_out_needs_a_press(outsider):
    assert "Do you want to sign out?" in words(outsider.get(reverse("account_logout")))
    outsider.post(reverse("account_logout"))
    assert outsider.get(reverse("members:account")).status_code == 302
