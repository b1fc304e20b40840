"""A technique on one page of PDF: for everybody, made once, of one page."""

import datetime
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfReader

from guidance import sheet_files
from guidance.models import Technique, TechniqueSheet
from guidance.sheet import as_html, sheet_of
from guidance.tasks import render_sheet, sweep_sheets
from procurement_portal.lib import pdf_files
from procurement_portal.lib.pdf import PdfRefused, render_pdf
from tests.factories import TechniqueFactory
from tests.guidance.factories import TechniqueUseFactory

pytestmark = pytest.mark.django_db

PAGE, FILE = "/guidance/techniques/webinar/sheet", "/guidance/techniques/webinar/sheet.pdf"


@pytest.fixture
def technique():
    return TechniqueFactory(
        **{"slug": "webinar", "name": "Webinar", "days_low": 3, "days_high": 4},
        **{"what_it_is": "An hour online.", "safeguards": ["Same link for all"]},
    )


def work():
    for pk in sheet_files.waiting():
        render_sheet(pk)


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_ordered_made_and_downloaded_by_anybody(anonymous, technique):
    assert PAGE in anonymous.read(technique.get_absolute_url())
    assert "Make the PDF" in anonymous.read(PAGE)
    assert anonymous.get(FILE).headers["Location"] == PAGE
    anonymous.post(PAGE)
    assert "Making the PDF" in anonymous.read(PAGE)
    work()
    assert "Download the PDF" in anonymous.read(PAGE)
    answer = anonymous.get(FILE)
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in ("An hour online.", "3 to 4 officer-days (estimate)", "Same link for all"):
        assert words in text
    again = anonymous.get(FILE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_change_or_enough_logged_uses_make_a_new_file(anonymous, moderator, technique):
    anonymous.post(PAGE)
    work()
    TechniqueUseFactory.create_batch(3, technique=technique, days=7)
    assert "Make the PDF" in anonymous.read(PAGE)
    anonymous.post(PAGE)
    work()
    assert "7 officer-days, from 3 logged uses" in text_of(anonymous.get(FILE).content)
    technique.save_edit(by=moderator.user, started_from=1, purpose="Another purpose.")
    assert "Make the PDF" in anonymous.read(PAGE)


def test_a_change_while_it_waits_is_said_and_tried_again(anonymous, moderator, technique):
    anonymous.post(PAGE)
    technique.save_edit(by=moderator.user, started_from=1, purpose="Another purpose.")
    work()
    assert TechniqueSheet.objects.get().failure == sheet_files.CHANGED


def test_a_failure_is_said_and_can_be_tried_again(anonymous, technique, monkeypatch):
    def refuse(html):
        raise PdfRefused("The text is too long to print")

    with monkeypatch.context() as patch:
        patch.setattr(pdf_files, "render_pdf", refuse)
        anonymous.post(PAGE)
        work()
    assert "The text is too long to print" in anonymous.read(PAGE)
    anonymous.post(PAGE)
    work()
    assert "Download the PDF" in anonymous.read(PAGE)


def test_the_longest_text_still_stays_on_one_page():
    lines = ["word " * 100] * 40
    text = "Many words about it. " * 200
    longest = TechniqueFactory(
        **{"name": "A very long name of a technique " * 3, "purpose": text, "what_it_is": text},
        **{"when_to_use": text, "when_to_avoid": text, "collaborative_use": text},
        **{"levels": [0, 1, 2, 3, 4], "typical_duration": "a while " * 15, "steps": lines},
        **{"strengths": lines, "risks": lines, "safeguards": lines, "records": lines},
        **{"section_16_purposes": ["requirements", "procedure", "documents", "terms", "capacity"]},
        estimate_basis="estimate " * 30,
    )
    pdf = render_pdf(as_html(sheet_of(longest)))
    assert pdf.pages == 1
    assert "more, on the portal" in text_of(pdf.content)


def test_techniques_that_come_with_the_portal_are_printed_whole():
    call_command("load_guidance", verbosity=0)
    for technique in Technique.objects.with_uses():
        html = as_html(sheet_of(technique))
        assert "…" not in html, technique
        assert "more, on the portal" not in html, technique


def test_a_sweep_finds_what_waits_and_lets_earlier_files_go(technique):
    now = timezone.now()
    for hours, name in ((3, "old"), (2, "new"), (1, "waiting")):
        TechniqueSheet.objects.create(
            **{"technique": technique, "content_hash": name},
            **{"created_at": now - datetime.timedelta(hours=hours)},
            status="queued" if name == "waiting" else "ready",
        )
    sweep_sheets()
    kept = TechniqueSheet.objects.values_list("content_hash", flat=True)
    assert set(kept) == {"new", "waiting"}
