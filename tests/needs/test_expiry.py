"""The clock marks what nobody confirmed; confirming brings it back."""

import pytest
from django.core.management import call_command

from needs import tasks
from needs.models import Need
from procurement_portal.lib.workflow import MoveNotPossible
from tests.factories import NeedFactory, days

pytestmark = pytest.mark.django_db


def test_need_past_its_review_date_is_marked_and_can_be_restored(officer):
    old = NeedFactory(published=True, review_by=days(-1))
    kept = NeedFactory(published=True, review_by=days(0))
    assert tasks.expire_needs() == 1
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.status, kept.status) == ("stale", "published")
    event = old.events.get()
    assert (event.verb, event.by) == ("expire", None)
    assert tasks.expire_needs() == 0
    old.confirm(by=officer.user)
    assert (old.status, old.is_stale) == ("published", False)


def test_need_confirmed_meanwhile_is_left_alone(officer):
    need = NeedFactory(published=True, review_by=days(-1))
    seen_by_the_clock = Need.objects.get(pk=need.pk)
    need.confirm(by=officer.user)
    with pytest.raises(MoveNotPossible):
        seen_by_the_clock.expire()
    need.refresh_from_db()
    assert need.status == "published"


def test_command_does_what_the_clock_does(capsys):
    NeedFactory(published=True, review_by=days(-1))
    call_command("expire_needs")
    assert "1 need" in capsys.readouterr().out
