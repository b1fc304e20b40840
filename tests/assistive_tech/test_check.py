from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:check", args=[study.slug])


def test_every_answer_stands_with_a_link_to_change_it(at_lead, draft):
    draft.outcomes.create(metric="calls", value="12", unit="percent", direction="decrease")
    page = at_lead.read(url_of(draft))
    assert "The batteries" in page
    assert "Calls: 12%, went down" in page
    assert f"/case-studies/{draft.slug}/edit/results?next=check" in page
    assert "Submit for review" in page


def test_it_says_what_is_still_needed(at_lead, draft):
    draft.what_failed = ""
    draft.save()
    page = at_lead.read(url_of(draft))
    assert "Before you can submit it:" in page
    assert "Enter what failed, or how you know that nothing did" in page
    assert "There is a problem" not in page


def test_a_moderator_correcting_one_in_the_library_is_not_asked_to_submit(moderator, draft):
    draft.submit(by=None)
    draft.accept(by=None)
    assert "Submit for review" not in moderator.read(url_of(draft))


def test_another_boroughs_draft_looks_missing(other_officer, draft):
    other_officer.read(url_of(draft), status=404)
