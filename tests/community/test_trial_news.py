"""Trials in the digest: told to everybody once they recruit, and not before or again."""

import datetime

from django.utils import timezone

from assistive_tech.models import Trial
from community.digest import build_digests
from tests.assistive_tech.trial_factories import trial_of
from tests.community.test_digest import this_week

LONG_AGO = timezone.now() - datetime.timedelta(days=90)


def told(user) -> list[tuple]:
    content = build_digests([user], this_week())[user.pk]
    return [(str(i.kind), i.title) for i in content.items if i.kind == "trial"]


def test_members_everywhere_hear_of_a_trial_that_recruits(other_officer, camden):
    trial = trial_of(camden, recruiting=True, title="Wrist alarms")
    trial_of(camden, ready=True)
    assert told(other_officer.user) == [("trial", "Wrist alarms")]
    Trial.objects.filter(pk=trial.pk).update(opened_at=LONG_AGO)
    assert told(other_officer.user) == []


def test_nobody_is_told_of_one_that_was_stopped(other_officer, camden):
    trial_of(camden, recruiting=True).stop(by=None, reason="Harm")
    assert told(other_officer.user) == []


def test_the_line_says_why(other_officer, camden):
    trial_of(camden, recruiting=True, question="Do fewer people fall?")
    content = build_digests([other_officer.user], this_week())[other_officer.user.pk]
    item = next(item for item in content.items if item.kind == "trial")
    assert item.reason == "A trial in London"
    assert item.text.startswith("Do fewer people fall?")
