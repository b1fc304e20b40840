"""Outputs attached to barriers: what is taken, who reads them, and how they are given out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assistive_tech.models import BarrierFile
from tests.assistive_tech.factories import BarrierFactory, BarrierFileFactory
from tests.procurement_portal.documents import pdf
from tests.procurement_portal.test_uploads import HOSTILE

pytestmark = pytest.mark.django_db
SAID = {"title": "One-page agreement", "description": "Change the borough’s name"}


@pytest.fixture
def barrier(camden):
    return BarrierFactory(borough=camden, validated=True)


def place(barrier) -> str:
    return reverse("assistive_tech:attach_file", kwargs={"reference": barrier.reference})


def attach(who, barrier, name="agreement.pdf", data=None, **said):
    file = SimpleUploadedFile(name, pdf() if data is None else data)
    return who.post(place(barrier), {**SAID, **said, "file": file}, follow=True)


def test_attached_and_downloaded_by_everybody(at_lead, anonymous, barrier):
    assert "Attached." in attach(at_lead, barrier).content.decode()
    page = anonymous.read(barrier.get_absolute_url())
    assert "One-page agreement" in page
    assert "Change the borough’s name" in page
    response = anonymous.get(BarrierFile.objects.get().get_absolute_url())
    assert response.content == pdf()
    assert response["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["title", "description"])
def test_title_and_description_are_compulsory(name, at_lead, barrier):
    page = attach(at_lead, barrier, **{name: ""}).content.decode()
    assert "There is a problem" in page
    assert not BarrierFile.objects.exists()


def test_the_form_can_carry_a_file(at_lead, barrier):
    assert 'enctype="multipart/form-data"' in at_lead.read(place(barrier))


# Folders and signs that cannot be seen are cut from a name before a form sees it.
CUT_OFF_BEFORE = ("name with", "name that reads backwards", "nothing at all")


@pytest.mark.parametrize("kind", [k for k in HOSTILE if not any(c in k for c in CUT_OFF_BEFORE)])
def test_nothing_hostile_is_kept(kind, at_lead, barrier):
    name, data, reason = HOSTILE[kind]
    page = attach(at_lead, barrier, name, data).content.decode()
    assert "There is a problem" in page
    assert reason.split("’")[0] in page
    assert not BarrierFile.objects.exists()


def test_an_empty_file_is_refused(at_lead, barrier):
    assert "The file you chose is empty" in attach(at_lead, barrier, data=b"").content.decode()


def test_a_path_before_a_name_is_not_kept(at_lead, barrier):
    attach(at_lead, barrier, "../../etc/agreement.pdf")
    assert BarrierFile.objects.get().file_name == "agreement.pdf"


def test_refused_while_the_scanner_is_away(at_lead, barrier, settings):
    settings.CLAMD = "127.0.0.1:1"
    page = attach(at_lead, barrier).content.decode()
    assert "could not be scanned for viruses. Try again" in page
    assert "One-page agreement" in page
    assert not BarrierFile.objects.exists()


def test_once_and_twenty_at_most(at_lead, barrier):
    attach(at_lead, barrier)
    assert "attached already" in attach(at_lead, barrier).content.decode()
    BarrierFileFactory.create_batch(19, barrier=barrier)
    page = attach(at_lead, barrier, "b.txt", b"Other words").content.decode()
    assert "20 files at most" in page
    assert barrier.files.count() == 20


def test_a_file_of_a_raised_barrier_is_for_members(officer, anonymous, other_officer, camden):
    file = BarrierFileFactory(barrier=BarrierFactory(borough=camden))
    assert anonymous.get(file.get_absolute_url()).status_code == 404
    assert other_officer.get(file.get_absolute_url()).status_code == 200
    assert officer.get(place(file.barrier)).status_code == 403


def test_a_file_is_found_by_its_own_barrier_only(anonymous, barrier):
    file = BarrierFileFactory(barrier=BarrierFactory(validated=True))
    url = file.get_absolute_url().replace(file.barrier.reference, barrier.reference)
    assert anonymous.get(url).status_code == 404


def test_removed_by_who_attached_it(at_lead, moderator, barrier):
    attach(at_lead, barrier)
    others = BarrierFileFactory(barrier=barrier)
    assert at_lead.post(f"{others.get_absolute_url()}/remove").status_code == 403
    moderator.post(f"{others.get_absolute_url()}/remove")
    own = BarrierFile.objects.get()
    assert (
        "Removed" in at_lead.post(f"{own.get_absolute_url()}/remove", follow=True).content.decode()
    )
    assert not BarrierFile.objects.exists()
