"""Captured mail, in demonstration mode only."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from tests.world import FILE_BACKEND

pytestmark = pytest.mark.django_db

EVIL = (
    '<p>As it looks</p><script>document.title = "owned"</script><img src="https://evil.example/a.png">'
    '<form action="https://evil.example/"><button>Press</button></form>'
)


def keep(*messages):
    get_connection(FILE_BACKEND).send_messages(messages)


def mail(subject, html=""):
    message = EmailMultiAlternatives(subject, f"Text of {subject}", to=["jo@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    return message


def test_mail_is_listed_newest_first_each_message_by_itself(anonymous):
    keep(mail("First"), mail("Second"))
    page = anonymous.read("/demo/mail")
    assert page.index("Second") < page.index("First")
    assert "jo@example.org" in page


def test_no_mail_yet_says_how_some_comes(anonymous):
    assert "No mail yet" in anonymous.read("/demo/mail")


def test_a_message_is_shown_as_text_and_its_html_apart(anonymous, world):
    where = world.captured_mail
    page = anonymous.read(reverse("demo_mail_message", kwargs=where))
    assert "Plain words" in page
    assert "<p>Plain words</p>" not in page
    assert "<iframe" in page
    answer = anonymous.get(reverse("demo_mail_html", kwargs=where))
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "file", ["20260101-000000-1.log", "..%2f..%2fsettings.py", "settings.py", "x"]
)
def test_only_the_backends_own_files_are_opened(anonymous, file):
    assert anonymous.get(f"/demo/mail/{file}/0").status_code == 404


def test_outside_demonstration_mode_there_is_no_such_page(anonymous, world, settings):
    where = world.captured_mail
    settings.DEMO = False
    assert anonymous.get("/demo/mail").status_code == 404
    for name in ("demo_mail_message", "demo_mail_html"):
        assert anonymous.get(reverse(name, kwargs=where)).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_emails_html_is_seen_and_can_do_nothing(live_server, browser, settings):
    keep(mail("Evil", EVIL))
    page = browser.new_page()
    stopped = {}
    page.on("requestfailed", lambda request: stopped.update({request.url: request.failure}))
    page.goto(live_server.url + "/demo/mail")
    page.get_by_role("link", name="Evil").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("As it looks").wait_for(timeout=5000)
    assert "Evil" in page.title()
    assert stopped == {"https://evil.example/a.png": "csp"}
    page.close()
