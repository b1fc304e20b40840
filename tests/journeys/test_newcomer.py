"""Journey 6: a newcomer sees the demonstration full of figures, reads captured mail, stops it."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from community.models import Digest, DigestPreference
from community.tasks import send_digests
from members.models import User
from tests.journeys.workers import wait_until_idle

SLUGS = ("brent", "camden", "hackney", "islington")
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def demonstration(worker, mail_folder, settings, tmp_path, capsys):
    """What `load_demo` makes of four boroughs; mail goes to files, as `make run` has it."""
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, str(mail_folder)
    call_command("load_demo", "--only-examples", "--boroughs", *SLUGS)
    assert "Example contracts registers" in capsys.readouterr().out
    wait_until_idle(seconds=120)  # whoever comes first finds everything matched


def number_before(text: str, words: str) -> int:
    found = re.search(rf"([\d,]+) {words}", text)
    assert found, f"no number of {words!r} in:\n{text[:2000]}"
    return int(found[1].replace(",", ""))


def test_newcomer_sees_figures_reads_mail_and_stops_it(browse, demonstration):
    here = browse()
    here.open("/")
    here.reads("Example data: the people, registers, needs and whatever is marked Example")
    here.follow("Sign in", exact=True)
    here.reads("Sign in as an example person")
    here.page.locator("h3:text-is('CIO') ~ form button").first.click()
    here.reads("to decide this quarter")
    assert number_before(here.text, "contracts?, the first to end first") > 5
    here.follow("Overlap", exact=True)
    assert number_before(here.text, "shared categories") > 10
    here.follow("Needs", exact=True)
    assert number_before(here.text, "needs") > 5
    here.reads("Example")

    reader = sent_by_the_worker()
    here.open("/demo/mail")
    here.page.locator(".app-row", has_text=reader.email).get_by_role("link").first.click()
    here.reads("This is what changed up to")
    stop = here.page.locator("main a[href*='/unsubscribe/']").first.get_attribute("href")
    stranger = browse()  # the link in a mail needs no account
    stranger.open(urlsplit(stop).path)
    stranger.reads("Stop the digest?")
    stranger.press("Stop the digest")
    stranger.reads("You get no more digests")
    assert DigestPreference.objects.get(user=reader).frequency == "never"


def sent_by_the_worker() -> User:
    """Somebody to whom the weekly digest goes when the scheduler's task runs."""
    before = list(Digest.objects.values_list("user", flat=True))
    send_digests.delay()  # as the scheduler does every ten minutes
    wait_until_idle()
    sent = Digest.objects.filter(status=Digest.Status.SENT).exclude(user__in=before)
    assert sent, "the worker sent no digest"
    return sent.earliest("pk").user
