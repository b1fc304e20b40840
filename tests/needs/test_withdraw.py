"""Withdrawing and the other verbs of a need's own borough."""

import pytest
from django.urls import reverse

from tests.factories import InterestFactory, NeedFactory

pytestmark = pytest.mark.django_db


def url(need, verb):
    return reverse(f"needs:{verb}", args=[need.reference])


def test_page_names_the_need_and_who_would_lose_it(officer, world, brent):
    InterestFactory(need=world.need, borough=brent)
    page = officer.read(url(world.need, "withdraw"))
    assert f"Withdraw “{world.need.title}”?" in page
    assert "1 other borough has joined this need" in page


def test_withdrawn_need_is_gone_for_others_and_kept_for_its_borough(officer, other_officer, world):
    other_officer.read(world.need.get_absolute_url())
    response = officer.post(url(world.need, "withdraw"), {"reason": "No money"}, follow=True)
    assert f"Withdrawn: {world.need.title}" in response.content.decode()
    other_officer.read(world.need.get_absolute_url(), status=404)
    assert "No money" in officer.read(world.need.get_absolute_url())


def test_withdrawing_twice_comes_too_late(officer, colleague, world):
    officer.post(url(world.need, "withdraw"))
    response = colleague.post(url(world.need, "withdraw"))
    assert response.status_code == 409
    assert officer.user.name in response.content.decode()


def test_others_cannot_withdraw(other_officer, world):
    assert other_officer.post(url(world.need, "withdraw")).status_code == 403
    world.need.refresh_from_db()
    assert world.need.status == "published"


def test_from_procuring_to_closed(officer, other_officer, world):
    need = world.need
    officer.post(url(need, "procure"))
    officer.post(url(need, "award"))
    page = officer.post(url(need, "close"), {"outcome": "together"}).content.decode()
    assert "Enter what happened" in page
    officer.post(url(need, "close"), {"outcome": "together", "reason": "Bought with Brent."})
    need.refresh_from_db()
    assert (need.status, need.close_outcome) == ("closed", "together")
    page = other_officer.read(need.get_absolute_url())
    assert "Bought together" in page
    assert "Bought with Brent." in page


def test_closing_without_an_outcome_is_refused(officer, world):
    page = officer.post(url(world.need, "close"), {"reason": "Done"}).content.decode()
    assert "Select how it ended" in page
    assert "Done" in page


def test_award_before_procuring_is_too_early(officer, world):
    assert officer.post(url(world.need, "award")).status_code == 409


def test_confirming_restores_a_stale_need(officer, camden):
    need = NeedFactory(borough=camden, published=True, status="stale")
    officer.post(url(need, "confirm"))
    need.refresh_from_db()
    assert need.status == "published"
    assert need.confirmed_by == officer.user
    assert not need.is_stale
