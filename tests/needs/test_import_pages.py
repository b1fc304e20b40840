"""Each state of an import in real Chromium: sound wide and narrow, with scripts and without."""

import datetime

import pytest
from django.utils import timezone

from needs.importing import start_import
from needs.tasks import check_import, load_import, undo_import
from tests.factories import ContractFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REGISTER = b"""Ref no,Contract title,Contractor,Start,Expiry date,Annual value
C1,Housing management system,NEC Ltd,13/04/2024,31/03/2027,120000
C2,Parking permits,Conduent,01/05/2023,31/02/2027,TBC
"""


def checked(borough, by, text=REGISTER):
    found = start_import(borough=borough, by=by, file_name="register.csv", content=text)
    found.begin_check(by=by, columns=found.columns)
    check_import(found.pk)
    found.refresh_from_db()
    return found


def waiting(found):
    found.confirm(by=found.by)
    found.queued_at = timezone.now() - datetime.timedelta(minutes=2)
    found.save()


def question(borough, by):
    return checked(borough, by, b"Title,Start date\nHousing,03/04/2024\nParking,05/06/2024\n")


def report(borough, by):
    ContractFactory(borough=borough, row_key="ref:c1", register_reference="C1", title="Old")
    return checked(borough, by)


def progress(borough, by):
    found = checked(borough, by)
    waiting(found)
    return found


def result(borough, by):
    found = checked(borough, by)
    found.confirm(by=by)
    load_import(found.pk)
    found.refresh_from_db()
    return found


def undone(borough, by):
    found = result(borough, by)
    found.undo(by=by)
    undo_import(found.pk)
    return found


def failed(borough, by):
    found = checked(borough, by)
    waiting(found)
    found.fail(failure="The file is damaged")
    return found


@pytest.mark.parametrize("state", [question, report, progress, result, undone, failed])
def test_state_is_sound(state, officer, camden, live_server, tab):
    found = state(camden, officer.user)
    tab.become(officer.client, live_server.url)
    assert not tab.faults(live_server.url + found.get_absolute_url())
    tab.leave(live_server.url)
