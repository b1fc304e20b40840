"""“Ours too”: two answers, counted, undone, and never for one's own borough."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from needs.models import Interest
from tests.factories import InterestFactory, MembershipFactory, NeedFactory
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

ANSWERS = {
    "wanted_by_day": "1",
    "wanted_by_month": "4",
    "wanted_by_year": "2029",
    "value_band": "to_250k",
}


def url(need, verb="join"):
    return reverse(f"needs:{verb}", args=[need.reference])


def test_joining_asks_two_things_and_is_counted(other_officer, officer, world, brent):
    page = other_officer.read(url(world.need))
    assert "When would you want it?" in page
    response = other_officer.post(url(world.need), ANSWERS, follow=True)
    assert "Brent has joined this need" in response.content.decode()
    interest = Interest.objects.get()
    assert (interest.borough, interest.value_band) == (brent, "to_250k")
    assert interest.wanted_by.isoformat() == "2029-04-01"
    assert "1 other borough has it too" in officer.read(world.need.get_absolute_url())


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"value_band": "to_250k"}, "Enter when you would want it"),
        ({**ANSWERS, "wanted_by_month": "13"}, "When you would want it must be a real date"),
        ({**ANSWERS, "wanted_by_year": "2999"}, "The date you would want it must be before"),
        ({**ANSWERS, "value_band": ""}, "Select a value band"),
    ],
    ids=["no date", "not a date", "too far off", "no value"],
)
def test_bad_answers_come_back(other_officer, world, answers, message):
    page = other_officer.post(url(world.need), answers).content.decode()
    assert message in page
    assert not Interest.objects.exists()


def test_own_borough_is_refused(officer, world):
    assert "own need" in officer.read(url(world.need), status=403)
    assert officer.post(url(world.need), ANSWERS).status_code == 403
    assert not Interest.objects.exists()


def test_joining_twice_is_joining_once(other_officer, world):
    for _ in range(2):
        assert other_officer.post(url(world.need), ANSWERS).status_code == 302
    assert Interest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_join_once(other_officer, world, brent):
    people = [other_officer.user, MembershipFactory(borough=brent).user]
    address = url(world.need)
    gate, answers = threading.Barrier(2), []

    def press(person):
        client = visitor(person)
        gate.wait()
        answers.append(client.post(address, ANSWERS).status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=[p]) for p in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Interest.objects.count() == 1


def test_leaving_and_joining_again(other_officer, world):
    other_officer.post(url(world.need), ANSWERS)
    page = other_officer.post(url(world.need, "leave"), follow=True).content.decode()
    assert "Brent has left this need" in page
    assert "My borough has this need too" in page
    assert other_officer.post(url(world.need, "leave")).status_code == 403
    other_officer.post(url(world.need), ANSWERS)
    assert Interest.objects.joined().count() == 1


def test_nobody_takes_another_borough_out(officer, world, brent):
    InterestFactory(need=world.need, borough=brent)
    assert officer.post(url(world.need, "leave")).status_code == 403
    assert Interest.objects.joined().count() == 1


def test_closed_need_cannot_be_joined(other_officer, camden):
    need = NeedFactory(borough=camden, published=True, status="closed", close_outcome="dropped")
    assert other_officer.post(url(need), ANSWERS).status_code == 409


def test_hidden_need_cannot_be_joined(other_officer, world):
    for need in (world.draft, world.sealed_need):
        assert other_officer.post(url(need), ANSWERS).status_code == 404


def test_joining_instead_of_posting_points_to_the_draft(other_officer, world, brent):
    draft = NeedFactory(borough=brent, owner=other_officer.user, title="My unfinished words")
    page = other_officer.post(
        url(world.need) + f"?instead={draft.reference}", ANSWERS, follow=True
    ).content.decode()
    assert "My unfinished words" in page
    assert url(draft, "withdraw") in page
