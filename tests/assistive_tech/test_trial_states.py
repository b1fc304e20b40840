"""Trials go on only where their gates let them, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assistive_tech.models import Trial, TrialBorough, TrialMonth
from assistive_tech.trial_gates import GateNotPassed
from procurement_portal.lib.workflow import MoveNotPossible, StaleEdit
from tests.assistive_tech.trial_factories import DESIGN, PAPERS, READY, TrialFactory, trial_of

MONTH = datetime.date(2026, 4, 1)


@pytest.fixture
def by(at_lead):
    return at_lead.user


def lacking(trial, by) -> list[str]:
    with pytest.raises(GateNotPassed) as gate:
        trial.take_next_step(by=by)
    return [f"{m.place.borough.short_name}: {m.field}" if m.place else m.field
            for m in gate.value.missing]  # fmt: skip


def test_a_proposal_makes_its_borough_the_first_to_join(camden, by):
    trial = TrialFactory.build(technology_class__slug="falls-detection")
    trial.technology_class.save()
    trial.propose(by=by, borough=camden)
    trial.refresh_from_db()
    assert trial.lead == camden
    assert [place.joined_by for place in trial.places.all()] == [by]
    assert [event.verb for event in trial.events.all()] == ["propose", "join"]


def test_the_design_has_to_be_there_to_be_settled(camden, by):
    assert lacking(trial_of(camden), by) == list(DESIGN)


def test_without_a_borough_nobody_leads(by):
    assert lacking(TrialFactory(**DESIGN), by) == ["lead"]


def test_ready_needs_baseline_and_every_boroughs_papers(camden, brent, by):
    trial = trial_of(camden, brent, papers=False, designed=True)
    asked = [name for name in READY if name not in DESIGN]
    papers = ["agreement_version", "dpia_reference"]
    both = [f"{b.short_name}: {p}" for b in (camden, brent) for p in papers]
    assert lacking(trial, by) == asked + both
    Trial.objects.filter(pk=trial.pk).update(**READY)
    trial.places.get(borough=camden).record_papers(by=by, **PAPERS)
    assert lacking(trial, by) == both[2:]
    trial.places.get(borough=brent).record_papers(by=by, **PAPERS)
    trial.take_next_step(by=by)
    assert trial.status == "ready"


def test_a_borough_that_joins_late_holds_recruiting_up(camden, brent, by):
    trial = trial_of(camden, ready=True)
    trial.join(brent, by=by)
    assert lacking(trial, by) == ["Brent: agreement_version", "Brent: dpia_reference"]


def test_from_ready_to_reported(camden, brent, by):
    trial = trial_of(camden, brent, ready=True)
    trial.take_next_step(by=by)
    assert trial.opened_at
    first, second = trial.places.all()
    first.record_month(by=by, month=MONTH, recruited=30, completed=0)
    second.record_month(by=by, month=MONTH, recruited=12, completed=11)
    for status in ("running", "analysing"):
        trial = Trial.objects.get(pk=trial.pk)
        trial.take_next_step(by=by)
        assert trial.status == status
    assert lacking(trial, by) == ["findings"]
    trial.save_edit(by=by, started_from=1, values={"findings": "Fewer fell"})
    trial.take_next_step(by=by)
    assert [e.verb for e in trial.events.all()][-3:] == ["analyse", "edit", "report"]


def test_a_report_counts_people(camden, by):
    trial = trial_of(camden, analysing=True, findings="Nothing")
    assert lacking(trial, by) == ["counts"]


def test_two_who_press_at_once_move_it_once(camden, by):
    trial = trial_of(camden, ready=True)
    other = Trial.objects.get(pk=trial.pk)
    trial.recruit(by=by)
    with pytest.raises(MoveNotPossible):
        other.recruit(by=by)


@pytest.mark.parametrize("status", ["proposed", "designed", "ready", "recruiting", "analysing"])
def test_stopped_from_anywhere_with_its_reason(camden, by, status):
    trial = trial_of(camden, status=status, **READY)
    trial.stop(by=by, reason="Nobody joined")
    assert (trial.status, trial.events.last().reason) == ("stopped", "Nobody joined")
    with pytest.raises(MoveNotPossible):
        trial.stop(by=by, reason="Again")


def test_a_reported_trial_cannot_be_stopped(camden, by):
    with pytest.raises(MoveNotPossible):
        trial_of(camden, status="reported", findings="x", **READY).stop(by=by, reason="Late")


def test_the_lead_passes_on_when_it_leaves(camden, brent, by):
    trial = trial_of(camden, brent)
    trial.leave(trial.places.get(borough=camden), by=by, reason="No staff")
    trial.refresh_from_db()
    assert trial.lead == brent
    trial.leave(trial.places.get(), by=by, reason="No staff")
    trial.refresh_from_db()
    assert trial.lead is None


def test_joining_twice_is_joining_once(camden, by):
    trial = trial_of(camden)
    trial.join(camden, by=by)
    assert trial.places.count() == 1
    assert trial.events.count() == 0


def test_who_leads_does_not_leave_once_people_join_and_later_nobody_does(camden, brent, by):
    trial = trial_of(camden, brent, recruiting=True)
    with pytest.raises(MoveNotPossible):
        trial.leave(trial.places.get(borough=camden), by=by, reason="No staff")
    trial.run(by=by)
    with pytest.raises(MoveNotPossible):
        trial.leave(trial.places.get(borough=brent), by=by, reason="No staff")


def test_who_left_is_counted_but_records_no_more_and_is_no_partner(camden, brent, by):
    trial = trial_of(camden, brent, recruiting=True, findings="Fewer fell")
    place = trial.places.get(borough=brent)
    place.record_month(by=by, month=MONTH, recruited=5, completed=0)
    trial.leave(place, by=by, reason="No staff")
    with pytest.raises(MoveNotPossible):
        place.record_month(by=by, month=MONTH, recruited=6, completed=0)
    with pytest.raises(MoveNotPossible):
        place.record_papers(by=by, **PAPERS)
    for verb in ("run", "analyse", "report"):
        getattr(trial, verb)(by=by)
    study = Trial.objects.get().case_study
    assert (study.enrolled, study.partners) == (5, "")


def test_no_totals_without_papers(camden, by):
    place = trial_of(camden, recruiting=True, papers=False).places.get()
    with pytest.raises(GateNotPassed):
        place.record_month(by=by, month=MONTH, recruited=1, completed=0)


def test_totals_are_put_right_and_never_end_above_those_who_began(camden, by):
    place = trial_of(camden, recruiting=True).places.get()
    place.record_month(by=by, month=MONTH, recruited=10, completed=0)
    place.record_month(by=by, month=MONTH, recruited=8, completed=3)
    with pytest.raises(ValueError, match="more people"):
        place.record_month(by=by, month=datetime.date(2026, 5, 1), recruited=0, completed=6)
    found = TrialBorough.objects.with_totals().get()
    assert (found.recruited, found.completed) == (8, 3)


def test_an_edit_of_an_older_text_is_refused(camden, by):
    trial = trial_of(camden)
    other = Trial.objects.get(pk=trial.pk)
    trial.save_edit(by=by, started_from=1, values={"title": "Mine"})
    with pytest.raises(StaleEdit):
        other.save_edit(by=by, started_from=1, values={"title": "Theirs"})


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "designed"},
        {"status": "designed", **DESIGN, "intervention": ""},
        {"status": "ready", **READY, "baseline_plan": ""},
        {"status": "recruiting", **READY, "stop_rules": ""},
        {"status": "running", **READY, "measures": []},
        {"status": "ready", **READY, "target": None},
        {"status": "reported", **READY},
        {"usual_percent": 0, "hoped_percent": 10},
    ],
    ids=", ".join,
)
@pytest.mark.django_db
def test_the_database_holds_the_gates_too(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialFactory(**broken)


@pytest.mark.parametrize("half", ["agreement_version", "agreement_on", "dpia_reference", "dpia_on"])
def test_the_database_wants_each_paper_with_its_date(camden, half):
    place = trial_of(camden, papers=False).places.get()
    setattr(place, half, PAPERS[half])
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_the_database_wants_a_month_by_its_first_day(camden):
    place = trial_of(camden).places.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialMonth.objects.create(place=place, month=datetime.date(2026, 4, 2))


def test_the_case_study_holds_what_the_trial_holds_and_no_result(camden, brent, by):
    trial = trial_of(camden, brent, analysing=True, findings="Fewer fell", population="dementia")
    trial.places.first().record_month(by=by, month=MONTH, recruited=30, completed=20)
    trial.report(by=by)
    study = Trial.objects.get().case_study
    assert study.trial == trial
    assert (study.status, study.borough, study.partners) == ("draft", camden, "Brent")
    assert (study.summary, study.need_addressed) == ("Fewer fell", trial.question)
    assert (study.design, study.evidence_level, study.level) == ("rct", "rct", 3)
    assert (study.enrolled, study.completed, study.populations) == (30, 20, ["dementia"])
    assert trial.reference in study.fact_basis
    assert not study.outcomes.exists()
    assert study.written_by(by)


def test_boroughs_stand_in_the_order_in_which_they_joined(camden, brent):
    trial = trial_of(camden, brent)
    first = trial.places.get(borough=camden)
    first.save()  # a row written again comes last where nothing sorts
    assert [place.borough for place in trial.with_totals()] == [camden, brent]
    trial.places.filter(pk=first.pk).update(joined_at=timezone.now())
    assert [place.borough for place in trial.with_totals()] == [brent, camden]
