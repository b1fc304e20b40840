"""Appraisals: one drafted, and two handed in."""

import factory

from assistive_tech.models import Appraisal, Candidate, Interview
from tests.factories import (
    BoroughFactory,
    CaseStudyFactory,
    Factory,
    TechnologyClassFactory,
    UserFactory,
)


class AppraisalFactory(Factory):
    """A draft with every answer given: yes to all, level 2."""

    class Meta:
        model = Appraisal

    study = factory.SubFactory(CaseStudyFactory)
    scorer = factory.SubFactory(UserFactory)
    place = 1
    level = 2
    aim = participants = baseline = comparator = sample = "yes"
    measure = follow_up = independence = costs = harms = "yes"
    like_london = recent = connectable = "yes"


class CandidateFactory(Factory):
    class Meta:
        model = Candidate

    title = factory.Sequence(lambda n: f"Something found {n}")
    link = factory.Sequence(lambda n: f"https://www.example.org/found/{n}")


class InterviewFactory(Factory):
    class Meta:
        model = Interview

    borough = factory.SubFactory(BoroughFactory)
    lead = factory.SubFactory(UserFactory)


def interview_draft(membership, title="Belts in 20 homes"):
    """The draft of an interview with this lead, waiting for them to confirm it."""
    interview = InterviewFactory(borough=membership.borough, lead=membership.user)
    return interview.draft(by=None, title=title, technology_class=TechnologyClassFactory())


def two_appraisals(study=None, first=None, second=None, **changed):
    """Both handed in, by `first` and `second`; `changed` is what the second answers otherwise."""
    study = study or CaseStudyFactory()
    one = AppraisalFactory(study=study, **({"scorer": first} if first else {}))
    other = AppraisalFactory(study=study, place=2, **({"scorer": second} if second else {}))
    one.hand_in(by=one.scorer, values={})
    other.hand_in(by=other.scorer, values=changed)
    study.refresh_from_db()
    return study.reconciliations.get(current=True)
