"""The link at the foot of a digest: GET asks, POST acts, no sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from community.models import DigestPreference
from community.unsubscribing import unsubscribe_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(officer):
    return reverse("community:unsubscribe", kwargs={"token": unsubscribe_token(officer.user.pk)})


def frequencies():
    return list(DigestPreference.objects.values_list("frequency", flat=True))


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(method, url, anonymous):
    """Mail filters open every link."""
    assert getattr(anonymous.client, method)(url).status_code == 200
    assert frequencies() == []
    assert "Stop the digest?" in anonymous.read(url)


def test_a_mail_program_posts_one_click_without_a_token_or_cookie(url, officer):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    assert frequencies() == ["never"]
    assert "You get no more digests" in response.content.decode()


def test_it_replaces_what_was_chosen(url, officer, anonymous):
    DigestPreference.objects.create(user=officer.user, frequency="monthly")
    anonymous.post(url)
    assert frequencies() == ["never"]


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "999999:abc", "%00"])
def test_a_link_that_is_not_ours_is_not_found(token, anonymous, officer):
    path = reverse("community:unsubscribe", kwargs={"token": "T"})[:-1] + token
    assert anonymous.post(path).status_code == 404
    assert frequencies() == []


def test_a_token_cannot_be_made_from_another_signature(officer, anonymous):
    other = unsubscribe_token(officer.user.pk + 1).split(":")[1]
    url = reverse("community:unsubscribe", kwargs={"token": f"{officer.user.pk}:{other}"})
    assert anonymous.post(url).status_code == 404


def test_a_closed_account_has_no_link(url, officer, anonymous):
    officer.user.is_active = False
    officer.user.save()
    assert anonymous.get(url).status_code == 404
