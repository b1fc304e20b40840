"""Nobody learns of another's appraisal, or that there is one, before both are handed in."""

import json

import pytest
from django.urls import reverse

from assistive_tech.models import Appraisal, Reconciliation
from members.export import everything_about
from tests.access_policy import POLICY
from tests.assistive_tech.evidence_factories import two_appraisals
from tests.assistive_tech.test_appraise import url_of, whole
from tests.factories import CaseStudyFactory
from tests.planting import lasting_body
from tests.test_visibility import PASSING

pytestmark = pytest.mark.usefixtures("seen_already")

SECRET = "Zqxsecretnote"


@pytest.fixture
def study(db):
    return CaseStudyFactory(title="Belt sensors")


SIGNS = ("assistive_tech:", "moderation", "community:")
ELSEWHERE = ("home", "needs:dashboard", "members:account", "sitemap")


def addresses(world, study) -> list[str]:
    """Every page of the room, each of this record, and where counts and news of it would stand."""
    urls = {
        reverse(name, kwargs=rule.kwargs(world))
        for name, rule in POLICY.items()
        if rule.method == "GET" and (name.startswith(SIGNS) or name in ELSEWHERE)
    }
    names = ("detail", "history", "edit", "appraise", "reconcile")
    return sorted(urls | {reverse(f"assistive_tech:{name}", args=[study.slug]) for name in names})


def readings(reader, urls) -> dict:
    told = {}
    for url in urls:
        response = reader.get(url)
        body = lasting_body(response)
        for passing in PASSING:
            body = passing.sub(b"", body)
        told[url] = (response.status_code, body)
    return told


WHO = ("anonymous", "other_officer", "at_lead", "other_moderator")


@pytest.mark.no_cover  # others run the same lines, and noting it would double its time
@pytest.mark.parametrize("who", WHO)
def test_one_appraisal_changes_no_byte_that_another_reads(who, request, world, moderator, study):
    reader = request.getfixturevalue(who)
    urls = addresses(world, study)
    before = readings(reader, urls)
    for step in ("save", "hand_in"):
        moderator.post(url_of(study), whole(action=step, notes=SECRET))
        assert study.appraisals.count() == 1
        after = readings(reader, urls)
        assert {url for url in urls if before[url] != after[url]} == set(), step


@pytest.mark.no_cover  # others run the same lines, and noting it would double its time
def test_who_has_handed_in_is_not_told_of_the_other(world, moderator, other_moderator, study):
    """Until the other hands in as well; that they have begun changes nothing."""
    moderator.post(url_of(study), whole(), follow=True)  # to the page that says it was handed in
    urls = addresses(world, study)
    before = readings(moderator, urls)
    other_moderator.post(url_of(study), whole(action="save", notes=SECRET))
    assert readings(moderator, urls) == before
    other_moderator.post(url_of(study), whole(notes=SECRET))
    assert SECRET in moderator.get(url_of(study), follow=True).content.decode()


def test_rows_are_their_scorers_alone(moderator, other_moderator, officer, anonymous, study):
    moderator.post(url_of(study), whole(notes=SECRET))
    other_moderator.user.second_factor_used = True
    for reader in (other_moderator, officer):
        assert not Appraisal.objects.visible_to(reader.user).exists()
        assert not Reconciliation.objects.visible_to(reader.user).exists()
        assert SECRET not in json.dumps(everything_about(reader.user), default=str)
    assert Appraisal.objects.visible_to(moderator.user).count() == 1


def test_no_event_of_the_record_tells_before_both_are_in(moderator, study):
    moderator.post(url_of(study), whole())
    assert not study.events.exists()


def test_moderators_read_both_at_once_and_others_when_it_is_settled(
    other_moderator, officer, anonymous, study
):
    pair = two_appraisals(study, notes=SECRET)
    page = study.get_absolute_url()
    reconcile = reverse("assistive_tech:reconcile", args=[study.slug])
    assert SECRET in other_moderator.read(reconcile)
    for reader in (officer, anonymous):
        assert SECRET not in reader.read(page)
    pair.settle(by=other_moderator.user, **pair.cautious())
    for reader in (officer, anonymous):
        assert SECRET in reader.read(page)
