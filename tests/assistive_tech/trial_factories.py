import datetime

import factory
from django.utils import timezone

from assistive_tech.models import Trial
from assistive_tech.models.trial_place import TrialBorough
from tests.factories import Factory, TechnologyClassFactory

DESIGN = {
    "intervention": "A wrist alarm and a response team",
    "design": "rct",
    "comparator": "usual_care",
}
READY = DESIGN | {
    "measures": ["ons4"],
    "baseline_plan": "At the first visit, before the alarm is fitted",
    "followup_weeks": 26,
    "target": 160,
    "stop_rules": "Two serious falls that the alarm missed",
}
PAPERS = {
    "agreement_version": "version 2",
    "agreement_on": datetime.date(2026, 3, 1),
    "dpia_reference": "DPIA 2026-14",
    "dpia_on": datetime.date(2026, 3, 2),
}


class TrialFactory(Factory):
    class Meta:
        model = Trial

    title = factory.Sequence(lambda n: f"Wrist alarms against falls {n}")
    question = "Do fewer people fall in six months?"
    technology_class = factory.SubFactory(TechnologyClassFactory)
    outcome = "falls"

    class Params:
        designed = factory.Trait(status="designed", **DESIGN)
        ready = factory.Trait(status="ready", **READY)
        recruiting = factory.Trait(
            status="recruiting", opened_at=factory.LazyFunction(timezone.now), **READY
        )
        analysing = factory.Trait(
            status="analysing", opened_at=factory.LazyFunction(timezone.now), **READY
        )


class TrialBoroughFactory(Factory):
    class Meta:
        model = TrialBorough

    trial = factory.SubFactory(TrialFactory)

    class Params:
        papers = factory.Trait(**PAPERS)


def trial_of(borough, *others, papers=True, **choices) -> Trial:
    """A trial that the borough leads and the others joined."""
    trial = TrialFactory(lead=borough, **choices)
    for each in (borough, *others):
        TrialBoroughFactory(trial=trial, borough=each, papers=papers)
    return trial
