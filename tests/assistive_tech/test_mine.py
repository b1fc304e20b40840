from django.urls import reverse

from tests.factories import CaseStudyFactory

URL = reverse("assistive_tech:mine")


def test_shows_the_boroughs_own_in_every_state(officer, draft, brent):
    CaseStudyFactory(title="Brent’s own", borough=brent)
    page = officer.read(URL)
    assert "Speakers in Camden" in page
    assert "Brent’s own" not in page


def test_the_at_lead_is_offered_the_form_and_others_are_told_who_writes(at_lead, officer):
    assert "Write a case study" in at_lead.read(URL)
    assert "assistive technology lead can write one" in officer.read(URL)


def test_the_library_leads_to_it_for_members_of_a_borough(officer, anonymous):
    library = reverse("assistive_tech:index")
    assert URL in officer.read(library)
    assert URL not in anonymous.read(library)
