from django.urls import reverse


def url_of(study):
    return reverse("assistive_tech:edit", args=[study.slug])


def section(study, slug):
    return reverse("assistive_tech:edit_section", args=[study.slug, slug])


def test_each_section_says_how_far_it_is(at_lead, draft):
    page = at_lead.read(url_of(draft))
    assert "0 of 8 sections completed" in page
    at_lead.post(section(draft, "now"), {"started_from": "1", "now": "stopped"})
    page = at_lead.read(url_of(draft))
    assert "1 of 8 sections completed" in page
    assert section(draft, "identity") in page


def test_a_section_without_what_is_needed_is_in_progress(at_lead, draft):
    at_lead.post(
        section(draft, "results"),
        {"started_from": "1", "outcomes-TOTAL_FORMS": "0", "outcomes-INITIAL_FORMS": "0"},
    )
    assert "In progress" in at_lead.read(url_of(draft))


def test_what_was_said_when_it_was_sent_back_stands_above(at_lead, submitted):
    submitted.send_back(by=None, reason="Say how you counted")
    assert "Say how you counted" in at_lead.read(url_of(submitted))


def test_the_at_lead_learns_why_it_cannot_be_changed_now(at_lead, submitted):
    assert "while it is a draft" in at_lead.read(url_of(submitted), status=403)


def test_another_boroughs_draft_looks_missing(other_officer, draft):
    other_officer.read(url_of(draft), status=404)
