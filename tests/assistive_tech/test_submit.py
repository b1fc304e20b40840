from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:submit", args=[study.slug])


def test_the_at_lead_hands_it_to_loti(at_lead, draft):
    page = at_lead.post(url_of(draft), follow=True).content.decode()
    assert "A LOTI moderator reviews it" in page
    assert "Waiting for review" in page


def test_what_failed_and_what_a_reviewer_needs_are_asked_first(at_lead, draft):
    draft.evaluation_method = draft.what_failed = ""
    draft.save()
    page = at_lead.post(url_of(draft), follow=True).content.decode()
    assert "There is a problem" in page
    assert "Enter how it was evaluated" in page
    assert "Enter what failed, or how you know that nothing did" in page
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_twice_is_too_late_the_second_time(at_lead, submitted):
    response = at_lead.post(url_of(submitted))
    assert response.status_code == 409
    assert "waiting for review" in response.content.decode()


def test_an_officer_may_not(officer, draft):
    assert officer.post(url_of(draft)).status_code == 403
