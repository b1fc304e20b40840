"""Checking answers and submitting: what is missing, what may be stumbled over, what comes next."""

import pytest
from django.urls import reverse

from needs import matching
from needs.journey import ORDER
from needs.models import Need, NeedTerms
from tests.factories import NeedFactory
from tests.outages import queue_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(camden, officer):
    need = NeedFactory(borough=camden, owner=officer.user, answered=list(ORDER))
    NeedTerms.objects.create(need=need, current_supplier="Hillside Software")
    return need


def url(name, need):
    return reverse(f"needs:{name}", args=[need.reference])


def test_answers_are_shown_with_links_that_come_back(officer, draft):
    page = officer.read(url("post_check", draft))
    assert draft.problem in page
    change = reverse("needs:post_step", args=[draft.reference, "problem"]) + "?next=check"
    assert change in page
    response = officer.post(
        change, {"version": draft.version, "problem": "The supplier stops in March 2028."}
    )
    assert response.headers["Location"] == url("post_check", draft)


def test_missing_answers_are_named_and_nothing_is_submitted(officer, camden):
    draft = NeedFactory(borough=camden, problem="", capability=None)
    response = officer.post(url("submit", draft))
    page = response.content.decode()
    assert "<title>Error: " in page
    for message in (
        "Select what kind of need it is",
        "Enter why you need it",
        "Select who can see this need",
    ):
        assert message in page
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_names_and_prices_are_pointed_out_and_may_be_kept(officer, draft):
    draft.problem = "J. Smith says Hillside Software charges us £450,000 for licences."
    draft.save()
    page = officer.read(url("post_check", draft))
    assert "Remove “J. Smith” from “Why you need it”" in page
    assert "looks like a supplier’s price" in page
    assert "names your supplier, Hillside Software" in page
    assert officer.post(url("submit", draft)).status_code == 302


def test_submitted_need_has_a_reference_and_a_next_step(officer, draft):
    response = officer.post(url("submit", draft), follow=True)
    page = response.content.decode()
    assert draft.reference in page
    assert "within 2 working days" in page
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert draft.submitted_by == officer.user
    assert draft.events.get().verb == "submit"


def test_overlaps_found_meanwhile_are_on_the_confirmation(officer, draft, brent):
    theirs = NeedFactory(
        borough=brent, published=True, title=draft.title, capability=draft.capability
    )
    matching.rematch(theirs)
    officer.post(url("submit", draft))
    matching.rematch(Need.objects.get(pk=draft.pk))
    page = officer.read(url("post_submitted", draft))
    assert theirs.get_absolute_url() in page


def test_matching_that_takes_longer_is_announced(officer, draft):
    page = officer.post(url("submit", draft), follow=True).content.decode()
    assert "We are still comparing it" in page


def test_second_submission_comes_too_late(officer, draft):
    officer.post(url("submit", draft))
    response = officer.post(url("submit", draft))
    assert response.status_code == 409
    assert officer.user.name in response.content.decode()


def test_colleague_may_submit_and_other_boroughs_cannot_even_see(colleague, other_officer, draft):
    assert other_officer.post(url("submit", draft)).status_code == 404
    assert colleague.post(url("submit", draft)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_queue_away_loses_nothing_and_the_sweeper_finds_the_overlaps(officer, draft, brent, caplog):
    theirs = NeedFactory(
        borough=brent, published=True, title=draft.title, capability=draft.capability
    )
    matching.rematch(theirs)
    with queue_away():
        page = officer.post(url("submit", draft), follow=True).content.decode()
    assert "left to the sweeper: needs.tasks.matching.match_need" in caplog.text
    assert "We are still comparing it" in page
    draft.refresh_from_db()
    assert draft.status == "submitted"
    matching.match_waiting()
    assert theirs.get_absolute_url() in officer.read(url("post_submitted", draft))
