"""Two appraisals side by side, what may stand by itself, and what people have to talk about."""

import pytest
from django.urls import reverse

from assistive_tech.appraising import Item
from tests.assistive_tech.evidence_factories import two_appraisals
from tests.factories import CaseStudyFactory

QUEUE = reverse("moderation_appraisals")


@pytest.fixture
def study(db):
    return CaseStudyFactory(title="Belt sensors", design="before_after", baseline="yes")


def url_of(study):
    return reverse("assistive_tech:reconcile", args=[study.slug])


def publish(reader, study):
    return reader.post(reverse("assistive_tech:publish", args=[study.slug]))


def test_near_agreement_stands_by_the_cautious_answers(moderator, study):
    two_appraisals(study, aim="partly", harms="no")
    page = moderator.read(url_of(study))
    assert "They nearly agree" in page
    assert "8 of 10 answers the same" in page
    assert page.count('data-label="Answers"') == 10  # on a phone each item is a block of lines
    moderator.post(url_of(study), {"aim": "partly", "harms": "no"})
    study.refresh_from_db()
    assert (study.status, study.level, study.confidence) == ("reconciled", 2, "high")
    agreed = study.reconciliations.get().answers
    assert (agreed["aim"], agreed["harms"], agreed["costs"]) == ("partly", "no", "yes")


@pytest.mark.parametrize(
    "changed", [{"level": 4}, {"aim": "no", "costs": "no", "harms": "unclear"}]
)
def test_too_far_apart_nothing_is_settled_without_a_note(moderator, study, changed):
    two_appraisals(study, **changed)
    assert "Talk about it" in moderator.read(url_of(study))
    choice = {name: str(value) for name, value in changed.items()}
    page = moderator.post(url_of(study), choice).content.decode()
    assert "you were too far apart" in page
    study.refresh_from_db()
    assert study.status == "appraised"
    moderator.post(url_of(study), choice | {"note": "We read the report again."})
    study.refresh_from_db()
    assert study.status == "reconciled"
    assert study.reconciliations.get().note == "We read the report again."


def test_each_difference_has_to_be_chosen(moderator, study):
    two_appraisals(study, level=4, aim="no")
    page = moderator.post(url_of(study), {"note": "Talked"}).content.decode()
    assert "Select what counts for “Level”" in page
    assert "Select what counts for “The aim is clear”" in page


def test_another_level_than_the_design_gives_needs_a_reason(moderator, study):
    two_appraisals(study, level=3)
    page = moderator.post(url_of(study), {"level": "3"}).content.decode()
    assert "Enter why it is not level 2, as by its design" in page
    moderator.post(url_of(study), {"level": "3", "note": "There was a comparison group."})
    study.refresh_from_db()
    assert study.level == 3


def test_caps_are_applied_and_said(moderator, anonymous):
    study = CaseStudyFactory(source_type="supplier_material", design="cohort_study")
    two_appraisals(study, baseline="no")
    moderator.post(url_of(study), {"baseline": "no", "note": "No baseline"})
    study.refresh_from_db()
    assert (study.level, study.confidence) == (1, "low")
    page = anonymous.read(study.get_absolute_url())
    assert "The only source is the supplier, so confidence is low" in page
    assert "Nothing was measured before it began, so the level is 1" in page


def test_another_moderator_publishes(moderator, other_moderator, study):
    two_appraisals(study)
    moderator.post(url_of(study), {})
    assert publish(moderator, study).status_code == 403
    assert "Publish as appraised" not in moderator.read(study.get_absolute_url())
    assert "Publish as appraised" in other_moderator.read(study.get_absolute_url())
    publish(other_moderator, study)
    study.refresh_from_db()
    assert study.status == "published"
    assert study.reconciliations.get().published_by == other_moderator.user
    assert publish(other_moderator, study).status_code == 409


def test_what_is_settled_is_not_settled_again(moderator, other_moderator, study):
    two_appraisals(study)
    moderator.post(url_of(study), {})
    assert other_moderator.post(url_of(study), {}).status_code == 409


def test_who_wrote_it_neither_reconciles_nor_publishes(moderator, study):
    study.save_edit(by=moderator.user, started_from=study.version, outcomes=[])
    pair = two_appraisals(study)
    assert moderator.get(url_of(study)).status_code == 403
    pair.settle(by=None, **pair.cautious())
    assert publish(moderator, study).status_code == 403


def test_the_queue_says_what_follows(moderator, study):
    two_appraisals(study)
    assert "To reconcile" in moderator.read(QUEUE)
    moderator.post(url_of(study), {})
    assert "To publish" in moderator.read(QUEUE)
    assert "Over 10 answers in 1 case study" in moderator.read(QUEUE)


def test_a_change_after_handing_in_is_said(moderator, study):
    two_appraisals(study)
    study.save_edit(by=None, started_from=study.version, outcomes=[])
    assert "The record was changed after" in moderator.read(url_of(study))


def test_everybody_reads_both_axes_and_members_the_names(anonymous, officer, study):
    pair = two_appraisals(study, aim="no", notes="A small trial", transfer_note="Ask about signal")
    before = anonymous.read(study.get_absolute_url())
    assert "What they agree on is shown when it is settled" in before
    pair.settle(by=None, note="Read again", **pair.cautious())
    page, members = (who.read(study.get_absolute_url()) for who in (anonymous, officer))
    told = ["Nesta 2 of 5", "Maryland 2 of 5", "High, 18 of 20 points", "A small trial"]
    told += ["9 of 10 answers the same", "Read again", "Ask about signal", *Item.labels]
    for words in told:
        assert words in page
    assert "First moderator and Second moderator" in page
    assert pair.first_scorer.name not in page
    assert pair.first_scorer.name in members


def test_before_anybody_appraised_the_page_says_so(anonymous, study):
    page = anonymous.read(study.get_absolute_url())
    assert "Not appraised yet" in page
    assert "Level by design: Nesta 2 of 5" in page


def test_level_and_confidence_are_worked_out_again_from_what_is_kept(moderator):
    """For records of every kind, whatever is edited after they were settled."""
    sources = ("", "supplier_material", "council_page")
    for n, (source, baseline) in enumerate((s, b) for s in sources for b in ("yes", "no")):
        study = CaseStudyFactory(design="cohort_study", baseline="yes", comparator="matched")
        pair = two_appraisals(study, aim="no", costs="no")
        pair.settle(by=None, **pair.cautious())
        study.refresh_from_db()
        study.source_type, study.baseline = source, baseline
        study.save_edit(by=None, started_from=study.version, outcomes=[])
        study.refresh_from_db()
        found = study.reconciliations.get().finding
        assert (study.level, study.confidence) == (found.level, found.confidence), n
        assert study.confidence == ("low" if source == "supplier_material" else "high")
        assert study.level == (2 if baseline == "yes" else 1)
        assert f"Nesta {study.level} of 5" in moderator.read(study.get_absolute_url())
