from assistive_tech.moderation import waiting
from tests.factories import CaseStudyFactory


def test_what_was_submitted_waits_with_its_time(moderator, submitted):
    moderator.user.second_factor_used = True
    [item] = waiting(moderator.user)
    assert item["title"] == "Speakers in Camden"
    assert item["url"] == submitted.get_absolute_url()
    assert item["since"] == submitted.events.get(verb="submit").at


def test_nothing_waits_for_others(officer):
    CaseStudyFactory(status="submitted")
    assert waiting(officer.user) == []
