"""What a search found: added, held against what is there, decided, undone, and made a draft."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assistive_tech.models import Candidate, CaseStudy
from tests.assistive_tech.evidence_factories import CandidateFactory
from tests.counting import queries
from tests.factories import CaseStudyFactory, TechnologyClassFactory

QUEUE = reverse("assistive_tech:candidates")
NEW = reverse("assistive_tech:new_candidate")
IMPORT = reverse("assistive_tech:import_candidates")
DECIDE = reverse("assistive_tech:decide_candidates")
DAY = {"found_on_day": "3", "found_on_month": "11", "found_on_year": "2026"}


def typed(**changed) -> dict:
    return {
        "title": "Belt sensors in Leeds",
        "link": "https://www.leeds.gov.uk/belts",
        "search_string": "falls AND sensor",
        **DAY,
    } | changed


def lines(moderator, text, **options):
    return moderator.post(IMPORT, {"lines": text}, **options).content.decode()


def test_one_is_added_and_waits(moderator):
    page = moderator.post(NEW, typed(), follow=True).content.decode()
    assert "Belt sensors in Leeds" in page
    one = Candidate.objects.get()
    assert (one.status, one.added_by, one.search_string) == (
        "candidate", moderator.user, "falls AND sensor",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"link": "leeds"}, "The link must be a web address"),
        ({"found_on_month": "13"}, "There is a problem"),
        ({"summary": "x" * 4_001}, "Summary must be 4,000 characters or less"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(moderator, wrong, said):
    page = moderator.post(NEW, typed(**wrong)).content.decode()
    assert said in page
    assert "falls AND sensor" in page
    assert not Candidate.objects.exists()


def test_the_same_link_is_the_same_for_certain(moderator):
    study = CaseStudyFactory(source_url="http://leeds.gov.uk/belts/?utm_source=x#top")
    page = moderator.post(NEW, typed()).content.decode()
    assert "Here already" in page
    assert study.get_absolute_url() in page
    assert "the same link" in page
    moderator.post(NEW, typed(anyway="on"))
    assert Candidate.objects.count() == 1


def test_a_like_title_is_perhaps_the_same(moderator):
    CaseStudyFactory(title="Acoustic night monitoring in six Dorset care homes")
    CaseStudyFactory(title="Robot pets in MHA homes")
    page = moderator.post(
        NEW, typed(title="Night-time acoustic monitoring, six care homes in Dorset")
    ).content.decode()
    assert "Perhaps the same" in page
    assert "% alike" in page
    assert "Robot pets" not in page


def test_the_title_of_a_source_is_compared_too(moderator):
    CaseStudyFactory(title="Lamps at Hartland House", source_title="Care home deploys AI lamps")
    found = typed(title="A new thing", source_title="AI lamps deployed in a care home")
    assert "Lamps at Hartland House" in moderator.post(NEW, found).content.decode()


def test_what_is_called_otherwise_and_tells_the_same_is_perhaps_the_same(moderator):
    CaseStudyFactory(title="Wrist alarms", summary="Sensors on belts counted falls in 40 homes.")
    CandidateFactory(title="Doors", summary="Doors that open by telephone for carers at night.")
    told = typed(title="A new thing", summary="In 40 homes, sensors on belts counted each fall.")
    page = moderator.post(NEW, told).content.decode()
    assert "Wrist alarms" in page
    assert "summaries" in page
    assert "Doors" not in page


def test_the_queue_marks_what_is_like_something(moderator):
    CandidateFactory(title="Falls belts in Leeds homes")
    CandidateFactory(title="Falls belts in the homes of Leeds")
    page = moderator.read(QUEUE)
    assert page.count("Perhaps the same") == 2


def test_many_are_pasted(moderator):
    lines(moderator, "One | https://a.example/1\n\nTwo\thttps://a.example/2\tA report\tGood\n")
    assert [one.title for one in Candidate.objects.all()] == ["One", "Two"]
    assert Candidate.objects.last().source_title == "A report"


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("Two | nowhere", "Line 2, link: must be a web address"),
        (" | https://a.example/2", "Line 2, title: must not be empty"),
        ("Two | https://A.example/1/", "Line 2, link: this link is on line 1 too"),
        ("Two | https://b.example/here", "Line 2, link: this link is in the queue already"),
        ("x" * 201 + " | https://a.example/2", "Line 2, title: must be 200 characters or less"),
    ],
)
def test_one_faulty_line_and_nothing_is_added(moderator, second, said):
    CandidateFactory(link="https://b.example/here")
    page = lines(moderator, f"One | https://a.example/1\n{second}")
    assert said in page
    assert "One | https://a.example/1" in page
    assert Candidate.objects.count() == 1


def upload(moderator, text: str) -> str:
    from_file = io.BytesIO(text.encode())
    from_file.name = "found.csv"
    return moderator.post(IMPORT, {"file": from_file}, follow=True).content.decode()


def test_many_come_from_a_spreadsheet(moderator):
    text = "Found\nTitle,URL,Date found,Query\nOne,https://a.example/1,29/11/2026,falls\n"
    assert "Added 1 candidate" in upload(moderator, text)
    one = Candidate.objects.get()
    assert (str(one.found_on), one.search_string) == ("2026-11-29", "falls")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title,Link\nOne,nowhere\n", "Row 2, column B (Link): must be a web address"),
        ("Title,Link,Date\nOne,https://a.example,soon\n", "Row 2, column C (Found on): must be"),
        ("Title\nOne\n", "The file has no column called Link"),
        ("Title,Link\n", "There is nothing in it to add"),
        ("\x00\x01", "The file must be CSV or XLSX"),
    ],
)
def test_a_faulty_cell_is_named_by_row_and_column(moderator, text, said):
    assert said in upload(moderator, text)
    assert not Candidate.objects.exists()


def test_a_link_that_grows_when_written_out_is_kept(moderator):
    lines(moderator, f"One | https://a.example/?q={'é' * 400}")
    assert Candidate.objects.count() == 1


def test_nothing_but_references_is_put_back(moderator):
    assert "Undo" not in moderator.read(QUEUE, data={"decided": "\x00,x,CAND-ZZZZZZZ"})


def test_either_a_file_or_lines(moderator):
    assert "Choose a spreadsheet, or paste lines" in lines(moderator, " ")


def test_several_are_left_out_with_one_reason_and_that_is_undone(moderator):
    two = [CandidateFactory(), CandidateFactory()]
    data = {"chosen": [one.reference for one in two], "verb": "exclude", "because": "no_result"}
    page = moderator.post(DECIDE, data, follow=True).content.decode()
    assert "2 candidates excluded" in page
    assert "Undo" in page
    assert set(Candidate.objects.values_list("status", "excluded_because")) == {
        ("excluded", "no_result")
    }
    moderator.post(DECIDE, {"chosen": data["chosen"], "verb": "reopen"})
    assert set(Candidate.objects.values_list("status", "excluded_because")) == {("candidate", "")}
    assert [event.verb for event in two[0].events.all()] == ["exclude", "reopen"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"verb": "exclude"}, "Select why it is left out"),
        ({"verb": "exclude", "because": "other"}, "Enter the other reason"),
        ({"verb": "include", "chosen": []}, "Tick at least one candidate"),
        ({"verb": "include", "chosen": ["CAND-ZZZZZZZ"]}, "one of them is not here"),
    ],
)
def test_nothing_is_decided_without_what_it_takes(moderator, given, said):
    one = CandidateFactory()
    page = moderator.post(DECIDE, {"chosen": [one.reference]} | given).content.decode()
    assert said in page
    one.refresh_from_db()
    assert one.status == "candidate"


def test_all_are_decided_or_none(moderator):
    one, done = CandidateFactory(), CandidateFactory(status="included")
    data = {"chosen": [one.reference, done.reference], "verb": "include"}
    assert moderator.post(DECIDE, data).status_code == 409
    one.refresh_from_db()
    assert one.status == "candidate"


def test_included_it_becomes_a_draft_with_its_source(moderator):
    one = CandidateFactory(title="Belts", summary="Helped", source_title="A report")
    moderator.post(DECIDE, {"chosen": [one.reference], "verb": "include"})
    url = reverse("assistive_tech:extract_candidate", args=[one.reference])
    kind = TechnologyClassFactory()
    page = moderator.post(url, {"title": "Belts", "technology_class": kind.pk}, follow=True)
    assert "Belts" in page.content.decode()
    study = CaseStudy.objects.get()
    assert (study.status, study.summary, study.source_url) == ("draft", "Helped", one.link)
    assert study.written_by(moderator.user)
    one.refresh_from_db()
    assert (one.status, one.case_study) == ("extracted", study)
    assert moderator.post(url, {"title": "Belts", "technology_class": kind.pk}).status_code == 409
    assert "It became" in moderator.read(one.get_absolute_url())


def test_a_kind_has_to_be_chosen(moderator):
    one = CandidateFactory(status="included")
    url = reverse("assistive_tech:extract_candidate", args=[one.reference])
    assert "Select kind of technology" in moderator.post(url, {"title": "x"}).content.decode()


def test_nobody_else_sees_any_of_it(anonymous, at_lead, other_officer, moderator):
    one = CandidateFactory(title="Zqxfound")
    for reader in (at_lead, other_officer):
        assert not Candidate.objects.visible_to(reader.user).exists()
        assert reader.get(one.get_absolute_url()).status_code == 403
    for reader in (anonymous, at_lead, other_officer):
        for name in ("index", "export", "feed"):
            assert "Zqxfound" not in reader.read(reverse(f"assistive_tech:{name}"))
    assert "Zqxfound" in moderator.read(QUEUE)


def test_the_database_wants_a_reason(moderator):
    for wrong in (
        {"status": "excluded"},
        {"excluded_because": "too_old"},
        {"status": "excluded", "excluded_because": "other"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CandidateFactory(**wrong)


def test_queries_do_not_grow_with_the_queue(moderator):
    CandidateFactory()
    few = queries(moderator, QUEUE)
    for _ in range(5):
        CandidateFactory()
        CaseStudyFactory()
    assert queries(moderator, QUEUE) == few
