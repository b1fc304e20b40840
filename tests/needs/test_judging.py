"""Officers say whether a pair is alike; what they said stays with the two records."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from community.digest import build_digests
from needs import labels, matching
from needs.models import Judgement, Need, Overlap, OverlapSide
from needs.views.overlap_pair import pair_href
from tests import factories
from tests.community.test_digest import this_week
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
TITLE = "Contact centre telephony"


@pytest.fixture
def telephony():
    return factories.CapabilityFactory(slug="telephony", name=TITLE)


@pytest.fixture
def mine(camden, telephony):
    need = factories.NeedFactory(
        borough=camden, capability=telephony, published=True, title=f"{TITLE} for Camden"
    )
    matching.rematch(need)
    return need


@pytest.fixture
def theirs(brent, telephony, mine):
    contract = factories.ContractFactory(
        borough=brent, capability=telephony, title=f"{TITLE} for Brent"
    )
    matching.rematch(contract)
    return contract


def judge_url(verb: str, one, other) -> str:
    return reverse(f"needs:{verb}", args=sorted([one.reference, other.reference]))


def dismiss(visitor, one, other, **said):
    said = {"reason_kind": "purpose", "words": ""} | said
    return visitor.post(judge_url("dismiss_pair", one, other), said)


def listed(visitor, capability="telephony") -> bool:
    """Whether the pair stands in the category's list of pairs."""
    return "/overlap/pairs/" in visitor.read(f"/overlap/{capability}")


class TestConfirming:
    def test_is_one_press_and_shown_to_both(self, officer, other_officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        page = other_officer.read(pair_href(mine, theirs))
        assert "Camden says that these are the same kind of thing" in page
        assert "they agreed with 1" in page
        judgement = Judgement.objects.get()
        assert judgement.judged_by == officer.user
        assert [event.verb for event in judgement.events.all()] == ["confirm"]

    def test_twice_is_too_late(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        response = officer.post(judge_url("confirm_pair", mine, theirs))
        assert response.status_code == 409

    def test_can_be_undone(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        officer.post(judge_url("undo_judgement", mine, theirs))
        assert "Camden says" not in officer.read(pair_href(mine, theirs))
        assert officer.post(judge_url("undo_judgement", mine, theirs)).status_code == 409


class TestDismissing:
    def test_asks_why(self, officer, mine, theirs):
        page = dismiss(officer, mine, theirs, reason_kind="").content.decode()
        assert "Select why they are not alike" in page
        page = dismiss(officer, mine, theirs, reason_kind="other").content.decode()
        assert "Enter why they are not alike" in page
        assert not Judgement.objects.given().exists()

    def test_takes_the_pair_away_from_both_boroughs(self, officer, other_officer, mine, theirs):
        for reader in (officer, other_officer):
            assert listed(reader)
        dismiss(officer, mine, theirs, words="One is for calls, one for texts")
        for reader in (officer, other_officer):
            assert not listed(reader)
            assert pair_href(mine, theirs) not in reader.read("/dashboard")
        assert theirs.title not in officer.read(mine.get_absolute_url())
        page = other_officer.read(reverse("needs:judged_pairs"))
        assert "They do different things: One is for calls, one for texts" in page

    def test_is_kept_from_what_others_read(self, officer, mine, theirs, telephony):
        third = factories.MembershipFactory().user
        dismiss(officer, mine, theirs, words="Between us")
        reader = visitor(third)
        assert not listed(reader)
        page = reader.read(pair_href(mine, theirs))
        assert "Camden says that these are not alike" in page
        assert "Between us" not in page

    def test_the_other_borough_may_see_it_otherwise(self, officer, other_officer, mine, theirs):
        dismiss(officer, mine, theirs)
        other_officer.post(judge_url("confirm_pair", mine, theirs))
        assert listed(other_officer)
        assert not listed(officer)

    @pytest.mark.parametrize("again", ["rematch", "rebuild"])
    def test_survives_matching_again(self, officer, mine, theirs, again):
        dismiss(officer, mine, theirs)
        OverlapSide.objects.all().delete()
        for record in (theirs, mine):
            matching.rebuild() if again == "rebuild" else matching.rematch(record)
        assert Overlap.objects.count() == 1
        assert not listed(officer)

    def test_leaves_suggestions(self, officer, other_officer, brent, theirs, mine):
        url = reverse("needs:post_similar", args=[mine.reference])
        dismiss(officer, mine, theirs)
        Need.objects.filter(pk=mine.pk).update(status="sent_back")
        assert theirs.title not in officer.read(url)
        Judgement.objects.all().delete()
        assert theirs.title in officer.read(url)

    def test_undone_it_comes_back(self, officer, mine, theirs):
        dismiss(officer, mine, theirs)
        officer.post(judge_url("undo_judgement", mine, theirs))
        assert listed(officer)
        assert [e.verb for e in Judgement.objects.get().events.all()] == ["dismiss", "undo"]


class TestChangedSince:
    def test_a_new_text_is_offered_for_another_look(self, officer, mine, theirs):
        dismiss(officer, mine, theirs)
        mine.title, mine.version = "Parking permits for residents", mine.version + 1
        mine.save()
        matching.rematch(mine)
        page = officer.read(reverse("needs:judged_pairs"))
        assert "Changed since it was dismissed" in page
        assert "Look again" in page

    def test_a_corrected_word_is_no_change(self, officer, mine, theirs):
        dismiss(officer, mine, theirs)
        mine.problem, mine.version = f"{mine.problem} Indeed.", mine.version + 1
        mine.save()
        assert "Changed since" not in officer.read(reverse("needs:judged_pairs"))


class TestDigest:
    def told(self, user) -> list[str]:
        return [item.text for item in build_digests([user], this_week())[user.pk].items]

    def test_the_other_side_is_told_why(self, officer, other_officer, mine, theirs):
        dismiss(officer, mine, theirs, words="One is for calls")
        [text] = [t for t in self.told(other_officer.user) if "says that this" in t]
        assert "Camden says that this is not like its" in text
        assert "Why: They do different things: One is for calls" in text
        assert not any("something like it" in t for t in self.told(other_officer.user))
        assert not any("says that this" in t for t in self.told(officer.user))

    def test_nothing_is_told_of_a_sealed_record(self, officer, other_officer, mine, theirs):
        Need.objects.filter(pk=mine.pk).update(visibility="sealed")
        dismiss(officer, mine, theirs)
        assert self.told(other_officer.user) == []


class TestLabels:
    def rows(self) -> list[dict]:
        out = StringIO()
        call_command("export_judgements", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    def test_confirmed_records_are_one_group(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        rows = self.rows()
        assert {row["id"] for row in rows} == {mine.reference, theirs.reference}
        assert len({row["group"] for row in rows}) == 1
        assert {row["borough"] for row in rows} == {"Camden", "Brent"}
        assert mine.title in {row["title"] for row in rows}

    def test_dismissed_records_are_near_and_apart(self, officer, mine, theirs):
        dismiss(officer, mine, theirs)
        groups = {(row["group"], row["near_group"]) for row in self.rows()}
        name = min(mine.reference, theirs.reference)
        assert groups == {(name, None), (None, name)}

    def test_the_text_is_the_one_that_was_judged(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        mine.title, mine.version = "Parking permits", mine.version + 1
        mine.save()
        assert f"{TITLE} for Camden" in {row["title"] for row in self.rows()}

    def test_sealed_records_are_not_written_or_counted(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        Need.objects.filter(pk=mine.pk).update(visibility="sealed")
        assert self.rows() == []
        assert labels.agreement_in_words(labels.agreements()) == "No pair has been judged yet."

    def test_nothing_said_of_examples_or_by_example_people_is_either(self, officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        for one in (mine, officer.user):
            type(one).objects.filter(pk=one.pk).update(is_example=True)
            assert self.rows() == []
            assert labels.agreement_in_words(labels.agreements()) == "No pair has been judged yet."
            type(one).objects.filter(pk=one.pk).update(is_example=False)
        assert len(self.rows()) == 2

    def test_moderators_download_them(self, officer, moderator, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        response = moderator.get(reverse("needs:export_judgements"))
        lines = b"".join(response).decode().splitlines()
        assert [json.loads(line) for line in lines] == self.rows()

    def test_agreement_is_counted_by_label(self, officer, other_officer, mine, theirs):
        officer.post(judge_url("confirm_pair", mine, theirs))
        rows = labels.agreements()
        assert labels.agreement_in_words(rows) == "1 of 1 judged pair agrees with the engine."
        label = Overlap.objects.get().label
        assert [(r.agreed, r.judged) for r in rows if r.label == label] == [(1, 1)]
        dismiss(other_officer, mine, theirs)
        assert labels.disagreements() == 1
        assert labels.agreement_in_words(labels.agreements()) == "No pair has been judged yet."

    def test_a_dismissed_pair_that_is_shown_no_more_agrees(self, officer, mine, theirs):
        dismiss(officer, mine, theirs)
        assert labels.agreement_in_words(labels.agreements()).startswith("0 of 1")
        Overlap.objects.all().delete()
        assert labels.agreement_in_words(labels.agreements()).startswith("1 of 1")
