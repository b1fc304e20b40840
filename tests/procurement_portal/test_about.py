"""Pages about the portal, and the files that machines ask for."""

import re
from datetime import UTC, datetime

import pytest

from tests.factories import CaseStudyFactory, NeedFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/help", "A need is not a tender"),
        ("/accessibility", "Last tested on 23 November 2026"),
        ("/privacy", "nothing about residents"),
        ("/cookies", "Reading the public pages sets none"),
        ("/data", "Open Government Licence v3.0"),
    ],
)
def test_pages_about_the_portal(anonymous, url, words):
    assert words in anonymous.read(url)


def test_reading_public_pages_sets_no_cookie(anonymous, world):
    for url in ("/", "/needs", "/boroughs", "/cookies", f"/categories/{world.capability.slug}"):
        assert not anonymous.get(url).cookies


def test_every_link_of_the_data_page_leads_somewhere(anonymous):
    page = anonymous.read("/data")
    links = set(re.findall(r'<a class="govuk-link" href="(/[^"]+)">', page))
    assert {"/needs.csv", "/needs.atom", "/notices"} <= links
    for link in links - {"/guidance/techniques"}:
        assert anonymous.get(link).status_code == 200


def test_the_support_address_is_the_one_set(anonymous, settings):
    settings.SUPPORT_EMAIL = "help@loti.test"
    for url in ("/help", "/accessibility", "/privacy"):
        assert "mailto:help@loti.test" in anonymous.read(url)


def test_security_txt_is_good_for_a_while(anonymous, settings):
    settings.SECURITY_EMAIL = "safe@loti.test"
    text = anonymous.read("/.well-known/security.txt")
    assert "Contact: mailto:safe@loti.test" in text
    expires = datetime.fromisoformat(re.search(r"Expires: (\S+)", text).group(1))
    assert 30 < (expires - datetime.now(UTC)).days < 366


def test_robots_are_kept_from_pages_that_need_an_account(anonymous):
    text = anonymous.read("/robots.txt")
    assert "Disallow: /moderation" in text
    assert "Sitemap: " in text
    assert "sealed" not in text.lower()


def test_the_sitemap_is_public_whoever_asks(anonymous, officer, camden):
    public = NeedFactory(published=True, public=True)
    members = NeedFactory(published=True)
    own = NeedFactory(published=True, sealed=True, borough=camden)
    study = CaseStudyFactory()
    draft = CaseStudyFactory(draft=True)
    body = anonymous.read("/sitemap.xml")
    assert officer.read("/sitemap.xml") == body
    places = re.findall(r"<loc>([^<]+)</loc>", body)
    assert any(place.endswith(public.reference) for place in places)
    assert any(place.endswith(study.slug) for place in places)
    for hidden in (members.reference, own.reference, draft.slug):
        assert hidden not in body
