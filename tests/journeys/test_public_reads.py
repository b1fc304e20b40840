"""Journey 5: a stranger without an account searches, filters, reads, and follows a list."""

import csv
import re
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command

from needs import matching
from tests.factories import ContractFactory, NeedFactory, NeedTermsFactory, SupplierFactory, days

# What is for members only, and stands nowhere a stranger may go.
HIDDEN = (
    "Brindle & Quill",
    "RepairMaster 9",
    "£187,654",
    "18765400",
    "187654",
    "Members-only repairs plan",
    "Sealed repairs plan",
    "Repairs contract in Camden",
)


@pytest.fixture
def london(camden, brent, housing_repairs):
    """Housing repairs for everyone, for members, for nobody; with money and a supplier."""
    public = {"borough": camden, "capability": housing_repairs, "published": True, "public": True}
    early = NeedFactory(
        title="Housing repairs booked on a phone",
        problem="Tenants ring three times to change a visit.",
        suits_sme=True,
        value_band="to_500k",
        **public,
    )
    NeedTermsFactory(
        need=early,
        exact_value_pence=187_654_00,
        annual_price_pence=187_654_00,
        current_supplier="Brindle & Quill",
        current_product="RepairMaster 9",
        contract_ends=days(420),
        notice_months=7,
    )
    NeedFactory(title="Housing repairs call handling", phase="tendering", **public)
    others = {"borough": brent, "capability": housing_repairs, "published": True}
    NeedFactory(title="Members-only repairs plan", **others)
    NeedFactory(title="Sealed repairs plan", sealed=True, **others)
    ContractFactory(
        borough=camden,
        title="Repairs contract in Camden",
        capability=housing_repairs,
        supplier=SupplierFactory(name="Brindle & Quill"),
    )
    matching.rebuild()
    return early


def fetch(here, link: str):
    """What a machine would get from a link on the page."""
    href = here.page.get_by_role("link", name=link).first.get_attribute("href")
    answer = here.page.request.get(here.base_url + href)
    assert answer.ok, f"{href} answered {answer.status}"
    return answer.text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_stranger_searches_filters_and_reads(script, browse, london):
    here = browse(java_script_enabled=script)
    here.open("/")
    here.fill("Search the needs of all boroughs", "housing repairs")
    here.press("Search")
    here.reads("2 needs")
    here.choose("Early thinking")
    here.press("Apply filters")
    here.reads("1 need")
    here.reads_nothing_of(*HIDDEN, "Housing repairs call handling")
    here.page.get_by_role("link", name="Remove filter Stage: Early thinking").click()
    here.reads("2 needs")
    here.follow(london.title)
    here.reads("Tenants ring three times to change a visit.")
    here.reads("£250,000 to £500,000")
    here.reads("This is early planning and not a tender")
    here.reads_nothing_of(*HIDDEN, "Commercial details</h2>", str(london.owner))
    here.follow("Specification, to read or as PDF")
    here.reads("Tenants ring three times")
    here.reads_nothing_of(*HIDDEN)
    for word in HIDDEN:
        here.open(f"/needs?q={quote(word)}")
        here.reads("0 needs")
    for path in ("/", "/boroughs/camden", "/categories/housing-repairs", "/boroughs/brent"):
        here.open(path)
        here.reads_nothing_of(*HIDDEN)


def test_stranger_follows_a_search_by_machine(browse, london):
    here = browse()
    here.open("/needs?q=housing+repairs&stage=thinking")
    rows = list(csv.DictReader(StringIO(fetch(here, "CSV").lstrip("\ufeff"))))
    assert [row["Need"] for row in rows] == [london.title]
    assert not {"Decide by", "Who can see this"} & set(rows[0])
    feed = fetch(here, "Atom feed")
    assert re.findall(r"<entry>\s*<title>([^<]*)", feed) == [london.title]
    for text in (feed, str(rows)):
        assert not [word for word in HIDDEN if word in text]


def test_stranger_reads_guidance_and_filters_case_studies(browse, reference_data):
    call_command("load_guidance", stdout=StringIO())
    call_command("load_case_studies", stdout=StringIO())
    here = browse()
    here.open("/")
    here.follow("Guidance", exact=True)
    here.reads("How boroughs buy technology well")
    here.fill("Search guidance", "market engagement")
    here.press("Search")
    here.page.locator("main .app-rows a, main h2 a, main h3 a").first.click()
    here.reads("Last reviewed")
    here.reads("Owner: LOTI")

    here.follow("Case studies", exact=True)
    here.reads("62 case studies")
    here.page.get_by_label("Kind of technology").select_option(index=1)
    here.press("Apply filters")
    shown = here.page.locator(".app-row__title a").count()
    assert 0 < shown < 62
    here.reads(f"{shown} case stud")
    here.page.locator(".app-row__title a").first.click()
    here.reads("Facts in our own words")
