"""A need that was joined or told of is withdrawn or closed: those concerned learn it, and why."""

import pytest
from django.utils import timezone

from community.digest import build_digests
from community.models import DigestItem, Follow
from needs.models import Need
from tests import factories
from tests.community.test_digest import this_week

pytestmark = pytest.mark.django_db

WITHDRAWN = "Camden withdrew it. Why: The budget went to roads"
CLOSED = "Camden closed it: bought separately. Why: Nobody could wait"


@pytest.fixture
def need(camden):
    return factories.NeedFactory(borough=camden, title="Parking permits", published=True)


def end(need, by, verb):
    if verb == "withdraw":
        need.withdraw(by=by, reason="The budget went to roads")
    else:
        need.close(by=by, outcome=Need.Outcome.SEPARATELY, reason="Nobody could wait")


def told(user) -> list[tuple[str, str, str, str]]:
    items = build_digests([user], this_week())[user.pk].items
    return [(i.title, i.text, i.reason, i.url) for i in items if i.kind == "ended"]


@pytest.mark.parametrize(("verb", "text"), [("withdraw", WITHDRAWN), ("close", CLOSED)])
def test_a_borough_that_joined_is_told(need, officer, other_officer, brent, verb, text):
    factories.InterestFactory(need=need, borough=brent)
    end(need, officer.user, verb)
    href = need.get_absolute_url() if verb == "close" else "/my-borough/needs"
    assert told(other_officer.user) == [("Parking permits", text, "Your borough joined it", href)]
    assert told(officer.user) == []
    page = other_officer.read("/my-borough/needs")
    assert "Needs you joined that have ended (1)" in page
    assert text in page
    assert (f'href="{need.get_absolute_url()}"' in page) is (verb == "close")


def test_a_follower_is_told_of_what_a_digest_had_named(need, officer, moderator, other_officer):
    for visitor in (moderator, other_officer):
        Follow.objects.create(user=visitor.user, capability=need.capability)
    digest = factories.DigestFactory(user=moderator.user)
    DigestItem.objects.create(
        digest=digest, kind="need", title=need.title, url=need.get_absolute_url(), reason="-"
    )
    end(need, officer.user, "withdraw")
    follows = f"You follow {need.capability}"
    assert told(moderator.user) == [
        ("Parking permits", WITHDRAWN, follows, need.capability.get_absolute_url())
    ]
    assert told(other_officer.user) == []  # nobody had told them


def test_who_left_reads_nothing(need, officer, other_officer, brent):
    factories.InterestFactory(need=need, borough=brent, left_at=timezone.now())
    end(need, officer.user, "withdraw")
    assert told(other_officer.user) == []
    assert "have ended" not in other_officer.read("/my-borough/needs")


def test_what_became_sealed_is_its_boroughs_alone(need, officer, other_officer, brent):
    factories.InterestFactory(need=need, borough=brent)
    need.visibility = "sealed"
    need.save()
    end(need, officer.user, "withdraw")
    assert told(other_officer.user) == []
    assert "have ended" not in other_officer.read("/my-borough/needs")


def test_a_colleague_who_was_told_too_reads_one_line(need, officer, other_officer, brent):
    factories.InterestFactory(need=need, borough=brent)
    DigestItem.objects.create(
        digest=factories.DigestFactory(user=other_officer.user),
        kind="need",
        title=need.title,
        url=need.get_absolute_url(),
        reason="-",
    )
    end(need, officer.user, "withdraw")
    assert len(told(other_officer.user)) == 1
