"""Moderation and the admin open only to a second factor of the last twelve hours."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from members.middleware import SECOND_FACTOR_AGE
from tests.factories import MembershipFactory, UserFactory
from tests.members.reading import words
from tests.visitors import sign_in as force_sign_in

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
QUEUE = "/moderation/people"


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_without_one_a_moderator_is_led_to_set_one_up(moderator_without_second_factor):
    answer = moderator_without_second_factor.get(f"{QUEUE}?a=1")
    where = answer.headers["Location"]
    assert where == "/account/second-factor?next=%2Fmoderation%2Fpeople%3Fa%3D1"
    text = words(moderator_without_second_factor.get(where))
    assert "You have none set up yet" in text
    assert "Add a passkey" in text
    assert "Set up an authenticator app" in text


def test_with_an_app_the_moderator_gives_a_code_and_goes_on(moderator_without_second_factor):
    person = moderator_without_second_factor
    TOTP.activate(person.user, SECRET)
    page = person.get(person.get(QUEUE).headers["Location"])
    assert "Give your second step" in words(page)
    again = f"{reverse('mfa_reauthenticate')}?next={QUEUE}"
    assert "Enter a code once more" in words(person.get(again))
    wrong = person.post(again, {"code": "000000"})
    assert "That code is wrong or has expired" in words(wrong)
    assert person.get(QUEUE).status_code == 302
    assert person.post(again, {"code": code_now()}).headers["Location"] == QUEUE
    assert person.get(QUEUE).status_code == 200


def code_of_the_key_shown(person) -> str:
    """What an app says now that the key on the page was typed into."""
    page = person.read(reverse("mfa_activate_totp"))
    key = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1]
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def test_setting_up_an_app_from_nothing(moderator_without_second_factor, worker):
    person = moderator_without_second_factor
    code = code_of_the_key_shown(person)
    person.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=person.user).count() == 2
    again = person.get(reverse("mfa_view_recovery_codes")).headers["Location"]
    assert again.startswith(reverse("mfa_reauthenticate"))
    answer = person.post(again, {"code": code})
    assert "Keep these where only you can reach them" in words(
        person.get(answer.headers["Location"])
    )
    assert person.get(QUEUE).status_code == 200


def set_up_an_app(person) -> str:
    """From the page that says why, to the recovery codes."""
    code = code_of_the_key_shown(person)
    answer = person.post(reverse("mfa_activate_totp"), {"code": code})
    again = person.get(answer.headers["Location"]).headers["Location"]
    return person.post(again, {"code": code}).headers["Location"]


def test_who_sets_one_up_goes_on_to_the_page_they_came_for(moderator_without_second_factor, worker):
    person = moderator_without_second_factor
    wanted = f"{QUEUE}?a=1&b=2"
    person.get(person.get(wanted).headers["Location"])
    page = person.read(set_up_an_app(person))
    assert "Continue to moderation" in page
    assert f'href="{escape(wanted)}"' in page
    assert f'href="{escape(wanted)}"' in person.read(reverse("mfa_index"))
    assert person.get(wanted).status_code == 200
    assert "Continue to moderation" not in person.read(reverse("mfa_index"))


def test_who_came_from_elsewhere_is_led_nowhere_strange(moderator_without_second_factor, worker):
    person = moderator_without_second_factor
    person.get("/account/second-factor?next=https://evil.example/")
    page = person.read(set_up_an_app(person))
    assert f'href="{QUEUE}"' in page
    assert "evil.example" not in page


@pytest.mark.parametrize(
    ("age", "opens"), [(0, True), (SECOND_FACTOR_AGE - 60, True), (SECOND_FACTOR_AGE + 1, False)]
)
def test_it_counts_for_twelve_hours(age, opens, moderator):
    session = moderator.client.session
    session["account_authentication_methods"][0]["at"] -= age
    session.save()
    assert (moderator.get(QUEUE).status_code == 200) is opens


def test_another_persons_second_factor_does_not_count(moderator):
    session = moderator.client.session
    session["account_authentication_methods_user"] = "1"
    session.save()
    assert moderator.get(QUEUE).status_code == 302


def test_a_code_by_email_alone_is_no_second_factor(worker, sign_in):
    MembershipFactory(moderator=True, user__email="mo@loti.example")
    client, _ = sign_in("mo@loti.example")
    assert client.get(QUEUE).status_code == 302


def test_signing_in_asks_for_it_and_opens_moderation(sign_in):
    user = MembershipFactory(moderator=True, user__email="mo@loti.example").user
    TOTP.activate(user, SECRET)
    client, answer = sign_in("mo@loti.example", next_url=QUEUE)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(QUEUE).status_code == 302  # not signed in yet
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert answer.headers["Location"] == QUEUE
    assert client.get(QUEUE).status_code == 200


def test_a_forgotten_password_does_not_go_round_it(worker):
    """6.4.3 of ASVS: a reset must not bypass the second factor."""
    user = UserFactory(email="mo@loti.example")
    user.set_password("three quiet lanterns")
    user.save()
    TOTP.activate(user, SECRET)
    client = Client()
    answer = client.post(
        "/sign-in/login/", {"login": user.email, "password": "three quiet lanterns"}
    )
    assert answer.headers["Location"] != "/"
    assert client.get("/account").status_code == 302


def test_the_wanted_page_must_be_ours(moderator):
    page = words(moderator.get("/account/second-factor?next=https://evil.example/"))
    assert "You have given your second step" in page
    html = moderator.read("/account/second-factor?next=//evil.example/")
    assert "evil.example" not in html.split("<main")[1]


def test_an_officer_learns_that_none_is_needed(officer):
    assert "Only LOTI’s moderators need a second step" in words(
        officer.get("/account/second-factor")
    )


def test_the_admin_changes_people_and_boroughs_and_nothing_of_the_sign_in_library(camden):
    staff = UserFactory(is_staff=True, is_superuser=True)
    client = force_sign_in(Client(), staff, second_factor=True)
    offered = {app["app_label"] for app in client.get("/admin/").context_data["app_list"]}
    assert offered == {"members"}
    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert client.get("/admin/members/borough/add/").status_code == 403
    borough = f"/admin/members/borough/{camden.pk}/change/"
    assert "London Borough of Camden" in client.get(borough).content.decode()
    assert client.get(f"/admin/members/user/{staff.pk}/change/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/members/user/"])
def test_staff_need_it_for_the_admin(path):
    user = UserFactory(is_staff=True, is_superuser=True)
    client = force_sign_in(Client(), user)
    assert client.get(path).headers["Location"].startswith("/account/second-factor")
    client = force_sign_in(Client(), user, second_factor=True)
    assert client.get(path).status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(anonymous, officer):
    answer = anonymous.get("/admin/login/")
    assert answer.headers["Location"].startswith("/sign-in/login/")
    assert officer.get("/admin/login/").status_code == 403


def test_a_moderator_keeps_one_second_factor(moderator):
    TOTP.activate(moderator.user, SECRET)
    session = moderator.client.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()
    page = words(moderator.get(reverse("mfa_deactivate_totp")))
    assert "Moderators need a second step. Add another one before you remove this one" in page
    moderator.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=moderator.user).exists()
