"""The same security headers on every kind of answer, whatever came of the request.

Every route has them for every visitor: `tests/test_access.py`.
"""

import itertools
import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from members.middleware import SessionLimits
from procurement_portal.views import about
from tests.walking import addresses

pytestmark = pytest.mark.django_db

OURS_ALONE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
EXACT = {
    "Content-Security-Policy": OURS_ALONE,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# A captured e-mail styles itself: shut in a frame of ours, where it may do nothing else.
MAIL_IN_ITS_FRAME = (
    "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src 'none'; connect-src 'none'; manifest-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox"
)
ONLY_A_PICTURE = (
    "default-src 'none'; script-src 'none'; style-src 'none'; img-src 'none'; font-src 'none'; "
    "connect-src 'none'; manifest-src 'none'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox"
)
EXCEPTIONS = {
    "guidance:picture": {"Content-Security-Policy": ONLY_A_PICTURE},
    "assistive_tech:barrier_file": {"Content-Security-Policy": ONLY_A_PICTURE},
    "demo_mail_message": {"Content-Security-Policy": f"{OURS_ALONE}; frame-src 'self'"},
    "demo_mail_html": {
        "Content-Security-Policy": MAIL_IN_ITS_FRAME,
        "X-Frame-Options": "SAMEORIGIN",
    },
}
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NOT_KEPT = {
    "private, no-store",
    "private, no-cache",
    "max-age=0, no-cache, no-store, must-revalidate, private",  # the sign-in library and the admin
}


def in_order(policy: str) -> list[str]:
    return sorted(policy.split("; "))


def faults(response, *, name="", kept=False) -> list[str]:
    """What is wrong with an answer's headers; `kept` for files any cache may keep."""
    wanted = EXACT | (EXCEPTIONS.get(name, {}) if response.status_code == 200 else {})
    found = []
    for header, value in wanted.items():
        got = response.headers.get(header, "missing")
        same = in_order(got) == in_order(value) if header.startswith("Content-S") else got == value
        if not same:
            found.append(f"{header}: {got}")
    if not REQUEST_ID.fullmatch(response.headers.get("X-Request-ID", "")):
        found.append("X-Request-ID")
    if not kept and response.headers.get("Cache-Control") not in NOT_KEPT:
        found.append(f"Cache-Control: {response.headers.get('Cache-Control', 'missing')}")
    for header in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
        if header in response.headers:
            found.append(f"{header} says {response.headers[header]}")
    return [f"{response.status_code} {name} {fault}" for fault in found]


@pytest.fixture
def quiet(request):
    """A client that gives the answer a browser would get when the portal breaks."""
    return Client(raise_request_exception=False)


def broken(error):
    def raising(*args, **kwargs):
        raise error

    return raising


LIBRARY = ["account_login", "account_logout", "account_email", "mfa_index", "usersessions_list"]


@pytest.mark.parametrize("name", [*LIBRARY, "admin:index", "admin:login"])
def test_pages_of_libraries(name, officer, anonymous, moderator):
    for visitor in (officer, anonymous, moderator):
        assert not faults(visitor.get(reverse(name)), name=name)


def test_unchanged_page(officer):
    url = reverse("needs:index")
    etag = officer.get(url)["ETag"]
    response = officer.get(url, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert not faults(response)


def test_wrong_host_is_a_page_that_says_so_on_every_address(world, officer):
    junk = itertools.cycle(["evil.example", "a b", "[::1", "127.0.0.1:x", "..", "<script>"])
    found = []
    for name, url in addresses(world).items():
        host = next(junk)
        response = officer.get(url, headers={"Host": host})
        page = response.content.decode()
        if response.status_code != 400 or "could not read that request" not in page or host in page:
            found.append(f"{name} for {host}: {response.status_code}")
        found += faults(response, name=name)
    assert not found, "\n".join(found)


def test_request_with_too_many_fields(anonymous):
    many = {f"field{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = anonymous.post(reverse("account_login"), many)
    assert response.status_code == 400
    assert not faults(response)


def test_missing_csrf_token(officer):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"))
    assert response.status_code == 403
    assert not faults(response)


def test_missing_page(anonymous):
    response = anonymous.get("/nothing-here")
    assert response.status_code == 404
    assert not faults(response)


def test_wrong_method(officer, world):
    response = officer.get(reverse("needs:submit", args=[world.draft.reference]))
    assert response.status_code == 405
    assert not faults(response)


def test_move_that_came_too_late(officer, world):
    response = officer.post(reverse("needs:submit", args=[world.submitted.reference]))
    assert response.status_code == 409
    assert not faults(response)


def test_broken_page(quiet, monkeypatch):
    monkeypatch.setattr(about, "render", broken(RuntimeError("broken on purpose")))
    response = quiet.get(reverse("help"))
    assert response.status_code == 500
    assert not faults(response)
    assert response["X-Request-ID"] in response.content.decode()


def test_database_away_in_a_page(quiet, monkeypatch):
    monkeypatch.setattr(about, "render", broken(OperationalError("away")))
    response = quiet.get(reverse("help"))
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert not faults(response)


def test_database_away_before_the_page(officer, monkeypatch):
    """The first question to the database is who is signed in: before any view."""
    officer.client.raise_request_exception = False
    monkeypatch.setattr(SessionLimits, "is_over", broken(OperationalError("away")))
    response = officer.get(reverse("help"))
    assert response.status_code == 503
    assert "not available right now" in response.content.decode()
    assert not faults(response)


def test_static_file_and_the_same_unchanged(anonymous):
    url = f"/{settings.STATIC_URL.strip('/')}/app.css"
    response = anonymous.get(url)
    assert b"govuk" in response.getvalue()
    assert "public" in response["Cache-Control"]
    again = anonymous.get(url, headers={"If-Modified-Since": response["Last-Modified"]})
    assert again.status_code == 304
    assert not faults(response, kept=True) + faults(again, kept=True)


@pytest.mark.parametrize("given", ["abc-123_X.9", "a" * 64])
def test_request_id_is_kept(anonymous, given):
    assert anonymous.get(reverse("live"), headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "a" * 65, "a b", "é", "<b>", 'x"y', "a;b", "a\r\nb: c"])
def test_request_id_that_is_not_safe_is_made_new(anonymous, given):
    answered = anonymous.get(reverse("live"), headers={"X-Request-ID": given})["X-Request-ID"]
    assert REQUEST_ID.fullmatch(answered)
    assert answered != given


HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"Host": "portal.example.org"})
secure = client.get("/health/live", headers={"X-Forwarded-Proto": "https"})
plain = client.get("/help?a=b")
wrong = Client().get("/help", headers={"Host": "evil.example"})
print(json.dumps({
    "secure": dict(secure.headers),
    "plain": dict(plain.headers),
    "wrong": dict(wrong.headers),
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
                settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
}))
"""


def test_a_site_on_https_stays_there():
    """Settings are read once, so another process reads them for a site on https."""
    environment = os.environ | {
        "SITE_URL": "https://portal.example.org",
        "ALLOWED_HOSTS": "portal.example.org",
        "DJANGO_SETTINGS_MODULE": "procurement_portal.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", HTTPS],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert seen["secure"]["Strict-Transport-Security"] == (
        "max-age=63072000; includeSubDomains; preload"
    )
    assert seen["cookies"] == [True, True, True, "Lax"]
    assert seen["plain"]["Location"] == "https://portal.example.org/help?a=b"
    assert seen["wrong"]["Location"] == "https://portal.example.org/help"
    for answer in ("secure", "plain", "wrong"):
        got = {name: seen[answer].get(name, "missing") for name in EXACT}
        got["Content-Security-Policy"] = in_order(got["Content-Security-Policy"])
        assert got == EXACT | {"Content-Security-Policy": in_order(OURS_ALONE)}, answer
