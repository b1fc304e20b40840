from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:edit", args=[study.slug])


def changed(typed, study, **changes):
    return typed | {"started_from": str(study.version)} | changes


def test_a_save_is_kept_as_a_version_and_replaces_the_outcomes(at_lead, draft, typed):
    at_lead.post(url_of(draft), changed(typed, draft))
    at_lead.post(
        url_of(draft), changed(typed, draft, started_from="2", **{"outcomes-0-value": "15"})
    )
    draft.refresh_from_db()
    assert draft.version == 3
    assert draft.history.count() == 3
    assert draft.history.first().history_user == at_lead.user
    assert [outcome.value for outcome in draft.outcomes.all()] == ["15"]


def test_the_form_opens_with_what_is_there(at_lead, draft, typed):
    at_lead.post(url_of(draft), changed(typed, draft))
    page = at_lead.read(url_of(draft))
    assert 'value="12500"' in page
    assert "Poor signal\nNo plug" in page
    assert 'value="missed visits"' in page


def test_the_later_of_two_saves_is_refused_and_shows_both(at_lead, moderator, draft, typed):
    at_lead.post(url_of(draft), changed(typed, draft))
    response = moderator.post(url_of(draft), changed(typed, draft, title="Mine instead"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Speakers in Camden homes" in page
    assert 'value="Mine instead"' in page
    draft.refresh_from_db()
    assert draft.title == "Speakers in Camden homes"


def test_what_was_typed_while_it_was_submitted_is_not_lost(at_lead, submitted, typed):
    response = at_lead.post(url_of(submitted), changed(typed, submitted, title="Too late"))
    assert response.status_code == 409
    assert 'value="Too late"' in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.title == "Speakers in Camden"


def test_the_at_lead_learns_why_it_cannot_be_changed_now(at_lead, submitted):
    assert "while it is a draft" in at_lead.read(url_of(submitted), status=403)


def test_another_boroughs_draft_looks_missing(other_officer, draft):
    other_officer.read(url_of(draft), status=404)
