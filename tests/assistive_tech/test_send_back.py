from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:send_back", args=[study.slug])


def test_the_borough_reads_the_reason_and_can_change_it(moderator, at_lead, submitted):
    moderator.post(url_of(submitted), {"reason": "Say how long it ran."})
    page = at_lead.read(submitted.get_absolute_url())
    assert "Say how long it ran." in page
    assert "Change it" in page


def test_without_a_reason_it_is_asked_for(moderator, submitted):
    page = moderator.post(url_of(submitted), {"reason": " "}).content.decode()
    assert "Enter reason" in page
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
