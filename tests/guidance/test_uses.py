"""What a technique really took: logged by members, shown as a median in place of the estimate."""

import pytest
from django.urls import reverse

from guidance.models import TechniqueUse
from members.export import everything_about
from tests.counting import queries
from tests.factories import TechniqueFactory
from tests.guidance.factories import TechniqueUseFactory

ESTIMATE = "3 to 5 officer-days (estimate)"


@pytest.fixture
def technique(db):
    return TechniqueFactory(
        name="Webinar", slug="webinar", days_low=3, days_high=5, weeks_low=4, weeks_high=4
    )


def log(visitor, technique, **answers):
    answers = {"days": "4.5", "weeks": "3"} | answers
    return visitor.post(reverse("guidance:log_use", args=[technique.slug]), answers)


def press(visitor, use, verb):
    return visitor.post(reverse(f"guidance:{verb}_use", args=[use.technique.slug, use.pk]))


def test_an_estimate_stays_until_three_uses_are_logged(anonymous, technique):
    for days in (2, 9):
        TechniqueUseFactory(technique=technique, days=days, weeks=6)
    assert ESTIMATE in anonymous.read(technique.get_absolute_url())
    TechniqueUseFactory(technique=technique, days=4, weeks=2)
    page = anonymous.read(technique.get_absolute_url())
    assert ESTIMATE not in page
    assert "4 officer-days, from 3 logged uses (estimate 3 to 5)" in page
    assert "6 weeks, from 3 logged uses (estimate 4)" in page


def test_list_and_filters_go_by_what_was_logged(anonymous, technique):
    TechniqueUseFactory.create_batch(3, technique=technique, days=12, weeks=1)
    url = reverse("guidance:techniques")
    assert "12 officer-days, from 3 logged uses" in anonymous.read(url)
    assert "Webinar" in anonymous.read(url, data={"days": "20"})
    assert "Webinar" not in anonymous.read(url, data={"days": "10"})
    assert "Webinar" in anonymous.read(url, data={"weeks": "2"})


def test_a_member_logs_a_use_for_their_own_borough(officer, camden, technique):
    page = officer.read(reverse("guidance:log_use", args=[technique.slug]))
    assert f'value="{camden.pk}" selected' in page
    assert log(officer, technique, borough=camden.pk).status_code == 302
    use = TechniqueUse.objects.get()
    assert (use.borough, use.by, use.days) == (camden, officer.user, 4.5)
    page = officer.read(technique.get_absolute_url())
    assert f"<b>{camden.short_name}</b>" in page
    assert "2 more uses have to be logged" in page


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"days": "0"}, "The number of officer-days must be 0.1 or more"),
        ({"days": "501"}, "The number of officer-days must be 500 or less"),
        ({"days": "NaN"}, "must be a number, like 12"),
        ({"weeks": ""}, "Enter the number of weeks"),
        ({"weeks": "9e99"}, "The number of weeks is too large"),
        ({"weeks": "1.55"}, "The number of weeks must have 1 digit after the point or less"),
        ({"borough": "E09000099"}, "that answer is not on the list"),
    ],
)
def test_bad_input_is_named_and_nothing_is_logged(officer, camden, technique, answers, message):
    page = log(officer, technique, **({"borough": camden.pk} | answers)).content.decode()
    assert "There is a problem" in page
    assert message in page
    assert not TechniqueUse.objects.exists()


def test_nobody_logs_for_another_borough(officer, brent, technique):
    assert "not on the list" in log(officer, technique, borough=brent.pk).content.decode()


def test_which_borough_did_what_is_for_members(anonymous, other_officer, camden, technique):
    TechniqueUseFactory(technique=technique, borough=camden)
    assert camden.short_name in other_officer.read(technique.get_absolute_url())
    page = anonymous.read(technique.get_absolute_url())
    assert "Logged uses" not in page
    assert f"<b>{camden.short_name}" not in page


def test_the_writer_takes_an_entry_out_and_puts_it_back(officer, other_officer, camden, technique):
    use = TechniqueUseFactory(technique=technique, borough=camden, by=officer.user)
    assert press(other_officer, use, "take_out").status_code == 403
    press(officer, use, "take_out")
    assert "Taken out" in officer.read(technique.get_absolute_url())
    assert f"<b>{camden.short_name}" not in other_officer.read(technique.get_absolute_url())
    press(officer, use, "put_back")
    use.refresh_from_db()
    assert (use.removed_at, use.removed_by) == (None, None)


def test_what_a_moderator_takes_out_counts_no_more_and_its_writer_cannot_put_it_back(
    officer, moderator, anonymous, technique
):
    uses = TechniqueUseFactory.create_batch(3, technique=technique, by=officer.user)
    press(moderator, uses[0], "take_out")
    press(officer, uses[0], "take_out")
    assert ESTIMATE in anonymous.read(technique.get_absolute_url())
    assert press(officer, uses[0], "put_back").status_code == 403
    assert press(moderator, uses[0], "put_back").status_code == 302
    assert "from 3 logged uses" in anonymous.read(technique.get_absolute_url())


def test_a_use_is_addressed_under_its_own_technique(moderator, technique):
    use = TechniqueUseFactory(technique=technique)
    other = TechniqueFactory()
    url = reverse("guidance:take_out_use", args=[other.slug, use.pk])
    assert moderator.post(url).status_code == 404


def test_an_export_names_the_entries_a_person_wrote(officer, technique):
    use = TechniqueUseFactory(technique=technique, by=officer.user)
    named = everything_about(officer.user)["where you are named"]
    assert {"technique use"} == {row["record"] for row in named if row["reference"] == use.pk}


def test_queries_do_not_grow_with_the_uses(officer, technique):
    url = technique.get_absolute_url()
    TechniqueUseFactory(technique=technique)
    before = queries(officer, url)
    TechniqueUseFactory.create_batch(6, technique=technique)
    assert queries(officer, url) == before
