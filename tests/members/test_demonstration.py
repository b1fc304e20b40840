"""Example people: one press in demonstration mode, no door at all outside it."""

import pytest
from django.test import Client
from django.urls import reverse

from members import demonstration
from tests.factories import MembershipFactory, UserFactory
from tests.members.reading import words

pytestmark = pytest.mark.django_db

LOGIN = "/sign-in/login/"


def door(user):
    return reverse("members:demo_sign_in", kwargs={"pk": user.pk})


@pytest.fixture
def example_officer(camden):
    return MembershipFactory(borough=camden, user__is_example=True, user__name="Ada Example").user


@pytest.fixture
def example_moderator(db):
    user = MembershipFactory(moderator=True, user__is_example=True, user__name="Mo Example").user
    demonstration.give_example_app(user)
    return user


def test_the_sign_in_page_lists_them_by_role(anonymous, example_officer, example_moderator, camden):
    MembershipFactory(borough=camden, user__name="Real Person")
    text = words(anonymous.get(LOGIN))
    assert "Sign in as an example person" in text
    assert "Officer Sign in as Ada Example, Camden" in text
    assert "LOTI moderator Sign in as Mo Example, LOTI" in text
    assert "Real Person" not in text


def test_one_press_signs_in(example_officer):
    client = Client()
    assert client.post(door(example_officer)).headers["Location"] == reverse("needs:dashboard")
    assert client.get("/account").status_code == 200


def test_looking_at_the_address_does_nothing(anonymous, example_officer):
    assert anonymous.get(door(example_officer)).status_code == 405


def test_a_real_person_has_no_such_door(anonymous, camden):
    real = MembershipFactory(borough=camden).user
    assert anonymous.post(door(real)).status_code == 404


def test_the_moderator_really_gives_the_second_step(example_moderator):
    client = Client()
    answer = client.post(door(example_moderator))
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    page = words(client.get(reverse("mfa_authenticate")))
    code = demonstration.code_of(example_moderator)
    assert f"Demonstration: the example app shows {code} now" in page
    assert client.get("/moderation/people").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/moderation/people").status_code == 200


def test_outside_demonstration_mode_nothing_of_it_is_there(
    anonymous, example_officer, example_moderator, settings
):
    settings.DEMO = False
    assert "example person" not in words(anonymous.get(LOGIN))
    assert anonymous.post(door(example_officer)).status_code == 404


def test_outside_demonstration_mode_no_code_is_shown(example_moderator, settings):
    client = Client()
    client.post(door(example_moderator))
    settings.DEMO = False
    page = words(client.get(reverse("mfa_authenticate")))
    assert "Demonstration" not in page
    assert demonstration.code_of(example_moderator) not in page


def test_a_real_person_never_gets_the_known_secret():
    user = UserFactory()
    demonstration.give_example_app(user)
    assert demonstration.code_of(user) == ""
    assert not user.authenticator_set.exists()
