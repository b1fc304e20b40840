"""Passkeys in real Chromium with a virtual authenticator, under the strict policy for scripts."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from tests.browser import Watched, axe_findings, session_cookie, sideways
from tests.factories import MembershipFactory
from tests.visitors import visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key(page):
    """A device that says yes; `key(False)` makes it fail to recognise the person."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def recognise(verified: bool):
        session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": verified},
        )

    return recognise


def test_a_moderator_adds_a_passkey_and_signs_in_with_it(page, key, live_server, worker, camden):
    user = MembershipFactory(moderator=True, user__name="Mo Field").user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = visitor(user)
    page.context.add_cookies([session_cookie(person.client, live_server.url)])
    watched = Watched.on(page)

    page.goto(live_server.url + "/moderation/people/camden")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()  # once more, to see the codes
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Continue to moderation").click()
    page.get_by_role("heading", name="Camden").first.wait_for()

    page.goto(live_server.url + reverse("mfa_list_webauthn"))
    assert page.get_by_role("heading", name="Work laptop").is_visible()
    page.get_by_role("link", name="Rename Work laptop").click()
    page.get_by_label("Name of this passkey").fill("Old laptop")
    page.get_by_role("button", name="Save").click()
    assert axe_findings(page) + sideways(page) == []
    page.get_by_role("link", name="Remove Old laptop").click()
    assert page.get_by_role("heading", name="Remove the passkey “Old laptop”").is_visible()

    page.goto(live_server.url + reverse("account_logout"))
    page.get_by_role("button", name="Sign out").click()
    page.goto(live_server.url + "/sign-in/login/?next=/moderation/people")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="People of all boroughs").wait_for()
    assert not watched.errors


def test_a_device_that_does_not_know_the_person_is_said_so(page, key, live_server):
    page.goto(live_server.url + "/sign-in/login/")
    assert page.get_by_text("The passkey did not work").is_hidden()
    key(False)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey did not work. Try again, or use another way.").wait_for()
    assert page.url.endswith("/sign-in/login/")


def test_without_scripts_other_ways_are_offered(browser, live_server, outsider):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([session_cookie(outsider.client, live_server.url)])
    page = context.new_page()
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    assert page.get_by_text("This browser cannot make a passkey, or JavaScript is off").is_visible()
    assert page.get_by_role("button", name="Add a passkey").is_hidden()
    context.close()
