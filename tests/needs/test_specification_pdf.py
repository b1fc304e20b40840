"""The file: ordered, made once, visible while it is made and when it fails."""

import datetime

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from needs import specification_files, tasks
from needs.models import Need, SpecificationPdf
from procurement_portal.lib import pdf_files
from procurement_portal.lib.pdf import Pdf, PdfRefused, PdfUnavailable, render_pdf
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(camden):
    need = factories.NeedFactory(borough=camden, published=True, public=True)
    factories.NeedTermsFactory(need=need, current_supplier="Acme Ltd")
    return need


@pytest.fixture
def page(need):
    return reverse("needs:specification", args=[need.reference])


@pytest.fixture
def file_url(need):
    return reverse("needs:specification_pdf", args=[need.reference])


@pytest.fixture
def made(monkeypatch):
    """Counts the documents really laid out."""
    count = []

    def counting(html):
        count.append(html)
        return render_pdf(html)

    monkeypatch.setattr(pdf_files, "render_pdf", counting)
    return count


def failing(monkeypatch, error):
    def fail(html):
        raise error

    monkeypatch.setattr(pdf_files, "render_pdf", fail)


def work():
    call_command("render_specifications")


def test_a_pdf_is_ordered_made_and_taken_away(officer, need, page, file_url):
    assert "Make the PDF" in officer.read(page)
    assert "Making the PDF" in officer.post(page, follow=True).content.decode()
    work()
    assert "Download the PDF" in officer.read(page)
    response = officer.get(file_url)
    assert response.content.startswith(b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{need.reference}-specification-v1.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_one_content_is_laid_out_once(officer, colleague, page, file_url, made):
    for visitor in (officer, colleague, officer):
        visitor.post(page)
        work()
        assert visitor.get(file_url).status_code == 200
    assert len(made) == 1


def test_a_change_makes_a_new_file_and_keeps_the_old(officer, need, page, file_url, made):
    officer.post(page)
    work()
    need.problem = "Another"
    need.save()
    assert officer.get(file_url).status_code == 302
    assert "Make the PDF" in officer.read(page)
    officer.post(page)
    work()
    assert (len(made), SpecificationPdf.objects.count()) == (2, 2)


def test_an_unchanged_file_is_not_sent_again(officer, page, file_url):
    officer.post(page)
    work()
    etag = officer.get(file_url)["ETag"]
    again = officer.get(file_url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_the_public_gets_its_own_file_without_commercial_details(anonymous, officer, page, made):
    officer.post(page)
    anonymous.post(page)
    work()
    assert sorted("Acme Ltd" in html for html in made) == [False, True]
    assert "Acme Ltd" not in anonymous.read(page)
    assert "Acme Ltd" in officer.read(page)


def test_reading_orders_nothing(officer, page, file_url):
    for _ in range(2):
        officer.get(page)
        assert officer.get(file_url).url == page
    assert not SpecificationPdf.objects.exists()


def test_who_may_not_see_the_need_gets_no_file(
    officer, other_officer, anonymous, need, page, file_url
):
    officer.post(page)
    work()
    Need.objects.filter(pk=need.pk).update(visibility="sealed")
    for visitor in (other_officer, anonymous):
        assert visitor.get(page).status_code == visitor.get(file_url).status_code == 404
        assert visitor.post(page).status_code == 404
    assert officer.get(page).status_code == 200


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PdfUnavailable(), "PDF is unavailable. Print this page instead"),
        (PdfRefused("The text is too long to print"), "The text is too long to print"),
        (SoftTimeLimitExceeded(), "It took too long. Print this page instead"),
    ],
    ids=["no pango", "too long", "too slow"],
)
def test_a_failure_is_said_and_can_be_tried_again(error, words, officer, page, monkeypatch):
    with monkeypatch.context() as broken:
        failing(broken, error)
        officer.post(page)
        work()
    read = officer.read(page)
    assert words in read
    assert "Try again" in read
    officer.post(page)
    work()
    assert "Download the PDF" in officer.read(page)


def test_two_workers_make_one(officer, page, made):
    officer.post(page)
    (pk,) = specification_files.waiting()
    assert [tasks.render_specification(pk), len(made)] == [None, 1]
    assert specification_files.render(pk) is False
    assert len(made) == 1


def test_a_need_changed_while_waiting_is_not_printed_under_the_old_hash(officer, need, page):
    officer.post(page)
    need.problem = "Another"
    need.save()
    work()
    assert SpecificationPdf.objects.get().failure == "The need changed while it was waiting"


def test_a_dead_worker_is_given_up_after_three_attempts(officer, page, made, monkeypatch):
    with freeze_time(timezone.now()) as clock:
        officer.post(page)
        for _ in range(3):
            file = SpecificationPdf.objects.get()
            file.move("render", by=None, started_at=timezone.now())
            clock.tick(datetime.timedelta(minutes=4))
            tasks.sweep_specifications()
    file = SpecificationPdf.objects.get()
    assert (file.status, file.failure) == ("failed", "We tried several times and could not finish")
    assert made == []


def test_a_slow_worker_cannot_finish_what_another_began_again(officer, page):
    officer.post(page)
    slow = SpecificationPdf.objects.get()
    slow.move("render", by=None, started_at=timezone.now() - datetime.timedelta(minutes=5))
    specification_files.recover_lost()
    quick = SpecificationPdf.objects.get()
    quick.move("render", by=None, started_at=timezone.now())
    with pytest.raises(Exception, match="not possible"):
        slow.finish(content=b"old", pages=1)
    quick.finish(content=b"new", pages=1)
    assert bytes(SpecificationPdf.objects.get().content) == b"new"


def test_an_order_made_while_the_queue_was_away_is_swept_up(
    officer, page, monkeypatch, django_capture_on_commit_callbacks
):
    queued = []
    officer.post(page)
    monkeypatch.setattr(tasks.render_specification, "delay", queued.append)
    later = timezone.now() + datetime.timedelta(minutes=2)
    with freeze_time(later), django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_specifications()
    assert queued == [SpecificationPdf.objects.get().pk]


def test_ordering_starts_the_task(officer, page, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr(tasks.render_specification, "delay", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(page)
        officer.post(page)
    assert queued == [SpecificationPdf.objects.get().pk] * 2


def test_the_page_asks_the_same_few_questions_with_a_big_file(
    officer, page, need, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(pdf_files, "render_pdf", lambda html: Pdf(b"x" * 1_000_000, 9))
    officer.post(page)
    work()
    with django_assert_max_num_queries(12) as queries:
        assert "9 pages" in officer.read(page)
    assert not any('"content"' in q["sql"] for q in queries.captured_queries)
