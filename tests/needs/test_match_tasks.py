"""Matching in the background: tasks may run twice, and each has its command."""

import datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from needs import side_index, tasks
from needs.models import Overlap, OverlapChange, OverlapSide
from procurement_portal.celery import app
from tests.factories import CapabilityFactory, ContractFactory, NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_alike():
    capability = CapabilityFactory(slug="wifi", name="Public Wi-Fi")
    facts = {"capability": capability, "title": "Public Wi-Fi in libraries"}
    return NeedFactory(published=True, **facts), ContractFactory(**facts)


def test_matching_twice_makes_one_pair(two_alike):
    need, contract = two_alike
    for _ in range(2):
        tasks.match_contracts(pks=[contract.pk])
        tasks.match_need(need.pk)
    assert Overlap.objects.count() == 1


def test_a_record_deleted_meanwhile_is_no_error():
    tasks.match_need(404)
    tasks.match_contracts([404])
    assert not OverlapSide.objects.exists()


def test_a_record_deleted_takes_its_pairs_along(two_alike):
    tasks.rebuild_overlaps()
    two_alike[1].delete()
    assert not Overlap.objects.exists()


def test_the_sweeper_and_its_command_find_what_was_missed(two_alike, capsys):
    call_command("match_waiting", limit=1)
    tasks.match_waiting()
    assert Overlap.objects.count() == 1
    call_command("match_waiting")
    assert capsys.readouterr().out == "1 matched.\n0 matched.\n"


def test_the_rebuild_has_a_command(two_alike, capsys):
    call_command("rebuild_overlaps")
    assert capsys.readouterr().out == "1 pairs.\n"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_slept_for_days_does_not_match_what_is_gone(two_alike):
    need, contract = two_alike
    tasks.match_contracts([contract.pk])
    remembered = list(side_index._held)
    contract.delete()
    two_days_ago = timezone.now() - datetime.timedelta(days=2)
    OverlapChange.objects.update(at=two_days_ago)
    tasks.rebuild_overlaps()  # by another worker
    assert not OverlapChange.objects.filter(at__lte=two_days_ago).exists()
    side_index._held[:] = remembered
    tasks.match_need(need.pk)
    assert not Overlap.objects.exists()


def test_what_beat_starts_exists():
    app.loader.import_default_modules()
    for entry in ("match_waiting", "rebuild_overlaps"):
        assert settings.CELERY_BEAT_SCHEDULE[entry]["task"] in app.tasks
