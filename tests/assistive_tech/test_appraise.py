"""Scoring a case study alone: what is asked, kept, handed in, and who may."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assistive_tech.appraising import Item
from assistive_tech.models import Appraisal, Reconciliation
from procurement_portal.lib.workflow import MoveNotPossible
from tests.assistive_tech.evidence_factories import AppraisalFactory, two_appraisals
from tests.counting import queries
from tests.factories import CaseStudyFactory, UserFactory

QUEUE = reverse("moderation_appraisals")


@pytest.fixture
def study(db):
    return CaseStudyFactory(title="Belt sensors")


def url_of(study):
    return reverse("assistive_tech:appraise", args=[study.slug])


def whole(**changed) -> dict:
    asked = (*Item.values, "like_london", "recent", "connectable")
    return {"action": "hand_in", "level": "2", **dict.fromkeys(asked, "yes")} | changed


def test_a_moderator_scores_it_and_hands_it_in(moderator, study):
    assert "Belt sensors" in moderator.read(QUEUE)
    page = moderator.post(url_of(study), whole(notes="Small"), follow=True).content.decode()
    assert "is handed in" in page
    own = study.appraisals.get()
    assert (own.status, own.level, own.harms, own.notes) == ("handed_in", 2, "yes", "Small")
    assert "Belt sensors" not in moderator.read(QUEUE)


def test_a_draft_may_have_gaps_and_is_there_again(moderator, study):
    moderator.post(url_of(study), {"action": "save", "aim": "partly", "notes": "Half read"})
    page = moderator.read(url_of(study))
    assert "Half read" in page
    assert 'value="partly" id="id_aim_1" checked' in page.replace(
        ' aria-describedby="id_aim_helptext"', ""
    )
    assert "Your draft" in moderator.read(QUEUE)


def test_what_is_handed_in_has_no_gap(moderator, study):
    page = moderator.post(url_of(study), whole(harms="", level="")).content.decode()
    assert "Select an answer for “Harms and drawbacks are reported”" in page
    assert "Select the level as you read it" in page
    assert not Appraisal.objects.filter(status="handed_in").exists()


@pytest.mark.parametrize("wrong", [{"aim": "perhaps"}, {"level": "6"}, {"notes": "x" * 4_001}])
def test_what_is_no_answer_is_said_at_the_field(moderator, study, wrong):
    page = moderator.post(url_of(study), whole(**wrong)).content.decode()
    assert "There is a problem" in page
    assert not study.appraisals.exists()


def test_what_was_handed_in_is_read_and_not_changed(moderator, study):
    moderator.post(url_of(study), whole(notes="Small"))
    assert "cannot be changed" in moderator.read(url_of(study))
    assert moderator.post(url_of(study), whole(notes="Large")).status_code == 409
    assert study.appraisals.get().notes == "Small"


@pytest.mark.parametrize("how", ["edit", "submit"])
def test_who_wrote_the_record_does_not_appraise_it(moderator, study, how):
    if how == "edit":
        study.save_edit(by=moderator.user, started_from=study.version, outcomes=[])
    else:
        study.events.create(verb="submit", by=moderator.user)
    assert "Belt sensors" not in moderator.read(QUEUE)
    assert moderator.get(url_of(study)).status_code == 403
    assert moderator.post(url_of(study), whole()).status_code == 403


def test_a_third_person_comes_too_late(moderator, study):
    AppraisalFactory(study=study)
    AppraisalFactory(study=study, place=2)
    assert "Belt sensors" not in moderator.read(QUEUE)
    assert moderator.post(url_of(study), whole()).status_code == 409


def test_a_draft_left_lying_gives_its_place_up(moderator, study):
    lying = timezone.now() - datetime.timedelta(days=29)
    AppraisalFactory(study=study, changed_at=lying)
    AppraisalFactory(study=study, place=2)
    assert "Belt sensors" in moderator.read(QUEUE)
    moderator.post(url_of(study), whole())
    assert study.appraisals.get(scorer=moderator.user).place == 1


def test_given_up_it_is_free_again(moderator, study):
    moderator.post(url_of(study), {"action": "save", "aim": "no"})
    moderator.post(reverse("assistive_tech:give_up_appraisal", args=[study.slug]))
    assert not study.appraisals.exists()
    assert "Your draft" not in moderator.read(QUEUE)


def test_what_is_handed_in_is_not_given_up(moderator, study):
    moderator.post(url_of(study), whole())
    url = reverse("assistive_tech:give_up_appraisal", args=[study.slug])
    assert moderator.post(url).status_code == 409
    assert study.appraisals.exists()


def test_the_second_to_hand_in_moves_the_record(moderator, other_moderator, study):
    moderator.post(url_of(study), whole())
    study.refresh_from_db()
    assert study.status == "extracted"
    other_moderator.post(url_of(study), whole(aim="no"))
    study.refresh_from_db()
    assert study.status == "appraised"
    pair = study.reconciliations.get()
    assert (pair.first_scorer, pair.second_scorer) == (moderator.user, other_moderator.user)
    assert not pair.forced


def test_both_in_each_sees_the_other(moderator, other_moderator, study):
    moderator.post(url_of(study), whole(notes="Mine"))
    other_moderator.post(url_of(study), whole(notes="Theirs"))
    page = moderator.get(url_of(study), follow=True).content.decode()
    assert "Theirs" in page
    assert other_moderator.user.name in page


def test_withdrawn_meanwhile_nothing_is_handed_in(moderator, study):
    draft = AppraisalFactory(study=study, scorer=moderator.user)
    study.withdraw(by=None, reason="Twice here")
    with pytest.raises(MoveNotPossible):
        draft.hand_in(by=moderator.user, values={})


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_two_scorers_two(study):
    person = UserFactory()
    AppraisalFactory(study=study, scorer=person)
    assert refused(lambda: AppraisalFactory(study=study, scorer=person, place=2))
    assert refused(lambda: AppraisalFactory(study=study, place=1))
    assert refused(lambda: AppraisalFactory(study=study, place=3))
    same = {"first_scorer": person, "second_scorer": person, "forced": False}
    assert refused(lambda: Reconciliation.objects.create(study=study, **same))


@pytest.mark.parametrize("gap", [{"harms": ""}, {"level": None}, {"level": 6}])
def test_the_database_keeps_gaps_out_of_what_is_handed_in(study, gap):
    assert refused(lambda: AppraisalFactory(study=study, status="handed_in", **gap))


def test_whoever_reconciles_does_not_publish_even_in_the_database(moderator):
    pair = two_appraisals()
    pair.settle(by=moderator.user, **pair.cautious())
    assert refused(lambda: pair.publish(by=moderator.user))
    pair.study.refresh_from_db()
    assert pair.study.status == "reconciled"


def test_queries_do_not_grow_with_the_queue(moderator):
    CaseStudyFactory()
    two_appraisals()
    few = queries(moderator, QUEUE)
    for _ in range(3):
        CaseStudyFactory()
        two_appraisals()
    assert queries(moderator, QUEUE) == few


def test_an_empty_queue_says_why(moderator):
    assert "Nothing to appraise" in moderator.read(QUEUE)
