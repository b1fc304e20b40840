"""Journey 3: a CIO finds out who else, how much and by when, and takes a specification away."""

import pytest
from django.utils import timezone
from pypdf import PdfReader

from members.models import Borough
from needs import matching
from needs.models import Capability, SpecificationPdf
from needs.windows import add_months
from procurement_portal.lib.formatting import format_uk_date
from tests.factories import ContractFactory, ContractTermsFactory, NeedFactory, days
from tests.journeys.browsing import Keyboard
from tests.journeys.workers import asleep

NETWORK = "Wide area network, internet and full fibre"
MONTHS_LEFT = {"camden": 13, "brent": 14, "ealing": 15, "hackney": 16, "lambeth": 18, "sutton": 30}
SECRET = "Nightjar link"


@pytest.fixture
def networks(camden, reference_data):
    """Six boroughs' network contracts, a sealed one, and a need of Brent's."""
    network = Capability.objects.get(slug="wide-area-network")
    today = timezone.localdate()
    for slug, months in MONTHS_LEFT.items():
        borough = Borough.objects.get(slug=slug)
        contract = ContractFactory(
            borough=borough,
            title=f"Network for {borough.short_name}",
            capability=network,
            end=add_months(today, months),
        )
        ContractTermsFactory(contract=contract, value_pence=350_000_00, notice_months=None)
    ContractFactory(
        borough=Borough.objects.get(slug="merton"), title=SECRET, capability=network, sealed=True
    )
    NeedFactory(
        borough=Borough.objects.get(slug="brent"),
        title="Full fibre to libraries and depots",
        capability=network,
        published=True,
        earliest_start=days(600),
        latest_start=days(700),
    )
    matching.rebuild()
    return network


def test_cio_reads_who_else_how_much_and_by_when_in_three_clicks(browse, cio, worker, networks):
    decide_by = format_uk_date(add_months(timezone.localdate(), 1))
    here = browse(cio)
    here.open("/")
    here.press("Go to your dashboard")
    here.reads("1 thing to decide this quarter")
    here.reads("5 other boroughs: Brent, Ealing, Hackney, Lambeth and Sutton")
    here.reads(f"6 boroughs have {NETWORK}: 6 contracts and 1 need, about £2.1 million a year")
    here.follow("See who could move together")
    here.reads(f"6 boroughs have {NETWORK}: 6 contracts and 1 need, about £2.1 million a year")
    here.reads(f"The first must decide by {decide_by}")
    here.reads("6 of 33 boroughs")
    for name in ("Ealing", "Hackney", "Lambeth", "Sutton"):
        here.reads(f"Network for {name}")
    here.reads_nothing_of(SECRET)


def test_cio_takes_the_brief_away_with_a_keyboard_on_a_phone_without_script(
    browse, cio, worker, networks
):
    here = browse(cio, viewport={"width": 320, "height": 640}, java_script_enabled=False)
    here.open("/dashboard")
    keyboard = Keyboard(here.page)
    keyboard.press("See who could move together")
    here.reads(f"6 boroughs have {NETWORK}: 6 contracts and 1 need, about £2.1 million a year")
    keyboard.press("One-page brief as PDF")
    keyboard.press("Make the PDF")
    here.reads("Download the PDF", within=60)
    with here.page.expect_download() as file:
        here.press("Download the PDF")
    (page,) = PdfReader(file.value.path()).pages
    text = " ".join(page.extract_text().split())
    assert f"6 boroughs have {NETWORK}" in text
    assert "Camden" in text.split("Who must decide, and by when")[1]
    assert SECRET not in text


@pytest.mark.parametrize("width", [1280, 320])
def test_cio_filters_to_24_months_and_follows_a_number_to_its_rows(
    width, browse, cio, worker, networks
):
    here = browse(cio, viewport={"width": width, "height": 900})
    here.open("/dashboard")
    here.follow("Borough by category")
    here.page.locator("summary", has_text="Filter").click()
    here.page.get_by_label("Can move within").select_option("24 months")
    here.press("Apply filters")
    here.reads("5 boroughs of 33 have something in this category")
    here.reads_nothing_of(f"{NETWORK} in Merton")
    here.follow(f"2: {NETWORK} in Brent")
    here.reads("Network for Brent")
    here.reads("Full fibre to libraries and depots")
    assert here.page.locator("table tbody tr").count() == 2
    here.open(f"/overlap/{networks.slug}?horizon=24")
    here.reads(f"5 boroughs have {NETWORK}")
    assert "Network for Sutton" not in here.text


def test_cio_takes_the_specification_away_as_pdf(browse, cio, worker, networks):
    here = browse(cio)
    here.open(f"/overlap/{networks.slug}")
    here.follow("Full fibre to libraries and depots")
    here.follow("Specification, to read or as PDF")
    with asleep(worker):
        here.press("Make the PDF")
        here.reads("Making the PDF")
    ready = here.page.get_by_role("button", name="Download the PDF")
    ready.wait_for()  # the page asks again by itself
    with here.page.expect_download() as file:
        ready.click()
    pdf = PdfReader(file.value.path())
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert file.value.suggested_filename.endswith(".pdf")
    assert "Full fibre to libraries and depots" in " ".join(text.split())
    assert "Network for Camden" in " ".join(text.split())
    assert SECRET not in text
    assert SpecificationPdf.objects.get().pages == len(pdf.pages)
