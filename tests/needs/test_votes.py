"""CIOs vote each quarter on the tender groups; members read how many gave each answer."""

import datetime

import pytest
from django.urls import reverse
from freezegun import freeze_time

from needs.models import TenderGroupVote
from tests.factories import MembershipFactory
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

RESULTS, VOTE = reverse("needs:votes"), reverse("needs:vote")
ANSWERS = {"core_technologies": "4", "business_systems": "2", "innovative_tools": "1"}


def cast(cio, **changed):
    borough = cio.user.active_memberships[0].borough_id
    return cio.post(VOTE, {"borough": borough, **ANSWERS, **changed}, follow=True)


def test_a_vote_is_counted_and_the_most_attractive_group_stands_first(cio, other_officer):
    assert "Your vote is counted" in cast(cio).content.decode()
    page = other_officer.read(RESULTS)
    assert "1 of 33 boroughs voted" in page
    assert page.index("Core technologies") < page.index("Business systems")
    assert "1 of 1 (100%)" in page
    assert "0 of 1 (0%)" in page
    assert "Camden" not in page.split("Only the counts are shown")[1].split("</main>")[0]


def test_voting_again_changes_the_vote_and_counts_once(cio):
    cast(cio)
    assert cio.read(VOTE).count("checked") == 3
    cast(cio, core_technologies="1")
    votes = TenderGroupVote.objects.filter(group="core_technologies")
    assert [vote.attractiveness for vote in votes] == [1]
    assert "Change your vote" in cio.read(RESULTS)


def test_a_missing_answer_comes_back_with_the_others_kept(cio):
    page = cast(cio, innovative_tools="").content.decode()
    assert "Select how attractive innovative tools are" in page
    assert page.count("checked") == 2
    assert not TenderGroupVote.objects.exists()


def test_a_cio_votes_for_their_own_borough_only(cio, brent):
    page = cast(cio, borough=brent.gss).content.decode()
    assert "Select which borough you are voting for" in page
    assert not TenderGroupVote.objects.exists()


def test_a_cio_of_two_boroughs_chooses(camden, brent):
    both = MembershipFactory(borough=camden, role="cio").user
    MembershipFactory(user=both, borough=brent, role="cio")
    cio = visitor(both)
    assert "Which borough are you voting for?" in cio.read(VOTE)
    cio.post(VOTE, {"borough": brent.gss, **ANSWERS})
    assert {vote.borough for vote in TenderGroupVote.objects.all()} == {brent}


def test_a_new_quarter_starts_anew_and_the_last_one_stays(cio):
    with freeze_time("2026-08-20"):
        TenderGroupVote.objects.create(
            borough_id=cio.user.active_memberships[0].borough_id,
            quarter=datetime.date(2026, 7, 1),
            group="core_technologies",
            attractiveness=3,
        )
    with freeze_time("2026-11-23 10:00"):
        page = cio.read(RESULTS)
        assert "Vote for this quarter" in page
        assert "Nobody has voted in this quarter yet" in page
        assert "July to September 2026" in page
        assert "1 of 1 (100%)" in page


def test_an_officer_reads_and_does_not_vote(officer):
    assert "Vote for this quarter" not in officer.read(RESULTS)
    assert "Only a borough’s CIO votes" in officer.read(VOTE, status=403)
