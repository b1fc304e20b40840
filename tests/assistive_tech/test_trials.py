"""The pages of trials: who sees what, what is asked, what is refused and how."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assistive_tech.models import Trial
from assistive_tech.trial_forms import DesignForm
from assistive_tech.trial_rows import months_since, power_note
from tests.assistive_tech.factories import BarrierFactory
from tests.assistive_tech.trial_factories import DESIGN, READY, TrialFactory, trial_of
from tests.counting import queries
from tests.factories import CaseStudyFactory, MembershipFactory, TechnologyClassFactory
from tests.visitors import visitor

LIST, NEW = reverse("assistive_tech:trials"), reverse("assistive_tech:propose_trial")
PROPOSAL = {
    "title": "Wrist alarms",
    "question": "Do fewer people fall?",
    "technology_class": "falls-detection",
    "outcome": "carers",
    "population": "",
}


@pytest.fixture
def brent_lead(brent):
    return visitor(MembershipFactory(borough=brent, lead=True).user)


def page_of(trial, name: str, **about) -> str:
    kwargs = {"reference": trial.reference, **about}
    return reverse(f"assistive_tech:{name}", kwargs=kwargs)


def next_step(who, trial, seen=""):
    return who.post(page_of(trial, "advance_trial"), {"seen": seen or trial.status})


def month_key() -> str:
    return f"{timezone.localdate():%Y-%m}"


def test_an_empty_cell_begins_a_proposal(at_lead, anonymous, camden):
    TechnologyClassFactory()
    gaps = reverse("assistive_tech:gaps")
    assert "Propose a trial" not in anonymous.read(gaps)
    page = at_lead.read(gaps, data={"outcome": "carers", "population": "dementia"})
    href = re.search(rf'href="({NEW}\?[^"]+)"', page).group(1).replace("&amp;", "&")
    form = at_lead.read(href)
    for chosen in ("falls-detection", "carers", "dementia", camden.gss):
        assert f'<option value="{chosen}" selected' in form
    assert at_lead.post(NEW, PROPOSAL | {"borough": camden.gss}).status_code == 302
    trial = Trial.objects.get()
    assert (trial.lead, trial.outcome, trial.status) == (camden, "carers", "proposed")


def test_a_weak_cell_begins_one_too_and_a_strong_one_does_not(at_lead):
    about = {"outcomes_sought": ["falls"]}
    CaseStudyFactory(design="before_after", **about)
    gaps = reverse("assistive_tech:gaps")
    only = {"technology": "falls-detection", "outcome": "falls"}
    assert NEW in at_lead.read(gaps, data=only)
    matrix = at_lead.read(reverse("assistive_tech:gap_matrix"))
    assert "propose a trial of unpaid carers’ strain with falls detection" in matrix
    CaseStudyFactory(design="rct", **about)
    assert "Not a gap" in at_lead.read(gaps, data=only)


def test_a_moderator_proposes_for_nobody(moderator):
    TechnologyClassFactory()
    moderator.post(NEW, PROPOSAL)
    assert Trial.objects.get().lead is None
    assert "The first that joins leads" in moderator.read(Trial.objects.get().get_absolute_url())


def test_nobody_commits_another_borough(at_lead, brent):
    TechnologyClassFactory()
    response = at_lead.post(NEW, PROPOSAL | {"borough": brent.gss})
    assert "There is a problem" in response.content.decode()
    assert not Trial.objects.exists()


@pytest.mark.parametrize("name", ["title", "question", "technology_class", "outcome"])
def test_what_a_proposal_lacks_is_said_at_the_field(at_lead, camden, name):
    TechnologyClassFactory()
    sent = PROPOSAL | {"borough": camden.gss, name: ""}
    page = at_lead.post(NEW, sent).content.decode()
    assert f'href="#id_{name}"' in page


def test_the_public_sees_what_recruits_and_its_design_when_reported(anonymous, officer, camden):
    trial = trial_of(camden, ready=True)
    anonymous.read(trial.get_absolute_url(), status=404)
    assert trial.title not in anonymous.read(LIST)
    assert trial.title in officer.read(LIST)
    trial.recruit(by=None)
    trial.places.get().record_month(
        by=None, month=timezone.localdate().replace(day=1), recruited=3, completed=0
    )
    page = anonymous.read(trial.get_absolute_url())
    assert trial.title in anonymous.read(LIST)
    assert "fewer than 5 began" in page
    for hidden in (READY["intervention"], READY["stop_rules"], "What happened", "160"):
        assert hidden not in page
        assert hidden in officer.read(trial.get_absolute_url())
    Trial.objects.update(status="reported", findings="Fewer fell")
    page = anonymous.read(trial.get_absolute_url())
    assert READY["intervention"] in page
    assert "Fewer fell" in page


def test_a_gate_that_refuses_lists_what_is_missing_with_its_fields(at_lead, camden):
    trial = trial_of(camden, papers=False, designed=True)
    response = next_step(at_lead, trial)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Not yet: something is missing" in page
    for field in ("measures_0", "baseline_plan", "target", "stop_rules"):
        assert f'href="{page_of(trial, "edit_trial")}#id_{field}"' in page
        assert f'id="id_{field}"' in at_lead.read(page_of(trial, "edit_trial"))
    papers = page_of(trial, "trial_papers", slug="camden")
    assert f'href="{papers}#id_dpia_reference"' in page


def test_the_step_is_from_the_state_that_was_seen(at_lead, camden):
    trial = trial_of(camden, ready=True)
    assert next_step(at_lead, trial, seen="designed").status_code == 409
    assert next_step(at_lead, trial).status_code == 302
    assert next_step(at_lead, trial, seen="ready").status_code == 409


def test_another_boroughs_lead_joins_and_records_only_its_own(at_lead, brent_lead, brent, camden):
    trial = trial_of(camden, designed=True)
    assert "Join this trial" in brent_lead.read(trial.get_absolute_url())
    brent_lead.post(page_of(trial, "join_trial"), {"borough": brent.gss})
    assert "Join this trial" not in brent_lead.read(trial.get_absolute_url())
    assert next_step(brent_lead, trial).status_code == 403
    brent_lead.read(page_of(trial, "trial_papers", slug="camden"), status=403)
    at_lead.read(page_of(trial, "trial_papers", slug="brent"), status=403)
    at_lead.read(page_of(trial, "trial_papers", slug="nowhere"), status=404)
    leave = page_of(trial, "trial_leave", slug="brent")
    assert "Enter" in brent_lead.post(leave, {"reason": ""}).content.decode()
    assert brent_lead.post(leave, {"reason": "No staff"}).status_code == 302
    assert trial.places.count() == 1


def test_a_borough_leaves_while_people_join_and_what_it_counted_stays(
    at_lead, brent_lead, officer, camden, brent
):
    trial = trial_of(camden, brent, recruiting=True)
    sent = {"month": month_key(), "recruited": "7", "completed": "0"}
    brent_lead.post(page_of(trial, "trial_month", slug="brent"), sent)
    leave = page_of(trial, "trial_leave", slug="brent")
    assert leave in brent_lead.read(trial.get_absolute_url())
    assert "stays in the totals" in brent_lead.read(leave)
    brent_lead.post(leave, {"reason": "Nobody to fit alarms"})
    page = officer.read(trial.get_absolute_url())
    for text in ("(left on ", "7 began", "Brent: Nobody to fit alarms", "Borough left"):
        assert text in page
    for name in ("trial_leave", "trial_month", "trial_papers"):
        brent_lead.read(page_of(trial, name, slug="brent"), status=409)
    assert "Join this trial" in brent_lead.read(trial.get_absolute_url())
    brent_lead.post(page_of(trial, "join_trial"), {"borough": brent.gss})
    assert "(left on " not in officer.read(trial.get_absolute_url())


def test_who_leads_stops_it_instead(at_lead, camden, brent):
    trial = trial_of(camden, brent, recruiting=True)
    leave = page_of(trial, "trial_leave", slug="camden")
    assert leave not in at_lead.read(trial.get_absolute_url())
    assert "It can stop the trial" in at_lead.read(leave, status=403)


def test_papers_come_with_their_dates(at_lead, camden):
    trial = trial_of(camden, papers=False)
    url = page_of(trial, "trial_papers", slug="camden")
    page = at_lead.post(url, {"agreement_version": "2", "dpia_on_year": "2099"}).content.decode()
    assert "Enter the date as well" in page
    day = {"agreement_on_day": "1", "agreement_on_month": "3", "agreement_on_year": "2026"}
    assert at_lead.post(url, {"agreement_version": "2", **day}).status_code == 302
    later = day | {"agreement_on_year": "2099"}
    page = at_lead.post(url, {"agreement_version": "2", **later}).content.decode()
    assert "must be today or in the past" in page
    assert trial.places.get().agreement_version == "2"


def test_papers_stay_once_the_trial_is_ready(at_lead, camden):
    trial = trial_of(camden, ready=True)
    page = at_lead.post(page_of(trial, "trial_papers", slug="camden"), {}).content.decode()
    assert "cannot be taken away" in page


def test_totals_by_month(at_lead, camden):
    trial = trial_of(camden, recruiting=True)
    url = page_of(trial, "trial_month", slug="camden")
    sent = {"month": month_key(), "recruited": "10", "completed": "0"}
    assert at_lead.post(url, sent).status_code == 302
    assert ": 10 began, 0 finished" in at_lead.read(url)
    page = at_lead.post(url, sent | {"completed": "11"}).content.decode()
    assert "More people would have finished than began" in page
    assert "10 began" in at_lead.read(trial.get_absolute_url())


def test_totals_wait_for_papers(at_lead, camden):
    trial = trial_of(camden, recruiting=True, papers=False)
    sent = {"month": month_key(), "recruited": "1", "completed": "0"}
    page = at_lead.post(page_of(trial, "trial_month", slug="camden"), sent).content.decode()
    assert "First record the agreement with those who take part" in page


def typed(trial, **changes) -> dict:
    return {
        "started_from": str(trial.version),
        "title": trial.title,
        "question": trial.question,
        **DESIGN,
        "measures": ["ons4"],
        "baseline_plan": "First visit",
        "followup_weeks": "26",
        "loss_percent": "20",
        "target": "200",
        "stop_rules": "Harm",
        "compares": "shares",
        "usual_percent": "30",
        "hoped_percent": "15",
    } | changes


def test_the_design_is_asked_part_by_part(at_lead, camden):
    form = DesignForm()
    asked = [field.name for part in form.parts for field in part["fields"]]
    assert sorted(asked) == sorted(field.name for field in form.visible_fields())
    page = at_lead.read(page_of(trial_of(camden), "edit_trial"))
    assert 'href="#part-3"' in page
    assert page.count('name="started_from"') == 1


def test_the_design_is_saved_with_its_power_note(at_lead, camden):
    trial = trial_of(camden)
    assert at_lead.post(page_of(trial, "edit_trial"), typed(trial)).status_code == 302
    page = at_lead.read(trial.get_absolute_url())
    assert "121 people in each of two groups" in page
    assert "The target of 200 is lower" in page
    assert "ONS4 personal wellbeing" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"usual_percent": "0"}, "usual_percent"),
        ({"hoped_percent": "30"}, "hoped_percent"),
        ({"loss_percent": "95"}, "loss_percent"),
        ({"difference": "-1"}, "difference"),
        ({"spread": "0"}, "spread"),
        ({"baseline_plan": "x" * 4001}, "baseline_plan"),
        ({"intervention": ""}, "intervention"),
        ({"stop_rules": ""}, "stop_rules"),
        ({"target": "many"}, "target"),
        (
            {f"planned_{name}_{part}": "1" for name in ("start",) for part in ("day", "month")}
            | {"planned_start_year": "2027", "planned_end_day": "1", "planned_end_month": "1"}
            | {"planned_end_year": "2026"},
            "planned_end_day",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_at_the_field(at_lead, camden, changes, field):
    trial = trial_of(camden, ready=True)
    response = at_lead.post(page_of(trial, "edit_trial"), typed(trial, **changes))
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()


def test_a_text_that_may_name_a_resident_is_saved_with_a_warning(at_lead, camden):
    trial = trial_of(camden)
    sent = typed(trial, stop_rules="If Mrs Jones falls again")
    at_lead.post(page_of(trial, "edit_trial"), sent)
    page = at_lead.read(trial.get_absolute_url())
    assert "“Mrs Jones” looks like a name" in page
    assert "If Mrs Jones falls again" in page


def test_a_stale_edit_shows_both(at_lead, camden):
    trial = trial_of(camden)
    at_lead.post(page_of(trial, "edit_trial"), typed(trial, title="First"))
    response = at_lead.post(page_of(trial, "edit_trial"), typed(trial, title="Second"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved first" in page
    assert 'value="Second"' in page


def test_the_design_stands_once_people_take_part(at_lead, camden):
    trial = trial_of(camden, analysing=True)
    page = at_lead.read(page_of(trial, "edit_trial"))
    assert "What was found" in page
    assert "stop_rules" not in page


def test_stopping_wants_a_reason_and_says_it(at_lead, officer, camden):
    trial = trial_of(camden)
    url = page_of(trial, "stop_trial")
    assert "Enter" in at_lead.post(url, {"reason": ""}).content.decode()
    assert at_lead.post(url, {"reason": "No money"}).status_code == 302
    page = officer.read(trial.get_absolute_url())
    assert "Why it was stopped" in page
    assert "No money" in page
    for name in ("stop_trial", "edit_trial"):
        at_lead.read(page_of(trial, name), status=409)


def test_reporting_drafts_the_case_study_with_links_both_ways(at_lead, anonymous, camden):
    trial = trial_of(camden, analysing=True, findings="Fewer fell")
    barrier = BarrierFactory(validated=True)
    barrier.trial_links.create(trial=trial)
    trial.places.get().record_month(
        by=None, month=timezone.localdate().replace(day=1), recruited=9, completed=9
    )
    response = next_step(at_lead, trial)
    study = Trial.objects.get().case_study
    assert response.headers["Location"] == study.get_absolute_url()
    assert trial.get_absolute_url() in at_lead.read(study.get_absolute_url())
    assert barrier.title in at_lead.read(study.get_absolute_url())
    assert study.get_absolute_url() in at_lead.read(trial.get_absolute_url())
    page = anonymous.read(trial.get_absolute_url())
    assert "Its case study is being written" in page
    assert study.get_absolute_url() not in page


def test_months_go_back_to_when_people_could_join():
    opened = timezone.now().replace(year=2025, month=11, day=20)
    found = months_since(opened, opened.date().replace(year=2026, month=1, day=3))
    assert [f"{month:%Y-%m-%d}" for month in found] == ["2026-01-01", "2025-12-01", "2025-11-01"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, ""),
        ({"compares": "shares", "usual_percent": 30}, ""),
        ({"compares": "shares", "usual_percent": 30, "hoped_percent": 30}, ""),
        ({"compares": "means", "difference": 5, "spread": 10}, "64 people in each"),
    ],
    ids=["nothing", "half", "none", "means"],
)
def test_the_power_note_needs_its_numbers(numbers, said):
    note = power_note(TrialFactory.build(technology_class=None, **numbers))
    assert said in note
    assert bool(said) == bool(note)


def test_queries_of_the_list_and_a_trial_do_not_grow(officer, camden, brent):
    trial = trial_of(camden)
    few = queries(officer, LIST), queries(officer, trial.get_absolute_url())
    for _ in range(3):
        trial_of(camden, brent)
    trial.join(brent, by=None)
    assert (queries(officer, LIST), queries(officer, trial.get_absolute_url())) == few


def test_the_list_pages(officer, anonymous, camden):
    assert "no trial to see yet" in anonymous.read(LIST)
    for _ in range(21):
        trial_of(camden)
    assert 'href="?page=2"' in officer.read(LIST)
    assert 'href="?page=1"' in officer.read(LIST, data={"page": "2"})
