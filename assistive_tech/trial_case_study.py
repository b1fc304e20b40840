"""What a finished trial says of itself, as the draft of a case study. Pure.

Only what the trial holds is taken over. No outcome is filled in: whoever knows the results writes
them, because a number that nobody measured must not stand in the library.
"""

from django.utils.text import slugify

from assistive_tech.vocabulary import SourceType, YesNoUnknown

FROM_TRIAL = "A trial run by London boroughs in this portal"


def case_study_of(trial, places: list, model):
    """An unsaved draft (`model`) for the borough that leads; `places` have their totals."""
    names = [place.borough.short_name for place in places if not place.left_at]
    levels = model.EvidenceLevel
    study = model(
        title=trial.title,
        borough=trial.lead,
        organisation=trial.lead.name,
        partners=", ".join(name for name in names if name != trial.lead.short_name)[:300],
        country="England",
        location="London",
        began=f"{trial.opened_at:%Y-%m}" if trial.opened_at else "",
        source_type=SourceType.EVALUATION,
        summary=trial.findings,
        need_addressed=trial.question,
        outcomes_sought=[trial.outcome],
        populations=[trial.population] if trial.population else [],
        technology_class=trial.technology_class,
        intervention=trial.intervention,
        design=trial.design,
        comparator=trial.comparator,
        baseline=YesNoUnknown.YES,
        enrolled=sum(place.recruited for place in places),
        completed=sum(place.completed for place in places),
        duration_weeks=trial.followup_weeks,
        measures=trial.measures,
        evaluation_method=trial.baseline_plan,
        evidence_level=trial.design if trial.design in levels.values else levels.UNKNOWN,
        dpia=YesNoUnknown.YES,
        contact_role=trial.contact_role,
        fact_basis=f"{FROM_TRIAL}, {trial.reference}",
        is_example=trial.is_example,
    )
    study.slug = slugify(f"{study.title[:100]}-{study.code}")
    return study
