from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:accept", args=[study.slug])


def test_a_moderator_accepts_and_everybody_reads_it(moderator, anonymous, submitted):
    assert "Put it in the library" in moderator.read(submitted.get_absolute_url())
    moderator.post(url_of(submitted), {"seen": submitted.version})
    assert "Speakers in Camden" in anonymous.read(submitted.get_absolute_url())
    assert "Speakers in Camden" in anonymous.read(reverse("assistive_tech:index"))


def test_nobody_accepts_what_they_changed(moderator, submitted):
    submitted.save_edit(by=moderator.user, started_from=submitted.version, outcomes=[])
    response = moderator.post(url_of(submitted), {"seen": submitted.version})
    assert response.status_code == 403
    assert "Any other LOTI moderator can" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_nobody_accepts_what_they_submitted(moderator, draft):
    draft.submit(by=moderator.user)
    assert moderator.post(url_of(draft), {"seen": draft.version}).status_code == 403


def test_a_text_that_changed_since_it_was_read_is_not_accepted(moderator, submitted):
    page = moderator.post(url_of(submitted), {"seen": "0"}, follow=True).content.decode()
    assert "The text changed after you opened it" in page
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_a_draft_cannot_be_accepted(moderator, draft):
    assert moderator.post(url_of(draft), {"seen": draft.version}).status_code == 409
