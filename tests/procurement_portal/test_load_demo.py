"""The demonstration: loads, loads again, and goes away without a trace of what is real."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone
from freezegun import freeze_time

from members.joining import boroughs_of
from members.models import BoroughDomain, Membership, User
from needs.models import Contract, Interest, Need, NeedEvent, RegisterImport
from procurement_portal.demo.people import load_people
from procurement_portal.management.commands import load_demo  # before any clock is stopped

SLUGS = ["brent", "camden"]
DAY = "2027-02-10 11:30:00"


@pytest.fixture(autouse=True)
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def load(db, capsys):
    def run(*options, boroughs=SLUGS):
        call_command(load_demo.Command(), "--only-examples", "--boroughs", *boroughs, *options)
        return capsys.readouterr().out

    return run


def everything():
    """What a reader could see of the examples; random contract references are left out."""
    needs = Need.objects.order_by("reference").values(
        "reference",
        "title",
        "status",
        "published_at",
        "earliest_start",
        "must_haves",
        "owner__email",
    )
    contracts = Contract.objects.order_by("borough", "row_key").values(
        "row_key", "title", "end", "supplier__name", "capability__slug", "terms__value_pence"
    )
    events = NeedEvent.objects.order_by("at", "record__reference").values("verb", "at", "by__email")
    memberships = Membership.objects.order_by("user__email").values("user__email", "asked_at")
    return [list(rows) for rows in (needs, contracts, events, memberships)]


@pytest.mark.no_cover  # others run the same lines, and noting it would double its time
def test_two_loads_on_the_same_day_are_the_same(load):
    with freeze_time(DAY):
        load()
        first = everything()
        load("--remove")
        load()
        assert everything() == first


def test_a_broken_load_is_completed_and_loading_again_adds_nothing(load, mailoutbox):
    load(boroughs=["camden"])
    load()
    assert RegisterImport.objects.count() == len(SLUGS)
    assert Contract.objects.values("borough").distinct().count() == len(SLUGS)
    sent = [mail.to for mail in mailoutbox]
    assert 0 < len(sent) <= 3  # a digest goes to a few of the people
    counts = [model.objects.count() for model in (Need, Contract, User, Membership)]
    load()
    assert [model.objects.count() for model in (Need, Contract, User, Membership)] == counts
    assert [mail.to for mail in mailoutbox] == sent


def test_needs_are_in_every_state_with_a_past_in_order(load):
    load(
        boroughs=[
            "brent",
            "camden",
            "hackney",
            "haringey",
            "hounslow",
            "kingston-upon-thames",
            "merton",
            "waltham-forest",
        ]
    )
    every = set(Need.Status.values) - {Need.Status.IN_GROUP}
    assert set(Need.objects.values_list("status", flat=True)) == every
    assert not NeedEvent.objects.filter(at__gt=timezone.now()).exists()
    for need in Need.objects.all():
        moments = [need.created_at, *need.events.order_by("pk").values_list("at", flat=True)]
        assert moments == sorted(moments), need
    assert not Need.objects.filter(status="published", review_by__lt=timezone.localdate()).exists()
    assert not Interest.objects.filter(joined_at__gt=timezone.now()).exists()


def test_nobody_is_invented_outside_the_demonstration(load, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demonstration mode only"):
        load()
    assert not User.objects.exists()


def test_every_borough_has_a_lead_somebody_waits_and_no_address_can_be_delivered(db):
    call_command("load_reference")
    slugs = list(BoroughDomain.objects.values_list("borough__slug", flat=True).distinct())
    people = load_people(datetime.date(2027, 2, 10), slugs)
    assert len(people.by_borough) == 33
    assert all(people.lead(slug) for slug in slugs)
    assert Membership.objects.filter(status=Membership.Status.PENDING).count() == 3
    assert all(a.email.endswith(".example") for a in EmailAddress.objects.all())
    assert [b.slug for b in boroughs_of("new.person@wandsworth.example")] == ["wandsworth"]
    assert len(boroughs_of("new.person@richmondandwandsworth.example")) == 2
