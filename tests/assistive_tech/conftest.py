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
        what_failed="The batteries",
    )


@pytest.fixture
def submitted(draft):
    draft.submit(by=None)
    return draft


@pytest.fixture
def typed(camden):
    """What it takes to begin one."""
    return {
        "title": "Speakers in Camden homes",
        "borough": camden.gss,
        "technology_class": TechnologyClassFactory().pk,
    }


@pytest.fixture
def answers():
    """Complete answers of the section of results, with one outcome."""
    return {
        "started_from": "1",
        "what_failed": "The batteries of half of them",
        "outcomes-TOTAL_FORMS": "2",
        "outcomes-INITIAL_FORMS": "0",
        "outcomes-0-metric": "missed visits",
        "outcomes-0-value": "12",
        "outcomes-0-unit": "percent",
        "outcomes-0-direction": "decrease",
    }
