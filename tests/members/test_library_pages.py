"""The sign-in library's pages in our design: sound in Chromium, and none in the library's words."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver, reverse

from tests.factories import UserFactory
from tests.members.reading import words
from tests.visitors import visitor
from tests.walking import route_names

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

# Route of the library → how it is reached: signed out, signed in, or signed in with everything
# set up and the second step just given again.
PAGES = {
    "account_login": "anonymous",
    "account_confirm_login_code": "asked for a code",
    "account_reset_password": "anonymous",
    "account_confirm_password_reset_code": "asked for a password",
    "account_password_reset_completed": "anonymous",
    "account_inactive": "anonymous",
    "mfa_authenticate": "half way",
    "account_logout": "plain",
    "account_email": "plain",
    "account_set_password": "plain",
    "mfa_index": "plain",
    "mfa_activate_totp": "plain",
    "mfa_add_webauthn": "plain",
    "mfa_list_webauthn": "plain",
    "usersessions_list": "plain",
    "account_change_password": "full",
    "account_reauthenticate": "full",
    "mfa_reauthenticate": "full",
    "mfa_deactivate_totp": "full",
    "mfa_view_recovery_codes": "full",
    "mfa_generate_recovery_codes": "full",
}
# Reached by doing something first, and seen in test_passkeys.py or test_account.py; or no page.
ELSEWHERE = {
    "account_signup": "leads to account_login",
    "account_request_login_code": "leads to account_login",
    "account_email_verification_sent": "test_account.py",
    "account_complete_password_reset": "test_sign_in.py",
    "mfa_login_webauthn": "answers the script",
    "mfa_reauthenticate_webauthn": "test_passkeys.py",
    "mfa_edit_webauthn": "test_passkeys.py",
    "mfa_remove_webauthn": "test_passkeys.py",
    "mfa_download_recovery_codes": "a text file",
}
TEMPLATES = [
    "account/account_inactive.html",
    "account/confirm_email_verification_code.html",
    "account/confirm_login_code.html",
    "account/confirm_password_reset_code.html",
    "account/email_change.html",
    "account/login.html",
    "account/logout.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "account/password_set.html",
    "account/reauthenticate.html",
    "allauth/layouts/base.html",
    "mfa/authenticate.html",
    "mfa/index.html",
    "mfa/reauthenticate.html",
    "mfa/recovery_codes/generate.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/webauthn/add_form.html",
    "mfa/webauthn/authenticator_confirm_delete.html",
    "mfa/webauthn/authenticator_list.html",
    "mfa/webauthn/edit_form.html",
    "mfa/webauthn/reauthenticate.html",
    "usersessions/usersession_list.html",
]
THEIR_WORDS = (
    "Sign In",
    "Sign Up",
    "Two-Factor",
    "Hello from",
    "Menu:",
    "third-party",
    "Email Address",
)


def test_every_route_of_the_library_is_listed():
    prefixes = ("account_", "mfa_", "usersessions_")
    names = {n for n in route_names(get_resolver()) if n.startswith(prefixes)}
    assert names == set(PAGES) | set(ELSEWHERE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_ours(name):
    assert get_template(name).origin.name.startswith(str(settings.BASE_DIR / "templates"))


def _signed_in(kind):
    user = UserFactory(email="priya.shah@camden.gov.uk", name="Priya Shah")
    if kind == "full":
        user.set_password("three quiet lanterns")
        user.save()
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    person = visitor(user, second_factor=kind == "full")
    if kind == "full":
        session = person.client.session
        for record in session["account_authentication_methods"]:
            record["reauthenticated"] = True
        session.save()
    return person


def reach(kind):
    """A client that may open pages of this kind."""
    if kind in ("plain", "full"):
        return _signed_in(kind)
    person = visitor()
    if kind == "asked for a code":
        person.post(reverse("account_login"), {"login": "new@example.org"})
    elif kind == "asked for a password":
        person.post(reverse("account_reset_password"), {"email": "new@example.org"})
    elif kind == "half way":
        example = UserFactory(is_example=True)
        TOTP.activate(example, SECRET)
        person.post(reverse("members:demo_sign_in", kwargs={"pk": example.pk}))
    else:
        person.get(reverse("account_login"))
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kind"), PAGES.items(), ids=list(PAGES))
def test_page_speaks_in_our_words(name, kind, worker):
    answer = reach(kind).get(reverse(name))
    assert answer.status_code == 200, answer.headers.get("Location")
    text = words(answer)
    assert not [said for said in THEIR_WORDS if said in text]
    assert answer.content.count(b"<h1") == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("name", "kind"), PAGES.items(), ids=list(PAGES))
def test_page_is_sound(name, kind, worker, live_server, tab):
    tab.become(reach(kind).client, live_server.url)
    assert not tab.faults(live_server.url + reverse(name))
    assert tab.page.url == live_server.url + reverse(name)
    tab.leave(live_server.url)
