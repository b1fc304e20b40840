"""What a digest says, to whom, and that it costs the same few queries for two hundred people."""

import dataclasses
import datetime

import pytest
from django.utils import timezone

from assistive_tech.models import CaseStudy
from community.digest import build_digests
from community.lines import Kind
from community.models import Follow
from community.periods import running_period
from guidance.models import GuideVersion
from members.models import User
from needs.models import Need, Overlap, OverlapSide
from tests import factories
from tests.assistive_tech.evidence_factories import interview_draft
from tests.assistive_tech.factories import BarrierActionFactory, BarrierFactory
from tests.factories import days

pytestmark = pytest.mark.django_db


def this_week():
    """A period that holds whatever the test has just made."""
    week = running_period("weekly", timezone.now() + datetime.timedelta(seconds=5))
    return dataclasses.replace(week, starts=timezone.now() - datetime.timedelta(days=7))


def lines(user, period=None, since=None):
    """(kind, title) of each line of this person's digest."""
    content = build_digests([user], period or this_week(), since)[user.pk]
    return [(str(item.kind), item.title) for item in content.items]


def side(**need):
    """The side of a published need."""
    return factories.OverlapSideFactory(need=factories.NeedFactory(published=True, **need))


def overlap_of(mine: Need, theirs: Need, **fields) -> Overlap:
    a = factories.OverlapSideFactory(need=mine)
    b = factories.OverlapSideFactory(need=theirs)
    return factories.OverlapFactory(side_a=a, side_b=b, **{"label": "same", **fields})


def test_a_new_overlap_is_told_to_both_boroughs(officer, other_officer, camden, brent):
    mine = factories.NeedFactory(borough=camden, title="Repairs system", published=True)
    theirs = factories.NeedFactory(borough=brent, title="Housing repairs", published=True)
    overlap_of(mine, theirs)
    content = build_digests([officer.user, other_officer.user], this_week())
    ours, others = (content[v.user.pk].items[0] for v in (officer, other_officer))
    assert (ours.title, others.title) == ("Repairs system", "Housing repairs")
    assert "Brent has something like it" in ours.text
    assert "“Housing repairs” (likely the same)" in ours.text


def test_boroughs_are_counted_once_and_named_up_to_three(officer, camden):
    mine = side(borough=camden)
    for letter in "ABCDE":
        theirs = side(borough__short_name=f"Borough {letter}")
        factories.OverlapFactory(side_a=mine, side_b=theirs, score=90 - ord(letter) / 10)
    (item,) = build_digests([officer.user], this_week())[officer.user.pk].items
    assert item.text.startswith("Borough A, Borough B, Borough C and 2 more have something like")
    assert item.headline.startswith("5 boroughs have something like your")


@pytest.mark.parametrize(
    "state",
    [
        pytest.param({"visibility": "sealed"}, id="sealed"),
        pytest.param({"status": Need.Status.WITHDRAWN}, id="withdrawn"),
        pytest.param({"status": Need.Status.SUBMITTED, "published_at": None}, id="not yet shown"),
        pytest.param({"review_by": days(-1)}, id="not confirmed in time"),
    ],
)
def test_an_overlap_with_what_may_not_be_seen_or_does_not_count_is_not_told(
    state, officer, camden, brent
):
    mine = factories.NeedFactory(borough=camden, published=True)
    theirs = factories.NeedFactory(borough=brent, published=True)
    overlap_of(mine, theirs)
    Need.objects.filter(pk=theirs.pk).update(**state)
    assert lines(officer.user) == []


def test_an_overlap_becomes_news_when_the_other_need_is_published(officer, camden, brent):
    """It was compared when it was submitted, weeks before anybody else could read it."""
    mine = factories.NeedFactory(borough=camden, published=True)
    theirs = factories.NeedFactory(borough=brent, published=True)
    overlap_of(mine, theirs, found_at=timezone.now() - datetime.timedelta(days=20))
    assert lines(officer.user) == [("overlap", mine.title)]


def test_old_and_faint_overlaps_are_no_news(officer, camden, brent):
    month_ago = timezone.now() - datetime.timedelta(days=30)
    old = [
        factories.NeedFactory(borough=borough, published=True, published_at=month_ago)
        for borough in (camden, brent)
    ]
    overlap_of(*old, found_at=month_ago)
    faint = [factories.NeedFactory(borough=b, published=True) for b in (camden, brent)]
    overlap_of(*faint, label=Overlap.Label.RELATED)
    assert lines(officer.user) == []


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        pytest.param(88, True, id="just within ninety days"),
        pytest.param(60, False, id="told before, not yet at thirty"),
        pytest.param(27, True, id="just within thirty days"),
        pytest.param(5, True, id="within a week"),
        pytest.param(0, False, id="today: told within the week before"),
        pytest.param(-1, False, id="over"),
        pytest.param(120, False, id="far away"),
    ],
)
def test_a_decide_by_date_is_told_three_times(ahead, told, officer, camden):
    need = factories.NeedFactory(
        borough=camden, published=True, published_at=timezone.now() - datetime.timedelta(days=99)
    )
    factories.OverlapSideFactory(need=need, decide_by=days(ahead))
    assert lines(officer.user) == ([("decide_by", need.title)] if told else [])


def test_a_decide_by_date_already_near_is_told_when_it_is_first_known(officer, camden):
    need = factories.NeedFactory(borough=camden, published=True)
    factories.OverlapSideFactory(need=need, decide_by=days(60))
    assert lines(officer.user) == [("decide_by", need.title)]


def test_decisions_are_the_boroughs_own(other_officer, camden):
    factories.OverlapSideFactory(
        need=factories.NeedFactory(borough=camden, published=True), decide_by=days(5)
    )
    assert lines(other_officer.user) == []


def test_needs_of_a_followed_capability(officer, brent):
    followed = factories.CapabilityFactory(name="Telecare")
    Follow.objects.create(user=officer.user, capability=followed)
    need = factories.NeedFactory(borough=brent, capability=followed, published=True)
    factories.NeedFactory(borough=brent, published=True)
    factories.NeedFactory(borough=brent, capability=followed, published=True, sealed=True)
    factories.NeedFactory(borough=brent, capability=followed, submitted=True)
    (item,) = build_digests([officer.user], this_week())[officer.user.pk].items
    assert (item.title, item.reason) == (need.title, "You follow Telecare")
    assert item.text.startswith("Posted by Brent")


def test_a_sealed_need_reaches_followers_in_its_own_borough_only(officer, other_officer, camden):
    capability = factories.CapabilityFactory()
    for visitor in (officer, other_officer):
        Follow.objects.create(user=visitor.user, capability=capability)
    need = factories.NeedFactory(borough=camden, capability=capability, published=True, sealed=True)
    assert lines(officer.user) == [("need", need.title)]
    assert lines(other_officer.user) == []


@pytest.mark.parametrize(("ahead", "told"), [(10, True), (0, True), (-3, True), (-30, False)])
def test_needs_of_mine_to_confirm(ahead, told, officer, colleague, camden):
    need = factories.NeedFactory(
        borough=camden, owner=officer.user, published=True, review_by=days(ahead)
    )
    assert lines(officer.user) == ([("confirm", need.title)] if told else [])
    assert lines(colleague.user) == []


def test_decisions_come_first_and_a_long_list_is_cut(officer, camden, brent):
    capability = factories.CapabilityFactory()
    Follow.objects.create(user=officer.user, capability=capability)
    for _ in range(12):
        factories.NeedFactory(borough=brent, capability=capability, published=True)
    factories.OverlapSideFactory(
        need=factories.NeedFactory(borough=camden, published=True), decide_by=days(5)
    )
    content = build_digests([officer.user], this_week())[officer.user.pk]
    assert [s.kind for s in content.sections] == [Kind.DECIDE_BY, Kind.NEED]
    assert (len(content.sections[1].items), content.sections[1].more) == (10, 2)


def test_what_a_person_was_told_is_not_told_again(officer, camden):
    need = factories.NeedFactory(borough=camden, published=True)
    factories.OverlapSideFactory(need=need, decide_by=days(60))
    later = {officer.user.pk: timezone.now() + datetime.timedelta(seconds=1)}
    assert lines(officer.user) == [("decide_by", need.title)]
    assert lines(officer.user, since=later) == []


@pytest.mark.parametrize("who", ["outsider", "pending_officer", "former_officer"])
def test_who_belongs_nowhere_gets_nothing(who, request):
    factories.CaseStudyFactory()
    user = request.getfixturevalue(who).user
    content = build_digests([user], this_week())[user.pk]
    assert (content.is_member, content.items) == (False, ())


def test_what_is_told_is_what_the_pages_would_show(camden, brent):
    """Every line's need may be seen by the person it goes to, in any state and visibility."""
    capability = factories.CapabilityFactory()
    people = [factories.MembershipFactory(borough=b).user for b in (camden, brent)]
    people.append(factories.MembershipFactory(moderator=True).user)
    for user in people:
        Follow.objects.create(user=user, capability=capability)
    needs = [
        factories.NeedFactory(
            borough=borough,
            status=status,
            visibility=visibility,
            capability=capability,
            published_at=timezone.now(),
            review_by=days(100),
            close_outcome="dropped" if status == "closed" else "",
        )
        for borough in (camden, brent)
        for status in Need.Status.values
        for visibility in ("sealed", "members", "public")
    ]
    sides = [factories.OverlapSideFactory(need=need, decide_by=days(5)) for need in needs]
    half = len(sides) // 2
    for a, b in zip(sides[:half], sides[half:], strict=True):
        factories.OverlapFactory(side_a=a, side_b=b)
    by_url = {need.get_absolute_url(): need for need in needs}
    for user, content in ((u, build_digests([u], this_week())[u.pk]) for u in people):
        seen = set(Need.objects.visible_to(user))
        told = {by_url[item.url] for item in content.items}
        assert told
        assert told <= seen


def test_contracts_to_confirm_are_one_line(officer, camden):
    for _ in range(3):
        contract = factories.ContractFactory(borough=camden, owner=officer.user, review_by=days(10))
        factories.OverlapSideFactory(contract=contract)
    assert lines(officer.user) == [("confirm", "3 contracts to confirm")]


def test_two_hundred_people_cost_six_queries(django_assert_num_queries, officer, camden, brent):
    """One of them reads what guidance and assistive technology have to tell, all at once."""
    for borough in (camden, brent):
        for _ in range(100):
            factories.MembershipFactory(borough=borough)
    mine = factories.NeedFactory(borough=camden, published=True)
    theirs = factories.NeedFactory(borough=brent, published=True)
    overlap_of(mine, theirs)
    OverlapSide.objects.update(decide_by=days(5))
    ended = factories.NeedFactory(borough=camden, published=True)
    factories.InterestFactory(need=ended, borough=brent)
    ended.withdraw(by=officer.user, reason="The budget went to roads")
    barrier = BarrierFactory(borough=camden, shared_by=[brent])
    barrier.validate(by=None)
    action = BarrierActionFactory(barrier=barrier, owner=officer.user, due_on=days(-1))
    action.progress.create(text="Asked")
    interview_draft(factories.MembershipFactory(borough=camden, role="at_lead"))
    factories.CaseStudyFactory()
    people = list(User.objects.filter(memberships__isnull=False).order_by("-pk")[:200])
    with django_assert_num_queries(6):
        contents = build_digests(people, this_week())
    assert sum(len(content.items) for content in contents.values()) >= 500


def test_new_guidance_and_case_studies_reach_everybody(officer, moderator):
    version = factories.GuideVersionFactory(
        status=GuideVersion.Status.PUBLISHED, published_at=timezone.now(), title="Ask for APIs"
    )
    version.guide.published_version = version
    version.guide.save()
    factories.GuideVersionFactory(in_review=True)
    factories.CaseStudyFactory(title="Falls sensors")
    factories.CaseStudyFactory(draft=True)
    CaseStudy.objects.filter(status=CaseStudy.Status.DRAFT).update(published_at=timezone.now())
    wanted = [("guidance", "Ask for APIs"), ("case_study", "Falls sensors")]
    assert lines(officer.user) == lines(moderator.user) == wanted
