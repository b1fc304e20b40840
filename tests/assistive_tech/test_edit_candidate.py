"""What was noted of a candidate is changed while it waits, and by nobody over another's text."""

from django.urls import reverse

from tests.assistive_tech.evidence_factories import CandidateFactory
from tests.assistive_tech.test_candidates import typed
from tests.page_forms import forms_on


def edit_url(one) -> str:
    return reverse("assistive_tech:edit_candidate", args=[one.reference])


def test_what_was_noted_is_changed_while_it_waits(moderator):
    one = CandidateFactory(status="included")
    CandidateFactory(link=typed()["link"])
    assert "Change what was noted" in moderator.read(one.get_absolute_url())
    assert one.link in moderator.read(edit_url(one))
    page = moderator.post(edit_url(one), typed(started_from=1)).content.decode()
    assert "Here already" in page
    moderator.post(edit_url(one), typed(started_from=1, anyway="on"))
    one.refresh_from_db()
    assert (one.title, one.status, one.version) == ("Belt sensors in Leeds", "included", 2)
    assert one.link_key == "leeds.gov.uk/belts"
    page = moderator.post(
        edit_url(one), typed(started_from=2, search_string="belts"), follow=True
    ).content.decode()
    assert "Changed" in page
    assert "belts" in page


def test_the_form_is_sent_as_its_page_gives_it(moderator):
    one = CandidateFactory(title="As I saw it")
    [form] = forms_on(moderator.read(edit_url(one)), edit_url(one))
    answer = moderator.post(form.action, form.filled() | {"title": "As it is called"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.title == "As it is called"


def test_a_stale_change_shows_both_and_a_wrong_one_is_said(moderator):
    one = CandidateFactory(title="As I saw it")
    one.save_edit(by=None, started_from=1, values={"title": "As it stands", "link": one.link})
    answer = moderator.post(edit_url(one), typed(started_from=1))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else saved first" in page
    assert "As it stands" in page
    assert 'name="started_from" value="2"' in page
    page = moderator.post(edit_url(one), typed(started_from=2, title="")).content.decode()
    assert "Enter the title" in page
    one.refresh_from_db()
    assert one.title == "As it stands"


def test_what_is_decided_against_or_extracted_is_changed_no_more(moderator):
    for state in ({"status": "excluded", "excluded_because": "too_old"}, {"status": "extracted"}):
        one = CandidateFactory(**state)
        assert "Change what was noted" not in moderator.read(one.get_absolute_url())
        assert moderator.get(edit_url(one)).status_code == 409
