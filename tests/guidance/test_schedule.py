import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from guidance.forms import ScheduleForm
from guidance.models import GuideVersion
from guidance.tasks import publish_due_guides
from procurement_portal.lib.formatting import format_uk_date
from tests.factories import GuideVersionFactory, UserFactory, days

WHEN = {"day_day": "29", "day_month": "3", "day_year": "2027", "time": "09:30"}


@pytest.fixture
def version(guide):
    return GuideVersionFactory(guide=guide, number=2, in_review=True, title="In due time")


@pytest.fixture
def scheduled(guide):
    return GuideVersionFactory(guide=guide, number=2, scheduled=True, title="In due time")


def url_of(version, name="schedule"):
    return reverse(f"guidance:{name}", args=[version.guide.slug, version.number])


def in_days(count):
    day = days(count)
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year, "time": "09:30"}


def test_another_moderator_sets_the_day_and_hour_of_london(moderator, anonymous, guide, version):
    page = moderator.post(url_of(version), in_days(9) | {"seen": version.version}, follow=True)
    words = f"To be published on {format_uk_date(days(9))}, 9:30am"
    assert words in page.content.decode()
    version.refresh_from_db()
    assert version.scheduled_by == moderator.user
    assert "In due time" not in anonymous.read(guide.get_absolute_url())
    assert f"To be published on <b>{format_uk_date(days(9))}, 9:30am" in moderator.read(
        url_of(version, "review")
    )


@freeze_time("2027-03-01 12:00")
def test_the_clock_is_that_of_london():
    form = ScheduleForm(WHEN | {"seen": 1})
    assert form.is_valid()
    assert form.cleaned_data["publish_at"].astimezone(datetime.UTC).hour == 8


@pytest.mark.parametrize("verb", ["edit", "submit"])
def test_who_changed_or_submitted_it_cannot(moderator, version, verb):
    version.events.create(verb=verb, from_status="draft", to_status="draft", by=moderator.user)
    assert moderator.post(url_of(version), in_days(9) | {"seen": 1}).status_code == 403


@freeze_time("2027-03-01 12:00")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"day_year": "2026"}, "must be in the future"),
        ({"day_year": "2031"}, "within a year"),
        ({"day_day": ""}, "must include a day"),
        ({"time": "half nine"}, "on the 24-hour clock, like 09:30"),
        ({"time": ""}, "Enter a time, like 09:30"),
        ({"day_day": "28", "time": "01:30"}, "The clocks change at that time"),
    ],
)
def test_a_time_that_will_not_do_is_named(change, message):
    form = ScheduleForm(WHEN | {"seen": 1} | change)
    assert message in str(form.errors)


def test_a_refused_time_moves_nothing_and_keeps_what_was_typed(moderator, version):
    page = moderator.post(url_of(version), in_days(-1) | {"seen": 1}).content.decode()
    assert "must be in the future" in page
    assert 'value="09:30"' in page
    version.refresh_from_db()
    assert version.status == "in_review"


def test_a_text_not_read_is_not_approved(moderator, version):
    page = moderator.post(url_of(version), in_days(9) | {"seen": 9}, follow=True).content.decode()
    assert "Read it again" in page


def test_the_clock_publishes_it_once_when_it_is_due(guide, scheduled, anonymous):
    assert publish_due_guides() == 0
    with freeze_time(scheduled.publish_at + datetime.timedelta(minutes=1)):
        assert [publish_due_guides(), publish_due_guides()] == [1, 0]
    scheduled.refresh_from_db()
    assert (scheduled.status, scheduled.publish_at) == ("published", None)
    assert scheduled.published_by == scheduled.scheduled_by
    assert guide.versions.get(number=1).status == "superseded"
    assert scheduled.events.get(verb="publish_due").by is None
    assert "In due time" in anonymous.read(guide.get_absolute_url())


def test_the_command_says_how_many(scheduled, capsys):
    GuideVersion.objects.filter(pk=scheduled.pk).update(publish_at=timezone.now())
    call_command("publish_due_guides")
    assert "1 version of guidance published" in capsys.readouterr().out


def test_what_was_taken_back_while_the_clock_looked_stays(scheduled, monkeypatch):
    """The run has read it as due; somebody takes it back before its turn."""
    GuideVersion.objects.filter(pk=scheduled.pk).update(publish_at=timezone.now())
    found = GuideVersion.objects.get(pk=scheduled.pk)
    GuideVersion.objects.get(pk=scheduled.pk).take_back(by=UserFactory())
    monkeypatch.setattr(type(GuideVersion.objects.all()), "due", lambda rows: rows.none())
    with pytest.raises(Exception, match="not possible"):
        found.publish_due()
    assert publish_due_guides() == 0


def test_taken_back_it_waits_for_review_and_can_be_changed_again(moderator, scheduled):
    page = moderator.post(url_of(scheduled, "take_back"), follow=True).content.decode()
    assert "It waits for a review again" in page
    scheduled.refresh_from_db()
    assert (scheduled.status, scheduled.publish_at) == ("in_review", None)
    assert scheduled.events.get().verb == "take_back"


def test_meanwhile_it_cannot_be_changed(moderator, guide, scheduled, texts):
    url = reverse("guidance:edit", args=[guide.slug])
    assert moderator.post(url, texts).status_code == 409
    assert "Take it back to change it" in moderator.get(url, follow=True).content.decode()


def test_the_queue_and_the_list_say_when(moderator, scheduled):
    for page in ("moderation_content", "guidance:manage"):
        assert "To be published" in moderator.read(reverse(page))


@pytest.mark.parametrize("writer", ["author", "submitted_by"])
def test_the_database_refuses_who_wrote_it(version, writer):
    rows, person = GuideVersion.objects.filter(pk=version.pk), UserFactory()
    with pytest.raises(IntegrityError, match="guide_approved_by"), transaction.atomic():
        rows.update(**{writer: person, "scheduled_by": person})
    with pytest.raises(IntegrityError, match="_by_another"), transaction.atomic():
        rows.update(**{writer: person, "published_by": person})


def test_the_database_wants_a_time_with_the_status(version):
    with pytest.raises(IntegrityError, match="guide_scheduled_for_a_time"), transaction.atomic():
        GuideVersion.objects.filter(pk=version.pk).update(publish_at=timezone.now())
