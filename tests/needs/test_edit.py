"""Editing a published need: live at once, kept, and never over somebody else's words."""

import re

import pytest
from django.urls import reverse

from tests.factories import NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(camden, officer):
    return NeedFactory(
        borough=camden,
        published=True,
        owner=officer.user,
        problem="The old system fails every Monday morning.",
        reviewed_version=1,
    )


def url(need, step="problem"):
    return reverse("needs:edit_step", args=[need.reference, step])


def version_on(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page).group(1)


def test_change_is_live_kept_and_shown_in_the_story(officer, other_officer, need):
    version = version_on(officer.read(url(need)))
    officer.post(
        url(need), {"version": version, "problem": "The old system fails every single day."}
    )
    page = other_officer.read(need.get_absolute_url())
    assert "every single day" in page
    assert "Changed" in page
    history = officer.read(reverse("needs:history", args=[need.reference]))
    assert "<del>" in history
    assert "Monday" in history


def test_old_versions_are_not_for_other_boroughs(other_officer, moderator, need):
    other_officer.read(reverse("needs:history", args=[need.reference]), status=403)
    moderator.read(reverse("needs:history", args=[need.reference]))


def test_later_save_is_refused_and_shows_both_texts(officer, colleague, need):
    version = version_on(officer.read(url(need)))
    colleague.post(
        url(need), {"version": version, "problem": "The old system fails every Tuesday evening."}
    )
    mine = "The old system fails every Monday and loses our data."
    response = officer.post(url(need), {"version": version, "problem": mine})
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{colleague.user.name} changed this need just now" in page
    assert "every Tuesday evening." in page
    assert mine in page
    assert "<ins>" in page
    need.refresh_from_db()
    assert need.problem == "The old system fails every Tuesday evening."
    again = officer.post(url(need), {"version": version_on(page), "problem": mine})
    assert again.status_code == 302
    need.refresh_from_db()
    assert need.problem == mine


def test_own_other_tab_is_refused_too(officer, need):
    first, second = "Text written in the first tab.", "Text written in the second tab."
    officer.post(url(need), {"version": 1, "problem": first})
    assert officer.post(url(need), {"version": 1, "problem": second}).status_code == 409


def test_same_answers_sent_twice_are_saved_once(officer, need):
    data = {"version": 1, "problem": "The same words sent by a double click."}
    for _ in range(2):
        assert officer.post(url(need), data).status_code == 302
    need.refresh_from_db()
    assert need.version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "0"])
def test_unknown_version_overwrites_nothing(officer, need, version):
    response = officer.post(
        url(need), {"version": version, "problem": "Words that nobody may lose."}
    )
    assert response.status_code == 409
    assert "Words that nobody may lose." in response.content.decode()
    need.refresh_from_db()
    assert need.version == 1


def test_line_ends_of_the_browser_change_nothing(officer, need):
    need.problem = "First line of it\nand a second"
    need.save()
    officer.post(url(need), {"version": 1, "problem": "First line of it\r\nand a second"})
    need.refresh_from_db()
    assert need.version == 1


def test_opening_to_suppliers_goes_back_to_review(officer, other_officer, need):
    officer.post(url(need, "visibility"), {"version": 1, "visibility": "public"})
    need.refresh_from_db()
    assert (need.status, need.visibility) == ("submitted", "public")
    other_officer.read(need.get_absolute_url(), status=404)


def test_narrowing_who_sees_it_is_live(officer, other_officer, need):
    officer.post(url(need, "visibility"), {"version": 1, "visibility": "sealed"})
    need.refresh_from_db()
    assert need.status == "published"
    other_officer.read(need.get_absolute_url(), status=404)


def test_other_boroughs_cannot_edit(other_officer, need):
    other_officer.read(url(need), status=403)
    response = other_officer.post(url(need), {"version": 1, "problem": "Not my need at all."})
    assert response.status_code == 403


def test_closed_need_is_past_editing(officer, camden):
    closed = NeedFactory(borough=camden, published=True, status="closed", close_outcome="dropped")
    officer.read(url(closed), status=409)
