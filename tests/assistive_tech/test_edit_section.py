import re

import pytest
from django.urls import reverse

from tests.factories import CaseStudyFactory, TechnologyClassFactory


def url_of(study, section="results"):
    return reverse("assistive_tech:edit_section", args=[study.slug, section])


def test_a_save_is_kept_as_a_version_and_leads_to_the_next_section(at_lead, draft, answers):
    response = at_lead.post(url_of(draft), answers)
    assert response.url == url_of(draft, "money")
    draft.refresh_from_db()
    assert (draft.version, draft.what_failed) == (2, "The batteries of half of them")
    assert draft.history.first().history_user == at_lead.user
    [outcome] = draft.outcomes.all()
    assert (str(outcome), str(outcome.size)) == ("missed visits: 12 percent", "12.0000")


def test_each_question_says_what_it_asks(at_lead, draft):
    page = at_lead.read(url_of(draft))
    assert "If nothing failed, say how you know" in page
    assert "Choose all that apply" in at_lead.read(url_of(draft, "people"))


def test_it_opens_with_what_is_there_on_any_device(at_lead, draft, answers):
    at_lead.post(url_of(draft), answers)
    page = at_lead.read(url_of(draft))
    assert "The batteries of half of them" in page
    assert 'value="missed visits"' in page


def test_outcomes_are_replaced_by_their_own_section_only(at_lead, draft, answers):
    at_lead.post(url_of(draft), answers)
    at_lead.post(url_of(draft, "now"), {"started_from": "2", "now": "scaled"})
    assert draft.outcomes.count() == 1
    at_lead.post(url_of(draft), answers | {"started_from": "3", "outcomes-0-value": "15"})
    assert [outcome.value for outcome in draft.outcomes.all()] == ["15"]


@pytest.mark.parametrize(
    ("pressed", "query", "leads"),
    [
        ({"later": "1"}, "", "edit"),
        ({"another": "1"}, "", "edit/results"),
        ({}, "?next=check", "check"),
    ],
)
def test_where_saving_leads(at_lead, draft, answers, pressed, query, leads):
    response = at_lead.post(url_of(draft) + query, answers | pressed)
    assert response.url == f"/case-studies/{draft.slug}/{leads}"


def test_each_section_keeps_what_it_asks(at_lead, draft):
    given = {
        "identity": {
            "title": "New", "summary": "S", "source_type": "interview", "began": "2024-02",
        },
        "people": {"outcomes_sought": ["falls", "carers"], "populations": ["dementia"]},
        "intervention": {
            "technology_class": TechnologyClassFactory().pk, "connectivity": ["analogue"],
        },
        "study": {"design": "before_after", "baseline": "yes", "enrolled": "9", "completed": "8"},
        "money": {"cost_pence": "£12,500", "price_year": "2024", "savings_kind": "capacity"},
        "delivery": {"dpia": "yes", "barriers": "No signal\n\nNo plug"},
    }  # fmt: skip
    for number, (section, values) in enumerate(given.items(), start=1):
        at_lead.post(url_of(draft, section), {"started_from": number, **values})
    draft.refresh_from_db()
    assert draft.version == 7
    assert (draft.title, draft.level, draft.evidence_level) == ("New", 2, "before_after")
    assert (draft.outcomes_sought, draft.connectivity) == (["falls", "carers"], ["analogue"])
    assert (draft.cost_pence, draft.barriers) == (12_500_00, ["No signal", "No plug"])
    assert draft.answered == list(given)


def test_what_a_person_changes_is_no_longer_the_portals_reading(moderator):
    study = CaseStudyFactory(
        design="rct",
        comparator="usual_care",
        portal_reading=["design", "comparator", "evidence_level"],
        evidence_level="rct",
    )
    moderator.post(
        url_of(study, "study"),
        {"started_from": "1", "design": "before_after", "comparator": "usual_care"},
    )
    study.refresh_from_db()
    assert study.portal_reading == ["comparator"]
    assert study.evidence_level == "before_after"


def test_an_outcome_left_as_it_was_keeps_its_mark(moderator, answers):
    study = CaseStudyFactory()
    study.outcomes.create(metric="missed visits", outcome_area="", portal_reading=["kind"])
    moderator.post(url_of(study), answers)
    assert study.outcomes.get().portal_reading == ["kind"]


def test_the_later_of_two_saves_is_refused_and_shows_both(at_lead, moderator, draft, answers):
    at_lead.post(url_of(draft), answers)
    response = moderator.post(url_of(draft), answers | {"what_failed": "Mine instead"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The batteries of half of them" in page
    assert "Mine instead" in page
    draft.refresh_from_db()
    assert draft.what_failed == "The batteries of half of them"


def test_what_was_typed_while_it_was_submitted_is_not_lost(at_lead, submitted, answers):
    response = at_lead.post(url_of(submitted), answers | {"what_failed": "Too late"})
    assert response.status_code == 409
    assert "Too late" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.what_failed == "The batteries"


@pytest.mark.parametrize(
    ("section", "change", "message"),
    [
        ("identity", {"title": ""}, "Enter title"),
        ("identity", {"began": "2026-13"}, "like 2024 or 2024-07"),
        ("identity", {"began": "2025", "ended": "2024"}, "must be after it began"),
        ("identity", {"source_url": "javascript:alert(1)"}, "must be a web address"),
        ("identity", {"source_type": "rumour"}, "that answer is not on the list"),
        ("identity", {"summary": "a" * 4_001}, "must be 4,000 characters or less"),
        ("people", {"cohort_size": "many"}, "must be a number"),
        ("people", {"cohort_size": "99999999999"}, "2147483647 or less"),
        ("people", {"populations": ["martians"]}, "not on the list"),
        ("study", {"enrolled": "5", "completed": "6"}, "must not be more than began"),
        ("study", {"duration_weeks": "0"}, "1 or more"),
        ("money", {"cost_pence": "12.345"}, "The cost must be a number"),
        ("money", {"price_year": "1066"}, "1990 or more"),
        ("delivery", {"lessons": "a" * 501}, "Line 1 must be 500 characters or less"),
        ("results", {"outcomes-1-value": "5"}, "Outcome 2: Enter what was measured"),
        ("results", {"outcomes-0-interval_low": "x"}, "must be a number"),
        (
            "results",
            {"outcomes-0-interval_low": "5", "outcomes-0-interval_high": "4"},
            "must end above where it begins",
        ),
        ("results", {"outcomes-TOTAL_FORMS": "x"}, "ManagementForm"),
        ("now", {"contact_role": "nul\x00l"}, "Null characters are not allowed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_input_is_named_and_nothing_is_saved(at_lead, draft, answers, section, change, message):
    typed = {"title": "Kept", "technology_class": draft.technology_class_id}
    page = at_lead.post(url_of(draft, section), answers | typed | change).content.decode()
    assert "<title>Error: " in page
    assert message in page
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_text_that_seems_to_name_a_resident_is_asked_about_once(at_lead, draft, answers):
    named = answers | {"what_failed": "Mrs Smith of 12 Acacia Avenue fell"}
    page = at_lead.post(url_of(draft), named).content.decode()
    assert "“Mrs Smith” looks like a name" in page
    assert "“12 Acacia Avenue” looks like an address" in page
    draft.refresh_from_db()
    assert draft.version == 1
    ticked = re.search(r'name="checked" id="id_checked" value="(\w+)"', page)[1]
    other = named | {"what_failed": "Mr Jones fell", "checked": ticked}
    assert "“Mr Jones” looks like a name" in at_lead.post(url_of(draft), other).content.decode()
    at_lead.post(url_of(draft), named | {"checked": ticked})
    draft.refresh_from_db()
    assert draft.version == 2


def test_a_section_that_is_not_there(at_lead, draft):
    at_lead.read(url_of(draft, "colour"), status=404)


def test_an_officer_may_not(officer, draft):
    officer.read(url_of(draft), status=403)
