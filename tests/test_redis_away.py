"""While Redis is away all goes on but signing in, which is counted there; that says what waits."""

import pytest
from django.core import mail
from django.urls import reverse

from members.adapter import AccountAdapter
from tests.access_policy import POLICY
from tests.audiences import VISITORS
from tests.members.reading import words
from tests.outages import redis_away
from tests.sending import forms, get
from tests.walking import Undo, addresses, allowed

pytestmark = pytest.mark.django_db

COUNTED = {
    reverse(name)
    for name in (
        "account_login",
        "account_reset_password",
        "account_email",
        "account_set_password",
        "account_reauthenticate",
        "mfa_login_webauthn",
    )
}


@pytest.fixture
def visitors(request, seen_already):
    return {who: request.getfixturevalue(who) for who in VISITORS}


def test_every_page_is_read(world, visitors):
    pages = [
        (name, who, url)
        for name, url in addresses(world).items()
        for who in allowed(name)[-1:]
        if POLICY[name].method == "GET"
    ]
    with redis_away():
        away = [f"{n} {w}" for n, w, url in pages if get(visitors[w], url).status_code >= 500]
        assert get(visitors["anonymous"], reverse("account_login")).status_code == 200
    assert not away, away


def test_every_form_is_taken_but_those_that_are_counted(
    world, visitors, django_capture_on_commit_callbacks
):
    every = list(forms(world, visitors))
    away = set()
    with redis_away():
        for _, visitor, form in every:
            visitor.client.raise_request_exception = False
            cookies = visitor.client.cookies.copy()
            with Undo(), django_capture_on_commit_callbacks(execute=True):
                answer = visitor.client.post(form.action, form.filled())
            visitor.client.cookies = cookies
            if answer.status_code >= 500:
                assert answer.status_code == 503
                away.add(form.action)
    assert away <= COUNTED
    assert reverse("account_login") in away


def test_who_cannot_sign_in_reads_what_waits_and_what_does_not(anonymous):
    with redis_away():
        answer = anonymous.post(reverse("account_login"), {"login": "ann@camden.gov.uk"})
    assert answer.status_code == 503
    page = words(answer)
    assert "Until it is back nobody can sign in" in page
    assert "emails, PDFs and new overlaps come later" in page
    assert "records are kept" not in page


def test_a_notice_of_what_is_saved_goes_without_the_queue(officer, rf):
    adapter = AccountAdapter(rf.get("/"))
    with redis_away():
        adapter.send_mail("mfa/email/totp_activated", officer.user.email, {})
    assert "An authenticator app was added" in mail.outbox[-1].body
