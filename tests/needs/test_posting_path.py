"""From the start page to a published need that another borough joins, as a person walks it."""

import re
import uuid

import pytest
from django.urls import reverse

from needs import matching
from needs.models import Need
from tests.factories import CapabilityFactory, NeedFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "capability": {"suggested": "housing-repairs"},
    "problem": {"problem": "One repair in eight is sent to the wrong trade and done twice."},
    "users": {"users": "60 call handlers, and 9,000 tenants who book on a phone."},
    "outcome": {"outcome": "Nine jobs in ten are done at the first visit within a year."},
    "contract": {
        "current_supplier": "Hillside Software",
        "contract_ends_day": "31",
        "contract_ends_month": "March",
        "contract_ends_year": "2031",
        "annual_price_pence": "£45,000",
        "notice_months": "6",
    },
    "timing": {
        "earliest_start_day": "1",
        "earliest_start_month": "4",
        "earliest_start_year": "2030",
        "latest_start_day": "1",
        "latest_start_month": "4",
        "latest_start_year": "2031",
        "phase": "planning",
    },
    "value": {"value_band": "to_500k", "exact_value_pence": "480,000"},
    "together": {"collaboration_level": "2", "openness": "conversation"},
    "requirements": {"must_haves": "Works offline\r\nBooks by phone"},
    "suppliers": {"suits_sme": "True", "suits_vcse": ""},
    "contact": {"contact": "Housing systems manager"},
    "visibility": {"visibility": "members"},
}


def fill(person, url) -> str:
    """Answer every page in the order the portal asks; the address of the page after the last."""
    while not url.endswith("/check"):
        page = person.read(url)
        step = url.split("?")[0].rsplit("/", 1)[1]
        version = re.search(r'name="version" value="(\d+)"', page)
        data = {**ANSWERS.get(step, {}), "version": version.group(1) if version else ""}
        response = person.post(url, data)
        assert response.status_code == 302, f"{step}: {response.content.decode()[:3000]}"
        url = response.headers["Location"]
    return url


def test_a_need_from_first_word_to_ours_too(officer, other_officer, moderator, brent):
    repairs = CapabilityFactory(
        slug="housing-repairs", name="Housing repairs", synonyms=["repairs scheduling"]
    )
    theirs = NeedFactory(
        borough=brent, published=True, title="Repairs scheduling", capability=repairs
    )
    matching.rematch(theirs)
    start = officer.post(
        reverse("needs:post_start"),
        {"title": "Housing repairs scheduling", "token": uuid.uuid4()},
    )
    check = fill(officer, start.headers["Location"])
    need = Need.objects.get(title="Housing repairs scheduling")
    page = officer.read(check)
    for answer in ("Housing repairs", "31 March 2031", "£45,000", "£480,000", "1 April 2030"):
        assert answer in page
    assert "£250,000 to £500,000" in page
    assert need.must_haves == "Works offline\nBooks by phone"

    done = officer.post(reverse("needs:submit", args=[need.reference]), follow=True)
    assert need.reference in done.content.decode()
    need.refresh_from_db()
    assert need.title in moderator.read(reverse("moderation"))
    moderator.read(reverse("needs:moderate", args=[need.reference]))
    moderator.post(reverse("needs:publish", args=[need.reference]), {"version": need.version})
    matching.rematch(need)

    page = other_officer.read(need.get_absolute_url())
    assert theirs.title in page
    other_officer.post(
        reverse("needs:join", args=[need.reference]),
        {
            "wanted_by_day": "1",
            "wanted_by_month": "6",
            "wanted_by_year": "2030",
            "value_band": "to_250k",
        },
    )
    page = officer.read(need.get_absolute_url())
    assert "1 other borough has it too" in page
    assert other_officer.user.name in page
