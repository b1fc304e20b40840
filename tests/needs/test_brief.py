"""The one-page brief of a category: the same for every member, made once, of one page."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from needs import brief_files, matching
from needs.models import CapabilityBrief
from needs.tasks import render_brief
from procurement_portal.lib import pdf_files
from procurement_portal.lib.pdf import PdfRefused
from tests.factories import BoroughFactory, CapabilityFactory, ContractFactory, days

pytestmark = pytest.mark.django_db

PAGE, FILE = "/overlap/telephony/brief", "/overlap/telephony/brief.pdf"


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Contact centre telephony", lead_time_months=6)


def contract(borough, capability, **facts):
    facts = {"title": f"Telephony in {borough.short_name}", "end": days(500)} | facts
    row = ContractFactory(borough=borough, capability=capability, **facts)
    matching.rematch(row)
    return row


@pytest.fixture
def shared(camden, brent, telephony):
    return [contract(borough, telephony) for borough in (camden, brent)]


def work():
    for pk in brief_files.waiting():
        render_brief(pk)


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_ordered_made_and_downloaded(officer, shared):
    assert "Make the PDF" in officer.read(PAGE)
    assert officer.get(FILE).headers["Location"] == PAGE
    officer.post(PAGE)
    assert "Making the PDF" in officer.read(PAGE)
    work()
    assert "Download the PDF" in officer.read(PAGE)
    answer = officer.get(FILE)
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "2 boroughs have Contact centre telephony: 2 contracts" in text
    assert "Telephony in Brent" in text
    assert "2 boroughs" in text.split("When boroughs could move together")[1]


def test_every_member_gets_the_same_file_made_once(officer, other_officer, shared, monkeypatch):
    made = []
    render = pdf_files.render_pdf
    monkeypatch.setattr(pdf_files, "render_pdf", lambda html: made.append(html) or render(html))
    for who in (officer, other_officer):
        who.post(PAGE)
        work()
    assert len(made) == 1
    answers = [who.get(FILE) for who in (officer, other_officer)]
    assert answers[0].content == answers[1].content
    again = officer.get(FILE, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert again.status_code == 304


def test_what_is_sealed_is_in_no_brief_not_even_its_owners(officer, camden, shared, telephony):
    officer.post(PAGE)
    work()
    before = officer.get(FILE).content
    contract(camden, telephony, title="Hidden heron", visibility="sealed")
    page = officer.read(PAGE)
    assert "Download the PDF" in page
    assert officer.get(FILE).content == before


def test_changed_figures_make_a_new_brief(officer, shared, telephony):
    officer.post(PAGE)
    work()
    contract(BoroughFactory(short_name="Ealing"), telephony)
    assert "Make the PDF" in officer.read(PAGE)
    assert officer.get(FILE).headers["Location"] == PAGE


def test_it_stays_on_one_page_however_much_there_is(officer, telephony):
    for number in range(33):
        borough = BoroughFactory(short_name=f"Royal borough of somewhere {number}")
        contract(
            borough,
            telephony,
            title=f"Contact centre and customer relations platform, number {number} " * 2,
            end=days(600 + 900 * (number % 2) + 5 * number),
            extensions=[6, 6],
        )
    officer.post(PAGE)
    work()
    brief = CapabilityBrief.objects.get()
    assert (brief.status, brief.pages) == ("ready", 1)
    assert "more, on the portal" in text_of(bytes(brief.content))


def test_a_failure_is_said_and_can_be_tried_again(officer, shared, monkeypatch):
    def refuse(html):
        raise PdfRefused("The text is too long to print")

    with monkeypatch.context() as patch:
        patch.setattr(pdf_files, "render_pdf", refuse)
        officer.post(PAGE)
        work()
    page = officer.read(PAGE)
    assert "The text is too long to print" in page
    assert "Try again" in page
    officer.post(PAGE)
    work()
    assert "Download the PDF" in officer.read(PAGE)


def test_a_category_nobody_has_says_so(officer, telephony):
    assert "No borough has shared a contract or a need here" in officer.read(PAGE)
    officer.post(PAGE)
    work()
    assert "No dates hold two boroughs" in text_of(officer.get(FILE).content)


def test_the_category_page_leads_to_it(officer, shared):
    assert f'href="{reverse("needs:brief", args=["telephony"])}"' in officer.read(
        "/overlap/telephony"
    )
