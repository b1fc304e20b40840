"""A person's own pages: name, ways to sign in, devices, data, closing."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from members import closing, export
from members.models import Membership, User
from tests.factories import DigestPreferenceFactory, FollowFactory, MembershipFactory, NeedFactory
from tests.members.reading import words
from tests.visitors import sign_in as force_sign_in

pytestmark = pytest.mark.django_db

ACCOUNT, DATA, CLOSE = "/account", "/account/data.json", "/account/close"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_the_account_says_who_where_and_how(officer):
    text = words(officer.get(ACCOUNT))
    assert officer.user.name in text
    assert "Camden Active Officer" in text
    assert f"Always, to {officer.user.email}" in text
    assert "None: you do not need one" in text


def test_somebody_without_a_borough_is_told_what_to_do(outsider):
    assert "You belong to no borough yet, so you see what the public sees" in words(
        outsider.get(ACCOUNT)
    )


def test_a_name_is_changed(officer):
    assert "Enter your full name" in words(officer.post("/account/name", {"name": " "}))
    officer.post("/account/name", {"name": "Priya Shah"})
    assert "Priya Shah" in words(officer.get(ACCOUNT))


def test_devices_are_listed_and_the_others_ended(sign_in, camden):
    MembershipFactory(borough=camden, user__email="priya@camden.gov.uk")
    first, _ = sign_in("priya@camden.gov.uk")
    second, _ = sign_in("priya@camden.gov.uk")
    text = words(first.get(reverse("usersessions_list")))
    assert "This device" in text
    assert "Another device" in text
    first.post(reverse("usersessions_list"))
    assert first.get(ACCOUNT).status_code == 200
    assert second.get(ACCOUNT).status_code == 302


def test_the_data_holds_what_is_theirs_and_where_they_are_named(officer, colleague, camden):
    EmailAddress.objects.create(user=officer.user, email=officer.user.email)
    FollowFactory(user=officer.user)
    TOTP.activate(officer.user, SECRET)
    need = NeedFactory(borough=camden, owner=officer.user, sealed=True, title="A secret plan")
    NeedFactory(borough=camden, owner=colleague.user)
    answer = officer.get(DATA)
    assert re.search(r'filename="my-portal-data-.*\.json"', answer.headers["Content-Disposition"])
    data = json.loads(answer.content)
    assert data["you"]["email"] == officer.user.email
    assert data["yours"]["email addresses"][0]["email"] == officer.user.email
    assert data["yours"]["memberships"][0]["borough_id"] == camden.pk
    assert len(data["yours"]["followed capabilities"]) == 1
    named = [row["reference"] for row in data["where you are named"] if row["record"] == "need"]
    assert set(named) == {need.reference}
    text = answer.content.decode()
    assert SECRET not in text
    assert "A secret plan" not in text
    assert officer.user.password not in text
    assert colleague.user.email not in text


def test_rows_that_exist_for_a_person_are_exported_whole():
    """A row that goes with the person is theirs, and a comment of theirs: `export.OWN` has it."""
    theirs = {
        export.label(field)
        for field in export.links()
        if field.remote_field.on_delete.__name__ == "CASCADE"
    }
    assert theirs | {"guidance.Feedback.by"} == set(export.OWN)


def test_closing_asks_once_more_who_it_is(officer):
    TOTP.activate(officer.user, SECRET)
    assert officer.get(CLOSE).headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_closing_needs_a_tick(officer):
    assert "your name, address, passkeys" in words(officer.get(CLOSE))
    page = officer.post(CLOSE, {})
    assert "Tick the box if you want to close your account" in words(page)
    assert not User.objects.get(pk=officer.user.pk).closed_at


def test_closing_forgets_the_person_and_keeps_the_boroughs_records(officer, camden, worker):
    user = officer.user
    other_device = force_sign_in(Client(), user)
    UserSession.objects.create(
        user=user, ip="127.0.0.1", session_key=other_device.session.session_key, user_agent="x"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    DigestPreferenceFactory(user=user)
    TOTP.activate(user, SECRET)
    need = NeedFactory(borough=camden, owner=user)
    old_name, old_email = user.name, user.email
    session = officer.client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": 9e9, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    answer = officer.post(CLOSE, {"sure": "on"})
    assert answer.status_code == 302
    assert "Your account is closed" in words(officer.get("/"))

    gone = User.objects.get(pk=user.pk)
    assert (gone.name, gone.is_active, gone.display_name) == ("", False, "A former member")
    assert old_email not in gone.email
    need.refresh_from_db()
    assert (need.owner, need.borough) == (gone, camden)
    membership = gone.memberships.get()
    assert membership.status == Membership.Status.ENDED
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert not hasattr(gone, "digest_preference")
    assert other_device.get(ACCOUNT).status_code == 302
    assert not Session.objects.filter(session_key=other_device.session.session_key).exists()
    everything = json.dumps(export.everything_about(gone))
    assert old_email not in everything
    assert old_name not in everything


def test_a_closed_address_may_start_again(officer, worker, sign_in):
    address = officer.user.email
    closing.close(officer.user)
    sign_in(address)
    again = User.objects.get(email=address)
    assert again.pk != officer.user.pk
    assert not again.memberships.exists()


def test_the_only_lead_is_warned(lead, camden):
    assert "You are the only one who accepts people for Camden" in words(lead.get(CLOSE))
    MembershipFactory(borough=camden, cio=True)
    assert "You are the only one" not in words(lead.get(CLOSE))
