"""A draft of Camden's, and a complete form for one."""

import pytest

from tests.factories import CaseStudyFactory, TechnologyClassFactory


@pytest.fixture
def draft(camden):
    return CaseStudyFactory(
        borough=camden,
        draft=True,
        title="Speakers in Camden",
        need_addressed="Missed tablets",
        intervention="Speakers in 20 homes",
        evaluation_method="Counted visits",
    )


@pytest.fixture
def submitted(draft):
    draft.submit(by=None)
    return draft


@pytest.fixture
def typed(camden):
    return {
        "started_from": "0",
        "title": "Speakers in Camden homes",
        "borough": camden.gss,
        "organisation": "Camden Council",
        "location": "Camden",
        "began": "2025-02",
        "ended": "2026",
        "need_addressed": "Missed tablets",
        "care_setting": "own_home",
        "cohort_size": "20",
        "technology_class": TechnologyClassFactory().pk,
        "product": "",
        "intervention": "Speakers in 20 homes",
        "evaluation_method": "Counted visits",
        "evidence_level": "pilot_report",
        "cost_pence": "£12,500",
        "cost_note": "",
        "barriers": "Poor signal\n\nNo plug",
        "lessons": "Ask first",
        "source_title": "",
        "source_url": "",
        "outcomes-TOTAL_FORMS": "3",
        "outcomes-INITIAL_FORMS": "0",
        "outcomes-0-metric": "missed visits",
        "outcomes-0-value": "12",
        "outcomes-0-unit": "percent",
        "outcomes-0-direction": "decrease",
    }
