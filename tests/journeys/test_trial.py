"""Journey: an empty cell of the gap map becomes a trial, and the trial a case study."""

from datetime import date

import pytest

from tests.factories import TechnologyClassFactory


@pytest.fixture
def falls(transactional_db):
    return TechnologyClassFactory()


def propose(here):
    here.open("/evidence-gaps?outcome=falls&technology=falls-detection")
    here.reads("No study here looks at falls with falls detection.")
    here.follow("Propose a trial")
    here.fill("Title", "Belt sensors against falls")
    here.fill("Question", "Do fewer people fall in six months?")
    here.press("Propose it")
    here.reads("The trial is proposed")


def write_design(here):
    here.press("Settle the design")
    here.reads("Not yet: something is missing")
    here.follow("What is put in place")
    here.fill("What is put in place", "A belt sensor and a response team")
    here.page.get_by_label("Design", exact=True).select_option("Randomised trial")
    here.page.get_by_label("Compared with", exact=True).select_option("People with usual care")
    here.press("Save")
    here.press("Settle the design")
    here.reads("The design is settled")


def pass_the_gate(here):
    here.press("Mark it as ready")
    here.reads("Not yet: something is missing")
    here.reads("Camden: the data protection impact assessment")
    here.follow("How the baseline is taken")
    here.choose("ONS4 personal wellbeing")
    here.fill("How the baseline is taken", "At the first visit, before anything is fitted")
    here.fill("Weeks until it is measured again", "26")
    here.fill("Target number of people", "160")
    here.fill("When you would stop early", "Two serious falls that the sensor missed")
    here.press("Save")
    here.follow("Papers")
    here.fill("Version of the agreement with people who take part", "version 2")
    here.fill_date("Agreed in your borough on", date(2026, 3, 1))
    here.fill("Reference of the data protection impact assessment", "DPIA 2026-14")
    here.fill_date("Assessment signed off on", date(2026, 3, 2))
    here.press("Save")
    here.press("Mark it as ready")
    here.reads("The trial is ready")


def run(here):
    here.press("Open it to people")
    here.reads("everybody can see it now")
    here.follow("Totals")
    here.fill("People who began in this month", "40")
    here.fill("People measured for the last time in this month", "38")
    here.press("Save")
    here.reads("40 began, 38 measured to the end")
    here.press("Close recruiting and run it")
    here.press("Begin the analysis")
    here.reads("The trial is being analysed")


def test_from_an_empty_cell_to_a_drafted_case_study(browse, at_lead, falls):
    here = browse(at_lead)
    propose(here)
    write_design(here)
    pass_the_gate(here)
    run(here)
    here.press("Report it and draft the case study")
    here.reads("What was found, whichever way it went")
    here.follow("What was found, whichever")
    here.fill("What was found", "As many people fell as before.")
    here.press("Save")
    trial = here.path
    here.press("Report it and draft the case study")
    here.reads("Belt sensors against falls")
    here.reads("Draft")
    here.reads("As many people fell as before.")
    stranger = browse()
    stranger.open(trial)
    stranger.reads("Two serious falls that the sensor missed")
    stranger.reads("Its case study is being written.")
